import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { NO_OUTCOMES } from '../../src/domain/outcome.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { StoreError } from '../../src/record/errors.js';
import type { RecordStore } from '../../src/record/record-store.js';
import { Recorder } from '../../src/record/recorder.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { batchOf, minuteCell, seriesNamed } from '../support/cell-samples.js';
import { RecordingLog } from '../support/recording-log.js';
import { allCells, tempStore } from '../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1, 10);
const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 5 * 365 * DAY_MS };

function recorderAt(store: RecordStore, nowMs: number): Recorder {
  return new Recorder({ store, retention, clock: { nowMs: () => nowMs } });
}

/** The store with `writeMinutes()` failing as often as wanted. */
function failing(store: SqliteStore, times: number): RecordStore {
  let left = times;
  return new Proxy<RecordStore>(store, {
    get: (_, name: keyof RecordStore) => {
      if (name === 'writeMinutes' && left-- > 0) return () => Promise.reject(new StoreError('STORE_FULL', 'full'));
      return store[name].bind(store);
    },
  });
}

describe('Recorder', () => {
  it('flush() writes counts, both histograms and coverage of each series and minute', async () => {
    const store = tempStore();
    const recorder = recorderAt(store, T0);
    recorder.add(
      batchOf([
        { atMs: T0 + 100, rttUs: 1500 },
        { atMs: T0 + 59_999, outcome: 'wrong_rcode', rttUs: 700 },
        { atMs: T0 + 60_000, outcome: 'prober_error' },
        { atMs: T0 + 30_000, series: seriesNamed('ns2'), outcome: 'timeout' },
      ]),
    );
    await recorder.flush();
    const cells = await allCells(store, 'minute');
    expect(cells.map(({ seriesId, startMs, counts }) => ({ seriesId, startMs, counts }))).toEqual([
      { seriesId: 1, startMs: T0, counts: { ...NO_OUTCOMES, answered: 1, wrong_rcode: 1 } },
      { seriesId: 2, startMs: T0, counts: { ...NO_OUTCOMES, timeout: 1 } },
      { seriesId: 1, startMs: T0 + MINUTE_MS, counts: { ...NO_OUTCOMES, prober_error: 1 } },
    ]);
    expect(cells.map((cell) => cell.coveredMinutes.length > 0)).toEqual([true, true, false]);
    expect(RttHistogram.fromBytes(cells[0]!.answered!).countUpTo(1500)).toBe(1);
    expect(RttHistogram.fromBytes(cells[0]!.otherReplies!).maxUs).toBe(700);
    expect(await store.series()).toEqual([
      { id: 1, series: seriesNamed('ns1') },
      { id: 2, series: seriesNamed('ns2') },
    ]);
  });

  it('flush() replaces the running minute, so that flushing again counts nothing twice', async () => {
    const store = tempStore();
    const recorder = recorderAt(store, T0);
    for (let second = 0; second < 5; second++) {
      recorder.add(batchOf([{ atMs: T0 + second * 1000 }]));
      await recorder.flush();
      await recorder.flush();
    }
    expect((await allCells(store, 'minute')).map((cell) => cell.counts.answered)).toEqual([5]);
  });

  it('flush() keeps everything after a failure and writes it with the next call', async () => {
    const store = tempStore();
    const recorder = recorderAt(failing(store, 2), T0);
    recorder.add(batchOf([{ atMs: T0 }, { atMs: T0 + 61_000 }]));
    await expect(recorder.flush()).rejects.toThrow(StoreError);
    expect(recorder.settledToMs).toBe(T0);
    recorder.add(batchOf([{ atMs: T0 + 1000 }]));
    await expect(recorder.flush()).rejects.toThrow(StoreError);
    await recorder.flush();
    expect(recorder.settledToMs).toBe(T0 + MINUTE_MS);
    expect((await allCells(store, 'minute')).map((cell) => cell.counts.answered)).toEqual([2, 1]);
  });

  it('flush() begun while another runs writes what was added in between', async () => {
    const store = tempStore();
    const recorder = recorderAt(store, T0);
    recorder.add(batchOf([{ atMs: T0 }]));
    const first = recorder.flush();
    await Promise.resolve();
    recorder.add(batchOf([{ atMs: T0 + 1000 }]));
    const second = recorder.flush();
    await Promise.all([first, second]);
    expect((await allCells(store, 'minute')).map((cell) => cell.counts.answered)).toEqual([2]);
  });

  it('flush() does not fail when only rolling up does: that is logged and tried again after a minute', async () => {
    const store = tempStore();
    let tries = 0;
    const broken = new Proxy<RecordStore>(store, {
      get: (_, name: keyof RecordStore) =>
        name === 'rollUpStep'
          ? () => Promise.reject(new StoreError('STORE_CORRUPT', `try ${String(++tries)}`))
          : store[name].bind(store),
    });
    let nowMs = T0;
    const log = new RecordingLog();
    const recorder = new Recorder({ store: broken, retention, clock: { nowMs: () => nowMs }, log });
    recorder.add(batchOf([{ atMs: T0 }]));
    await recorder.flush();
    await recorder.flush();
    expect([tries, log.lines.filter(({ level }) => level === 'error').length]).toEqual([1, 1]);
    nowMs += MINUTE_MS;
    await recorder.flush();
    expect(tries).toBe(2);
    expect(await allCells(store, 'minute')).toHaveLength(1);
  });

  it('flush() writes all of a long outage of the store once it is over', async () => {
    const store = tempStore();
    const recorder = recorderAt(failing(store, 120), T0);
    const series = Array.from({ length: 60 }, (_, index) => seriesNamed(`ns${String(index)}`));
    for (let minute = 0; minute < 120; minute++) {
      const atMs = T0 + minute * MINUTE_MS;
      recorder.add(batchOf(series.map((one) => ({ series: one, atMs, rttUs: 1000 + minute }))));
      await expect(recorder.flush()).rejects.toThrow(StoreError);
    }
    await recorder.flush();
    const cells = await allCells(store, 'minute');
    expect([cells.length, cells.every(({ counts }) => counts.answered === 1)]).toEqual([7200, true]);
    expect(recorder.settledToMs).toBe(T0 + 119 * MINUTE_MS);
  });

  it('adds to the minute that an earlier process began, once', async () => {
    const store = tempStore();
    const first = recorderAt(store, T0);
    first.add(batchOf([{ atMs: T0 + 1000, rttUs: 900 }]));
    await first.flush();
    const second = recorderAt(failing(store, 1), T0 + 5000);
    second.add(batchOf([{ atMs: T0 + 6000, rttUs: 1100 }]));
    await expect(second.flush()).rejects.toThrow(StoreError);
    second.add(batchOf([{ atMs: T0 + 7000, outcome: 'timeout' }]));
    await second.flush();
    const [cell] = await allCells(store, 'minute');
    expect(cell!.counts).toEqual({ ...NO_OUTCOMES, answered: 2, timeout: 1 });
    expect(RttHistogram.fromBytes(cell!.answered!).count).toBe(2);
  });

  it('settledToMs follows the final minutes that were written and never falls', async () => {
    const recorder = recorderAt(tempStore(), T0 + 30_000);
    expect(recorder.settledToMs).toBe(T0);
    recorder.add(batchOf([{ atMs: T0 + 31_000 }], T0 + 3 * MINUTE_MS + 500));
    expect(recorder.settledToMs).toBe(T0);
    await recorder.flush();
    expect(recorder.settledToMs).toBe(T0 + 3 * MINUTE_MS);
    recorder.add(batchOf([], T0 + MINUTE_MS));
    await recorder.flush();
    expect(recorder.settledToMs).toBe(T0 + 3 * MINUTE_MS);
  });

  it('raises the version only when a final minute changes', async () => {
    const store = tempStore();
    const recorder = recorderAt(store, T0);
    recorder.add(batchOf([{ atMs: T0 + 59_000 }], T0 + 2 * MINUTE_MS));
    await recorder.flush();
    expect(await store.version()).toBe(0);
    recorder.add(batchOf([{ atMs: T0 + 59_500 }], T0 + 2 * MINUTE_MS));
    await recorder.flush();
    expect(await store.version()).toBe(1);
    expect((await allCells(store, 'minute')).map((cell) => cell.counts.answered)).toEqual([2]);
  });

  it('rolls a completed hour up, and makes it afresh when an attempt comes late', async () => {
    const store = tempStore();
    const recorder = recorderAt(store, T0);
    recorder.add(batchOf([{ atMs: T0 + 1000 }, { atMs: T0 + 59 * MINUTE_MS }], T0 + HOUR_MS));
    await recorder.flush();
    expect((await allCells(store, 'hour')).map((cell) => [cell.startMs, cell.counts.answered])).toEqual([[T0, 2]]);
    recorder.add(batchOf([{ atMs: T0 + 2000, outcome: 'timeout' }], T0 + HOUR_MS));
    await recorder.flush();
    const [hour] = await allCells(store, 'hour');
    expect(hour!.counts).toEqual({ ...NO_OUTCOMES, answered: 2, timeout: 1 });
  });

  it('drops attempts of minutes that are no longer kept', async () => {
    const store = tempStore();
    await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes([minuteCell({ startMs: T0 - 200 * DAY_MS, rttsUs: [1] })], 0);
    const recorder = recorderAt(store, T0);
    recorder.add(batchOf([{ atMs: T0 }], T0));
    for (let call = 0; call < 3; call++) await recorder.flush();
    recorder.add(batchOf([{ atMs: T0 - 150 * DAY_MS }, { atMs: T0 + 1 }], T0));
    await recorder.flush();
    expect((await allCells(store, 'minute')).map((cell) => [cell.startMs, cell.counts.answered])).toEqual([[T0, 2]]);
  });
});
