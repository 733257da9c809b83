// Measures nothing, but writes each second what a daemon with this many series would, until told to stop.
import { performance } from 'node:perf_hooks';

import { BatchBuilder } from '../../dist/measure/batch-builder.js';
import { openStore } from '../../dist/record/store/sqlite/open-store.js';
import { Recorder } from '../../dist/record/recorder.js';
import { logNormalRttUs } from './log-normal-cells.mjs';
import { seededRandom } from '../../dist/lab/seeded-random.js';

const { file, seriesCount } = JSON.parse(process.argv[2]);
const DAY_MS = 86_400_000;
const clock = { nowMs: () => Date.now() };
const store = openStore({ file, access: 'daemon', clock });
const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 1825 * DAY_MS };
const recorder = new Recorder({ store, retention, clock });
const series = Array.from({ length: seriesCount }, (_, index) => ({
  vantage: 'daemon',
  probe: 'public',
  resolver: `ns${String(index)}`,
  query: 'www',
}));
const random = seededRandom(2);
const batch = new BatchBuilder();
const flushMs = [];
const failures = [];
let attempts = 0;
let isStopping = false;
process.on('message', () => (isStopping = true));
process.send('ready');

for (let nextMs = performance.now(); !isStopping; nextMs += 1000) {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, nextMs - performance.now())));
  const nowMs = Date.now();
  for (const one of series) batch.addAttempt(one, nowMs, 'answered', logNormalRttUs(random));
  recorder.add(batch.take(nowMs, 'user'));
  attempts += series.length;
  const startedAt = performance.now();
  await recorder.flush().catch((error) => failures.push(error.code));
  flushMs.push(performance.now() - startedAt);
}
await recorder.flush();
store.close();
flushMs.sort((a, b) => a - b);
process.send({
  flushes: flushMs.length,
  failedFlushes: failures.length,
  flushMs: { p50: Math.round(flushMs[flushMs.length >> 1] ?? 0), max: Math.round(flushMs.at(-1) ?? 0) },
  attempts,
});
process.disconnect();
