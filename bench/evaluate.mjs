// How fast 400 SLOs are judged over a store of 200 series × 28 days, from a cold start and each
// second after it. Usage: node bench/evaluate.mjs STORE_FILE [--json] [--out FILE]; runs the compiled program.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { Evaluator } from '../dist/app/evaluator.js';
import { evaluateAt } from '../dist/app/evaluate-at.js';
import { openStore } from '../dist/record/store/sqlite/open-store.js';
import { plainSlo } from './support/plain-slo.mjs';

const SLO_COUNT = 400;
const COLD_LIMIT_MS = 5_000;
// A tenth of each second may go into judging; on an idle machine it is a fraction of that.
const SECOND_LIMIT_MS = 100;
const MEMORY_LIMIT_MB = 500;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const SECONDS = 120;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, out: { type: 'string' } },
});
const [storeFile] = positionals;
if (storeFile === undefined) {
  console.error('usage: node bench/evaluate.mjs STORE_FILE [--json] [--out FILE]');
  process.exit(2);
}

const store = openStore({ file: storeFile, access: 'read-only' });
const series = await store.series();
const slos = makeSlos(series, SLO_COUNT);
const endMs = await lastMinuteMs(store);
const roundMsOf = () => 1_000;
const alertStates = { loadAlertStates: () => Promise.resolve([]), saveAlertStates: () => Promise.resolve() };

let cold = [];
const coldMs = await timed(async () => {
  cold = await evaluateAt({ history: store, alertStates: null, roundMsOf }, slos, endMs);
});
if (cold.some(({ valid }) => valid === 0)) throw new Error('every SLO must have data, or nothing was measured');
const seconds = await timeSeconds();
const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);
await store.close();

const result = {
  series: series.length,
  slos: slos.length,
  coldMs: Math.round(coldMs),
  secondMs: { p50: quantile(seconds, 0.5), p99: quantile(seconds, 0.99), max: quantile(seconds, 1) },
  maxRssMb: rssMb,
};
const holds = coldMs <= COLD_LIMIT_MS && result.secondMs.p50 <= SECOND_LIMIT_MS && rssMb <= MEMORY_LIMIT_MB;
if (values.out !== undefined) save(values.out, { what: 'evaluating, cold and each second', ...result, holds });
if (values.json === true) console.log(JSON.stringify({ ...result, holds }));
else console.log(`${JSON.stringify(result, null, 2)}\n${holds ? 'holds' : 'DOES NOT HOLD'}`);
process.exitCode = holds ? 0 : 1;

/** Evaluates as the daemon does, once for each second of two minutes before the end of the store. */
async function timeSeconds() {
  const evaluator = new Evaluator({ history: store, alertStates, slos, roundMsOf });
  const startMs = endMs - SECONDS * 1_000;
  await evaluator.evaluate(startMs, startMs - 5_000);
  const durations = [];
  for (let nowMs = startMs; nowMs < endMs; nowMs += 1_000) {
    durations.push(await timed(() => evaluator.evaluate(nowMs, nowMs - 5_000)));
  }
  return durations;
}

/** Availability and latency for each series, or for what a glob selects where there are fewer series. */
function makeSlos(stored, count) {
  return Array.from({ length: count }, (_, i) => {
    const { series: one } = stored[i % stored.length];
    const isWide = i % 20 === 0;
    const selector = {
      probe: [one.probe],
      resolver: isWide ? null : [one.resolver],
      query: isWide ? null : [one.query],
      vantage: null,
    };
    const slo = plainSlo(`slo-${i}`, selector, i % 2 === 1 ? 1_000 * (1 + (i % 50)) : null);
    return i % 4 === 0 ? { ...slo, periodMs: 7 * DAY_MS, periodText: '7d' } : slo;
  });
}

/** End of the last minute in the store. */
async function lastMinuteMs(history) {
  let lastMs = 0;
  const { daysToMs } = await history.rolledUp();
  const query = {
    seriesIds: [series[0].id],
    resolution: 'minute',
    fromMs: daysToMs - 5 * DAY_MS,
    toMs: daysToMs + 2 * DAY_MS,
  };
  await history.scanCells(query, (cell) => (lastMs = cell.startMs + MINUTE_MS));
  return lastMs;
}

async function timed(run) {
  const startedAtMs = performance.now();
  await run();
  return performance.now() - startedAtMs;
}

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? NaN) * 10) / 10;
}

function save(out, found) {
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify({ ...found, machine, measuredAt: new Date().toISOString() }, null, 2)}\n`);
}
