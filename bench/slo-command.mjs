// How long `slo --json` takes for 400 SLOs, from the start of its process to its end.
//   node bench/slo-command.mjs STORE_FILE [--out FILE]
// STORE_FILE is the database that `bench/store.mjs --keep` leaves: series bench/public/nsN/www.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const SERIES = 200;
const SLOS = 400;
const LIMITS = { seconds: 5, maxRssMb: 500 };
const PROGRAM = fileURLToPath(new URL('../bin/resolver-slo.mjs', import.meta.url));
/** Loaded into the process: says at its end how much memory it had at most. */
const REPORT_MEMORY = `data:text/javascript,process.on('exit',()=>process.stderr.write('maxRSS '+process.resourceUsage().maxRSS+'\\n'))`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [storeFile] = positionals;
if (storeFile === undefined) {
  console.error('usage: node bench/slo-command.mjs STORE_FILE [--out FILE]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-bench-'));
try {
  writeSite();
  const { seconds, statuses, maxRssMb } = runSlo();
  const withData = statuses.filter(({ valid }) => valid > 0).length;
  const holds =
    seconds <= LIMITS.seconds && maxRssMb <= LIMITS.maxRssMb && statuses.length === SLOS && withData === SLOS;
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const result = {
    what: '`slo --json`, cold',
    slos: statuses.length,
    withData,
    seconds,
    maxRssMb,
    machine,
    limits: LIMITS,
    holds,
  };
  console.log(JSON.stringify(result, null, 2));
  if (values.out !== undefined) {
    mkdirSync(dirname(values.out), { recursive: true });
    writeFileSync(values.out, `${JSON.stringify({ ...result, measuredAt: new Date().toISOString() }, null, 2)}\n`);
  }
  process.exitCode = holds ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function runSlo() {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', REPORT_MEMORY, PROGRAM, 'slo', '--json', '-c', join(folder, 'resolver-slo.yaml')],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const seconds = Math.round(performance.now() - startedAt) / 1_000;
  if (status !== 0) throw new Error(`slo ended with ${String(status)}:\n${stderr}`);
  const maxRssMb = Math.round(Number(/maxRSS (\d+)/.exec(stderr)?.[1]) / 1024);
  return { seconds, statuses: JSON.parse(stdout), maxRssMb };
}

function writeSite() {
  symlinkSync(resolve(storeFile), join(folder, 'store.db'));
  writeFileSync(
    join(folder, 'resolver-slo.yaml'),
    'vantage: bench\nprobes: [probe.yaml]\nslos: [slos.yaml]\nstore: { sqlite: store.db }\n',
  );
  const resolvers = Array.from(
    { length: SERIES },
    (_, i) => `  - { name: ns${i}, address: 127.0.0.1, port: ${10_000 + i} }`,
  );
  writeFileSync(
    join(folder, 'probe.yaml'),
    `probe: public\nevery: 1s\nresolvers:\n${resolvers.join('\n')}\nqueries:\n  - { name: www, qname: www.example.org, qtype: A }\n`,
  );
  writeFileSync(join(folder, 'slos.yaml'), Array.from({ length: SLOS }, (_, i) => sloDocument(i)).join('---\n'));
}

/** Availability and latency of each series. */
function sloDocument(i) {
  const isLatency = i >= SERIES;
  const selector = `probe: public, resolver: ns${i % SERIES}`;
  const good = isLatency
    ? `${selector}, events: within, threshold: ${1 + (i % 50)}ms`
    : `${selector}, events: answered`;
  return `apiVersion: openslo/v1
kind: SLO
metadata: { name: slo-${i} }
spec:
  service: bench
  budgetingMethod: Occurrences
  timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ target: ${isLatency ? 0.95 : 0.999} }]
  indicator:
    metadata: { name: indicator-${i} }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: resolver-slo, spec: { ${good} } } }
        total: { metricSource: { type: resolver-slo, spec: { ${selector}, events: valid } } }
`;
}
