// Runs every benchmark, one after the other, and writes what each found to bench/results/.
// `npm run bench -- NAME …` runs only those named; the names are those below.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const keep = mkdtempSync(join(tmpdir(), 'resolver-slo-bench-'));
const history = join(keep, 'history.db');
const results = `${root}bench/results`;

/**
 * Name → command. `evaluate`, `slo-command` and `judge` read the database that `store` leaves. The long form
 * of a test is that test, told so by RESOLVER_SLO_LONG.
 */
const BENCHMARKS = {
  store: [process.execPath, 'bench/store.mjs', '--keep', history, '--out', `${results}/store.json`],
  'slo-command': [process.execPath, 'bench/slo-command.mjs', history, '--out', `${results}/slo-command.json`],
  evaluate: [process.execPath, 'bench/evaluate.mjs', history, '--out', `${results}/evaluate.json`],
  judge: [process.execPath, 'bench/judge.mjs', history, '--out', `${results}/judge.json`],
  site: [process.execPath, 'bench/site.mjs', '--out', `${results}/site.json`],
  'main-job': ['npx', 'vitest', 'run', 'test/real/main-job.test.ts'],
  balancer: ['npx', 'vitest', 'run', 'test/real/balancer.test.ts'],
  'stopped-daemon': ['npx', 'vitest', 'run', 'test/real/stopped-daemon.test.ts'],
  rtt: [process.execPath, 'bench/measure/rtt.mjs'],
  'known-delay': [process.execPath, 'bench/measure/known-delay.mjs'],
  busy: [process.execPath, 'bench/measure/busy.mjs'],
  rate: [process.execPath, 'bench/measure/rate.mjs'],
  cpu: [process.execPath, 'bench/measure/cpu.mjs'],
  many: [process.execPath, 'bench/measure/many.mjs'],
  // Last: the guide's table and plot, from the results of those above.
  'accuracy-docs': [process.execPath, 'bench/measure/accuracy-docs.mjs'],
};

const READ_HISTORY = ['slo-command', 'evaluate', 'judge'];

const named = process.argv.slice(2);
const wanted = named.some((name) => READ_HISTORY.includes(name)) ? ['store', ...named] : named;
const unknown = wanted.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0) {
  console.error(`no such benchmark: ${unknown.join(', ')}; there are: ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exit(2);
}

mkdirSync(results, { recursive: true });
let failed = 0;
for (const [name, [command, ...args]] of Object.entries(BENCHMARKS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n== ${name}`);
  const env = { ...process.env, RESOLVER_SLO_LONG: '1' };
  if (spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status !== 0) failed++;
}
rmSync(keep, { recursive: true, force: true });
process.exitCode = failed === 0 ? 0 : 1;
