// How much room history takes, and how fast a backfill goes while a daemon writes.
//   node bench/store.mjs [--days N] [--out FILE] [--keep FILE]
// Without --days it is 28 days of 200 series. --keep leaves the database of measured history there,
// for benchmarks that read it.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { seededRandom } from '../dist/lab/seeded-random.js';
import { runChild } from './support/child.mjs';
import { MEDIAN_US, SIGMA } from './support/log-normal-cells.mjs';
import { writeNdjson } from './support/write-ndjson.mjs';

const FULL_DAYS = 28;
const SERIES = 200;
const ATTEMPTS = 60;
const LIMITS = { bytesPerSeriesMinute: 150, linesPerSecond: 50_000, peakRssMb: 500 };

const { values } = parseArgs({
  options: { days: { type: 'string', default: String(FULL_DAYS) }, out: { type: 'string' }, keep: { type: 'string' } },
});
const days = Number(values.days);
if (!Number.isInteger(days) || days < 1) {
  console.error(`--days: a whole number of days from 1 on is required, found ${values.days}`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'resolver-slo-bench-'));
try {
  const result = await measure(folder);
  console.log(JSON.stringify(result, null, 2));
  const out = values.out ?? (days === FULL_DAYS ? fileURLToPath(new URL('results/store.json', import.meta.url)) : null);
  if (out !== null) save(out, result);
  if (result.missed.length > 0) {
    console.error(`missed: ${result.missed.join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(folder) {
  const file = join(folder, 'store.db');
  const history = await measureHistory(file);
  if (values.keep !== undefined) copyFileSync(file, values.keep);
  const imports = {};
  for (const order of ['time', 'series']) imports[order] = await measureImport(file, folder, order);
  const result = {
    what: `${String(SERIES)} series, ${String(days)} days of minutes, ${String(ATTEMPTS)} attempts each, log-normal (median ${String(MEDIAN_US)} µs, sigma ${String(SIGMA)})`,
    machine: { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length },
    history,
    imports,
  };
  return { ...result, limits: LIMITS, missed: missed(result) };
}

async function measureHistory(file) {
  // A whole day in the past, so that the imports that follow lie beside it.
  const endMs = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 2 * 86_400_000;
  const input = { file, seriesCount: SERIES, days, endMs, attempts: ATTEMPTS };
  const { seconds, seriesMinutes, peakRssMb } = await runChild('write-history.mjs', input).done;
  const bytes = statSync(file).size;
  return {
    seriesMinutes,
    databaseBytes: bytes,
    bytesPerSeriesMinute: round(bytes / seriesMinutes),
    seconds: round(seconds),
    seriesMinutesPerSecond: Math.round(seriesMinutes / seconds),
    peakRssMb,
  };
}

/** Imports up to a day before the running one while a daemon writes the running minute each second. */
async function measureImport(file, folder, order) {
  const ndjson = join(folder, `${order}.ndjson`);
  const toMs = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  const fromMs = toMs - Math.min(1440, days * 90) * 60_000;
  await writeNdjson({ path: ndjson, seriesCount: SERIES, fromMs, toMs, order, random: seededRandom(3) });
  const daemon = await startDaemon(file);
  const imported = await runChild('import-lines.mjs', { file, ndjson }).done;
  daemon.child.send('stop');
  const { flushes, failedFlushes, flushMs } = await daemon.done;
  const linesPerSecond = Math.round(imported.lines / imported.seconds);
  return {
    ...imported,
    seconds: round(imported.seconds),
    readSeconds: round(imported.readSeconds),
    linesPerSecond,
    daemon: { flushes, failedFlushes, flushMs },
  };
}

function startDaemon(file) {
  return new Promise((resolve, reject) => {
    const daemon = runChild('write-as-daemon.mjs', { file, seriesCount: SERIES }, (message) => {
      if (message === 'ready') resolve(daemon);
    });
    daemon.done.catch(reject);
  });
}

function missed({ history, imports }) {
  const found = [];
  if (history.bytesPerSeriesMinute > LIMITS.bytesPerSeriesMinute) found.push('bytesPerSeriesMinute');
  if (history.peakRssMb > LIMITS.peakRssMb) found.push('history peakRssMb');
  for (const [order, { linesPerSecond, peakRssMb, daemon }] of Object.entries(imports)) {
    if (linesPerSecond < LIMITS.linesPerSecond) found.push(`linesPerSecond by ${order}`);
    if (peakRssMb > LIMITS.peakRssMb) found.push(`import peakRssMb by ${order}`);
    if (daemon.failedFlushes > 0) found.push(`failedFlushes by ${order}`);
  }
  return found;
}

function save(out, result) {
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, `${JSON.stringify({ ...result, measuredAt: new Date().toISOString() }, null, 2)}\n`);
}

function round(value) {
  return Math.round(value * 100) / 100;
}
