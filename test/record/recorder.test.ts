import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { PHASES } from '../../src/domain/phase.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { NO_OUTCOMES } from '../../src/domain/outcome.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { StoreError } from '../../src/record/errors.js';
import type { RecordStore } from '../../src/record/record-store.js';
import { Recorder } from '../../src/record/recorder.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { encodeCellData } from '../../src/record/cell-data.js';
import { Database } from '../../src/record/store/sqlite/driver.js';
import { failureQuery, timeoutAt } from '../support/failure-samples.js';
import { batchOf, minuteCell, seriesNamed } from '../support/cell-samples.js';
import { RecordingLog } from '../support/recording-log.js';
import { allCells, tempFolder, tempStore } from '../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1, 10);
const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 5 * 365 * DAY_MS };

function recorderAt(store: RecordStore, nowMs: number): Recorder {
  return new Recorder({ store, retention, clock: { nowMs: () => nowMs } });
}

/** A minute of five answers, whose histogram is none. */
function damagedRow(): Buffer {
  const cell = minuteCell({ startMs: T0, rttsUs: [1, 2, 3, 4, 5] });
  return Buffer.from(encodeCellData({ ...cell, answered: Uint8Array.of(255) }));
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

  it('flush() writes the phases of attempts to the histograms of their series and minute', async () => {
    const store = tempStore();
    const recorder = recorderAt(store, T0);
    recorder.add(
      batchOf([
        { atMs: T0 + 100 },
        { atMs: T0 + 200, rttUs: 9000, phasesUs: { connect: 2000, tls: 1900, query: 1800 } },
        { atMs: T0 + 300, outcome: 'timeout', phasesUs: { connect: 1000 } },
        { atMs: T0 + 400, series: seriesNamed('ns2'), phasesUs: { connect: 500 } },
      ]),
    );
    await recorder.flush();
    const timesOf = (bytes: Uint8Array | undefined) =>
      bytes === undefined ? null : [RttHistogram.fromBytes(bytes).count, RttHistogram.fromBytes(bytes).maxUs];
    const [ns1, ns2] = await allCells(store, 'minute');
    expect(PHASES.map((phase) => timesOf(ns1!.phases?.[phase]))).toEqual([
      [2, 2000],
      [1, 1900],
      [1, 1800],
    ]);
    expect(PHASES.map((phase) => timesOf(ns2!.phases?.[phase]))).toEqual([[1, 500], null, null]);
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

  it('flush() keeps failures together with the minutes that count them', async () => {
    const store = tempStore();
    const recorder = recorderAt(store, T0);
    recorder.add(batchOf([{ atMs: T0, outcome: 'timeout' }], undefined, [timeoutAt(T0)]));
    await recorder.flush();
    recorder.add(batchOf([], undefined, [timeoutAt(T0 + 1)]));
    await recorder.flush();
    await recorder.flush();
    expect((await store.failureHistory.failures(failureQuery())).map(({ scheduledAtMs }) => scheduledAtMs)).toEqual([
      T0 + 1,
      T0,
    ]);
  });

  it('flush() writes the minutes even where failures cannot be kept, and says so once', async () => {
    const store = tempStore();
    const log = new RecordingLog();
    const refusing = new Proxy<RecordStore>(store, {
      get: (_, name: keyof RecordStore) =>
        name === 'writeMinutes'
          ? (...[cells, settledToMs, failures]: Parameters<RecordStore['writeMinutes']>) =>
              (failures?.failures.length ?? 0) > 0
                ? Promise.reject(new StoreError('STORE_FULL', 'full'))
                : store.writeMinutes(cells, settledToMs, failures)
          : store[name].bind(store),
    });
    const recorder = new Recorder({ store: refusing, retention, clock: { nowMs: () => T0 }, log });
    for (let second = 0; second < 3; second++) {
      recorder.add(batchOf([{ atMs: T0 + second, outcome: 'timeout' }], undefined, [timeoutAt(T0 + second)]));
      await recorder.flush();
    }
    expect((await allCells(store, 'minute')).map(({ counts }) => counts.timeout)).toEqual([3]);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    await recorder.flush();
    const lost = await store.failureHistory.failureLosses(failureQuery());
    expect(lost).toMatchObject([{ outcome: 'timeout', pushedOut: 3, lastMs: T0 + 2 }]);
  });

  it('flush() keeps the latest failures of an outage of the store, and no more', async () => {
    const store = tempStore();
    const recorder = recorderAt(failing(store, 60), T0);
    for (let second = 0; second < 30; second++) {
      const failures = Array.from({ length: 256 }, (_, index) => {
        const at = second * 256 + index;
        return timeoutAt(T0 + at, { series: seriesNamed(`ns${String(at % 100)}`) });
      });
      recorder.add(batchOf([{ atMs: T0, outcome: 'timeout' }], undefined, failures));
      await expect(recorder.flush()).rejects.toThrow(StoreError);
    }
    await recorder.flush();
    const kept = (await store.failureHistory.failures(failureQuery({ limit: 10_000 }))).map(
      ({ scheduledAtMs }) => scheduledAtMs - T0,
    );
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([1024, 30 * 256 - 1, 30 * 256 - 1024]);
    const gone = (await store.failureHistory.failureLosses(failureQuery())).map(({ pushedOut }) => pushedOut);
    expect(gone.reduce((sum, count) => sum + count, 0)).toBe(30 * 256 - 1024);
  });

  it.each([
    ['begins a minute anew whose row is undecodable', Buffer.from([0x80]), 2, /; the row was 80$/],
    [
      'keeps the outcomes of a minute with a damaged histogram',
      damagedRow(),
      7,
      /^reading a histogram: .* version 255$/,
    ],
  ])('%s, says so, and goes on with the others', async (_, damaged, answered, fault) => {
    const file = join(tempFolder(), 'store.db');
    const store = tempStore({ file });
    const ns2 = seriesNamed('ns2');
    const first = recorderAt(store, T0);
    first.add(batchOf([{ atMs: T0 }, { atMs: T0, series: ns2 }]));
    await first.flush();
    const other = new Database(file);
    other.prepare('UPDATE minutes SET data = ? WHERE series = 1').run(damaged);
    other.close();
    const log = new RecordingLog();
    const second = new Recorder({ store, retention, clock: { nowMs: () => T0 }, log });
    for (let call = 0; call < 2; call++) {
      second.add(batchOf([{ atMs: T0 + 1 }, { atMs: T0 + 1, series: ns2 }]));
      await second.flush();
    }
    expect((await allCells(store, 'minute')).map(({ counts }) => counts.answered)).toEqual([answered, 3]);
    expect(log.lines.filter(({ level }) => level === 'error').map(({ fields }) => fields)).toMatchObject([
      { resolver: 'ns1', minute: '2026-10-01T10:00:00Z', err: { message: expect.stringMatching(fault) as string } },
    ]);
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
