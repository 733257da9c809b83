// How fast a thousand SLOs of every kind are judged over 200 series × 28 days of minutes: the first time,
// each minute after it, and one of them at any instant of the past. Beside it, in the same run, Prometheus
// evaluates recording rules as Sloth writes them, eight windows for each SLO, over the same series.
//   node bench/judge.mjs STORE_FILE [--ticks N] [--instants N] [--rule-minutes N] [--out FILE]
// STORE_FILE is the database that bench/store.mjs --keep leaves. --rule-minutes 0 leaves Prometheus out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { openStore } from '../dist/record/store/sqlite/open-store.js';
import { runChild } from './support/child.mjs';
import { makeSite, PROGRAM } from './support/judge-site.mjs';
import { measureRules } from './support/prometheus-rules.mjs';
import { KIND_COUNTS } from './support/thousand-slos.mjs';

const LIMITS = { firstSeconds: 5, tickCpuMs: 250, peakRssMb: 300, instantMs: 200 };
const HOUR_MS = 3_600_000;
/** Loaded into a process: says at its end how much CPU it took. */
const REPORT_CPU = `data:text/javascript,process.on('exit',()=>{const{userCPUTime:u,systemCPUTime:s}=process.resourceUsage();process.stderr.write('CPU '+Math.round((u+s)/1000)+'\\n')})`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ticks: { type: 'string', default: '60' },
    instants: { type: 'string', default: '20' },
    'rule-minutes': { type: 'string', default: '3' },
    out: { type: 'string' },
  },
});
const [file] = positionals;
if (file === undefined) {
  console.error('usage: node bench/judge.mjs STORE_FILE [--ticks N] [--instants N] [--rule-minutes N] [--out FILE]');
  process.exit(2);
}

const { startMs, endMs, series } = await extent();
// The first start ever reads all minutes; it keeps what slices came to, and later starts read the rest.
const made = await runChild('judge-ticks.mjs', { file, endMs, ticks: 0 }).done;
const ticks = await runChild('judge-ticks.mjs', { file, endMs, ticks: Number(values.ticks) }).done;
const lastDays = { startMs: Math.max(startMs + HOUR_MS, endMs - 48 * HOUR_MS), endMs };
const past = await runChild('judge-instants.mjs', { file, ...lastDays, instants: Number(values.instants) }).done;
const result = {
  what: `1,000 SLOs over ${String(series)} series × ${String(Math.round((endMs - startMs) / 86_400_000))} days of minutes`,
  slos: { ...KIND_COUNTS, withData: ticks.withData },
  windows: ticks.windows,
  firstEver: { ...rounded(made.first), peakRssMb: made.peakRssMb },
  first: rounded(ticks.first),
  minute: {
    cpuMs: spread(ticks.minutes.map(({ cpuMs }) => cpuMs)),
    wallMs: spread(ticks.minutes.map(({ wallMs }) => wallMs)),
  },
  secondsBetween: { cpuMs: spread(ticks.seconds.map(({ cpuMs }) => cpuMs)) },
  peakRssMb: ticks.peakRssMb,
  instantMs: Object.fromEntries(Object.entries(past.wallMs).map(([kind, wallMs]) => [kind, spread(wallMs)])),
  unkeptInstantMs: Object.fromEntries(
    Object.entries(past.unkeptWallMs).map(([kind, wallMs]) => [kind, spread(wallMs)]),
  ),
  command: commandMs(),
  prometheus: await measureRules({ file, minutes: Number(values['rule-minutes']) }),
};
const missed = missedLimits();
tell({ ...result, limits: LIMITS, missed });
process.exitCode = missed.length === 0 ? 0 : 1;

/** The time that the store covers. */
async function extent() {
  const store = openStore({ file, access: 'read-only' });
  const all = await store.series();
  const firstMs = await store.firstCellMs();
  const { daysToMs } = await store.rolledUp();
  let lastMs = 0;
  const query = {
    seriesIds: [all[0].id],
    resolution: 'minute',
    fromMs: daysToMs - 120 * HOUR_MS,
    toMs: daysToMs + 48 * HOUR_MS,
  };
  await store.scanCells(query, (cell) => (lastMs = cell.startMs + 60_000));
  store.close();
  return { startMs: firstMs, endMs: lastMs, series: all.length };
}

/** `slo NAME --json --at`, from the start of its process to its end; beside it a process that does nothing. */
function commandMs() {
  const site = makeSite(file, series);
  try {
    const at = new Date(endMs - 5 * HOUR_MS).toISOString();
    const asked = site.names.map((name) => {
      const { stdout, ...took } = runNode([PROGRAM, 'slo', name, '--json', '--at', at, '-c', site.config]);
      if (!(JSON.parse(stdout)[0].valid > 0)) throw new Error(`slo ${name}: ${stdout}`);
      return [name, took];
    });
    const { wallMs, cpuMs } = runNode(['--eval', '0']);
    return { ...Object.fromEntries(asked), 'node alone': { wallMs, cpuMs } };
  } finally {
    site.remove();
  }
}

function runNode(args) {
  const startedAt = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', REPORT_CPU, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
  return { wallMs: Math.round(performance.now() - startedAt), cpuMs: Number(/CPU (\d+)/.exec(stderr)?.[1]), stdout };
}

function missedLimits() {
  const slowest = Math.max(...Object.values(result.instantMs).map(({ max }) => max));
  return Object.entries({
    [`the first evaluation in ${String(LIMITS.firstSeconds)} s`]: result.first.wallMs <= LIMITS.firstSeconds * 1_000,
    [`each minute in ${String(LIMITS.tickCpuMs)} ms of CPU`]: result.minute.cpuMs.max <= LIMITS.tickCpuMs,
    [`${String(LIMITS.peakRssMb)} MB`]: result.peakRssMb <= LIMITS.peakRssMb,
    [`any instant in ${String(LIMITS.instantMs)} ms`]: slowest <= LIMITS.instantMs,
    'data for every SLO': result.slos.withData === 1_000,
  }).flatMap(([what, holds]) => (holds ? [] : [what]));
}

function rounded(figures) {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 10) / 10]));
}

function spread(found) {
  const sorted = [...found].sort((a, b) => a - b);
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)];
  return rounded({ median: at(0.5), max: at(1) });
}

function tell(found) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  const text = `${JSON.stringify({ ...found, machine, measuredAt: new Date().toISOString() }, null, 2)}\n`;
  console.log(text);
  if (missed.length > 0) console.error(`missed: ${missed.join('; ')}`);
  if (values.out === undefined) return;
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, text);
}
