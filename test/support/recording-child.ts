/**
 * A process that records an attempt of each of three series every few milliseconds, writes every
 * 50 ms and tells after each write how many attempts it has written. To be killed at any moment.
 * Started with the database file and the time of its first attempt.
 */
import { MINUTE_MS, systemClock } from '../../src/domain/clock.js';
import { Recorder } from '../../src/record/recorder.js';
import { openStore } from '../../src/record/store/sqlite/open-store.js';
import { batchOf, seriesNamed } from './cell-samples.js';

const [, , file = '', startMs = '0'] = process.argv;
const store = openStore({ file, access: 'daemon' });
const dayMs = 1440 * MINUTE_MS;
const recorder = new Recorder({
  store,
  retention: { minutesMs: 100 * dayMs, hoursMs: 400 * dayMs, daysMs: 1825 * dayMs },
  clock: systemClock,
});

const SERIES = ['ns1', 'ns2', 'ns3'].map(seriesNamed);
/** Attempts are 7 s apart, so that minutes and hours pass quickly. */
const STEP_MS = 7000;

let written = 0;
setInterval(() => {
  const rounds = [0, 1, 2, 3, 4].map((round) => Number(startMs) + (written + round) * STEP_MS);
  recorder.add(batchOf(rounds.flatMap((atMs) => SERIES.map((series) => ({ series, atMs })))));
  written += rounds.length;
  void recorder.flush().then(() => process.send?.(written));
}, 50);
