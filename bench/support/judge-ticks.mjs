// A process that judges a thousand SLOs as the daemon does: once when it starts, then every minute.
import { performance } from 'node:perf_hooks';

import { Evaluator } from '../../dist/app/evaluator.js';
import { openStore } from '../../dist/record/store/sqlite/open-store.js';
import { peakRssMb } from './child.mjs';
import { thousandSlos } from './thousand-slos.mjs';

const { file, endMs, ticks } = JSON.parse(process.argv[2]);
// As the daemon: slices are kept by the hour.
const store = openStore({ file, access: 'daemon' });
const slos = thousandSlos(await store.series());
const alertStates = { loadAlertStates: () => Promise.resolve([]), saveAlertStates: () => Promise.resolve() };
const evaluator = new Evaluator({
  history: store,
  alertStates,
  sliceHours: store.sliceHours,
  slos,
  roundMsOf: () => 1_000,
});

const startMs = endMs - (ticks + 1) * 60_000;
const first = await measured(startMs);
const minutes = [];
const seconds = [];
for (let i = 1; i <= ticks; i++) {
  minutes.push(await measured(startMs + i * 60_000));
  seconds.push(await measured(startMs + i * 60_000 + 1_000));
}
const { statuses } = await evaluator.evaluate(endMs - 49_000, endMs - 60_000);
store.close();
process.send({
  first,
  minutes,
  seconds,
  withData: statuses.filter(({ valid }) => valid > 0).length,
  windows: Object.keys(statuses[0].burnRates).length + 1,
  peakRssMb: peakRssMb(),
});

/** What one evaluation takes, ten seconds into a minute, when the one before has just become final. */
async function measured(minuteMs) {
  const [cpu, startedAt] = [process.cpuUsage(), performance.now()];
  const nowMs = minuteMs + 10_000;
  await evaluator.evaluate(nowMs, nowMs - 5_000);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - startedAt };
}
