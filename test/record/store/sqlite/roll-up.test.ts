import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Cell } from '../../../../src/domain/cell.js';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import { CellMerger } from '../../../../src/record/merge-cells.js';
import type { SqliteStore } from '../../../../src/record/store/sqlite/sqlite-store.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { allCells, tempStore } from '../../../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1);

async function rollUp(store: SqliteStore, settledToMs: number): Promise<number> {
  let steps = 0;
  while (await store.rollUpStep(settledToMs)) steps++;
  return steps;
}

/** The cells that minutes must make, in the store's order. */
function merged(minutes: readonly Cell[], widthMs: number): Cell[] {
  const merger = new CellMerger();
  const groups = new Map<string, Cell[]>();
  for (const cell of minutes) {
    const key = `${String(floorTo(cell.startMs, widthMs)).padStart(15)} ${String(cell.seriesId).padStart(5)}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, parts]) => {
      const startMs = Number(key.slice(0, 15));
      return {
        seriesId: Number(key.slice(16)),
        startMs,
        source: 0,
        ...merger.merge(startMs, parts, () => expect.unreachable()),
      };
    });
}

const plain = (cells: readonly Cell[]) =>
  cells.map((cell) => ({
    ...cell,
    answered: cell.answered && [...cell.answered],
    coveredMinutes: [...cell.coveredMinutes],
  }));

describe('SqliteStore.rollUpStep()', () => {
  it('makes hours and days that are the merge of their minutes', async () => {
    const minute = fc.record({
      seriesId: fc.integer({ min: 1, max: 60 }),
      offset: fc.nat(3 * 1440 - 1),
      rttsUs: fc.array(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 4 }),
      timeout: fc.nat(2),
      prober_error: fc.nat(1),
    });
    const minutes = fc.uniqueArray(minute, {
      maxLength: 60,
      selector: ({ seriesId, offset }) => `${String(seriesId)} ${String(offset)}`,
    });
    await fc.assert(
      fc.asyncProperty(minutes, async (given) => {
        const store = tempStore();
        for (let id = 1; id <= 60; id++) await store.seriesId(seriesNamed(`ns${String(id)}`));
        const cells = given.map(({ offset, seriesId, rttsUs, ...others }) =>
          minuteCell({ seriesId, startMs: T0 + offset * MINUTE_MS, rttsUs, others }),
        );
        await store.writeMinutes(cells, 0);
        await rollUp(store, T0 + 3 * DAY_MS);
        const stored = await allCells(store, 'minute');
        expect(plain(await allCells(store, 'hour'))).toEqual(plain(merged(stored, HOUR_MS)));
        expect(plain(await allCells(store, 'day'))).toEqual(plain(merged(stored, DAY_MS)));
        store.close();
      }),
      { numRuns: 15 },
    );
  });

  it('leaves an hour alone until all its minutes are settled', async () => {
    const store = tempStore();
    await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes([minuteCell({ startMs: T0, rttsUs: [1] })], 0);
    await rollUp(store, T0 + HOUR_MS - MINUTE_MS);
    expect(await allCells(store, 'hour')).toEqual([]);
    expect(await store.rolledUp()).toMatchObject({ hoursToMs: T0, daysToMs: T0 });
    await rollUp(store, T0 + HOUR_MS);
    expect(await store.rolledUp()).toMatchObject({ hoursToMs: expect.any(Number) as number });
    expect((await allCells(store, 'hour')).length).toBe(1);
  });

  it('doing it again, also after a restart, changes nothing', async () => {
    const store = tempStore();
    await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes([minuteCell({ startMs: T0 + 5 * MINUTE_MS, rttsUs: [70] })], 0);
    await rollUp(store, T0 + 2 * DAY_MS);
    const before = [plain(await allCells(store, 'hour')), plain(await allCells(store, 'day'))];
    expect(await rollUp(store, T0 + 2 * DAY_MS)).toBe(0);
    // A minute that comes late sends it back.
    await store.writeMinutes([minuteCell({ startMs: T0 + 5 * MINUTE_MS, rttsUs: [70] })], T0 + DAY_MS);
    expect(await store.rolledUp()).toMatchObject({ hoursToMs: T0, daysToMs: T0 });
    expect(await rollUp(store, T0 + 2 * DAY_MS)).toBeGreaterThan(0);
    expect([plain(await allCells(store, 'hour')), plain(await allCells(store, 'day'))]).toEqual(before);
  });

  it('leaps over years in which nothing was measured', async () => {
    const store = tempStore();
    await store.seriesId(seriesNamed('ns1'));
    const later = T0 + 20 * 365 * DAY_MS;
    await store.writeMinutes(
      [minuteCell({ startMs: T0, rttsUs: [1] }), minuteCell({ startMs: later, rttsUs: [2] })],
      0,
    );
    expect(await rollUp(store, later + 2 * DAY_MS)).toBeLessThan(60);
    expect((await allCells(store, 'day')).map((cell) => cell.startMs)).toEqual([T0, floorTo(later, DAY_MS)]);
  });

  it('a minute that comes late while its hour is being made is in it', async () => {
    const store = tempStore();
    for (let id = 1; id <= 80; id++) await store.seriesId(seriesNamed(`ns${String(id)}`));
    await store.writeMinutes(
      Array.from({ length: 80 }, (_, index) => minuteCell({ seriesId: index + 1, startMs: T0, rttsUs: [9] })),
      0,
    );
    expect(await store.rollUpStep(T0 + HOUR_MS)).toBe(true);
    await store.writeMinutes([minuteCell({ seriesId: 1, startMs: T0 + MINUTE_MS, rttsUs: [9, 9] })], T0 + HOUR_MS);
    await rollUp(store, T0 + HOUR_MS);
    const hours = await allCells(store, 'hour');
    expect([hours.length, hours[0]!.counts.answered, hours[1]!.counts.answered]).toEqual([80, 3, 1]);
  });

  it('rolledUp() reaches up to now where the daemon measured nothing of its own', async () => {
    const nowMs = T0 + 5 * HOUR_MS + 12_345;
    const store = tempStore({ clock: { nowMs: () => nowMs } });
    expect(await store.rolledUp()).toMatchObject({ hoursToMs: T0 + 5 * HOUR_MS, daysToMs: T0 });
  });
});

describe('SqliteStore.pruneStep()', () => {
  const retention = { minutesMs: 2 * DAY_MS, hoursMs: 4 * DAY_MS, daysMs: 6 * DAY_MS };

  async function prune(store: SqliteStore, nowMs: number): Promise<void> {
    while (await store.pruneStep(retention, nowMs));
  }

  it('removes whole hours and days that are older than they are kept, of each resolution by itself', async () => {
    const store = tempStore();
    await store.seriesId(seriesNamed('ns1'));
    const days = Array.from({ length: 10 }, (_, day) => minuteCell({ startMs: T0 + day * DAY_MS, rttsUs: [1] }));
    await store.writeMinutes(days, 0);
    const nowMs = T0 + 10 * DAY_MS + 90 * MINUTE_MS;
    await rollUp(store, nowMs);
    await prune(store, nowMs);
    const starts = async (resolution: 'minute' | 'hour' | 'day') =>
      (await allCells(store, resolution)).map((cell) => (cell.startMs - T0) / DAY_MS);
    expect([await starts('minute'), await starts('hour'), await starts('day')]).toEqual([
      [9],
      [6, 7, 8, 9],
      [4, 5, 6, 7, 8, 9],
    ]);
    expect(await store.minutesFromMs()).toBe(T0 + 8 * DAY_MS + HOUR_MS);
  });

  it('keeps minutes, however old, until they are rolled up', async () => {
    const store = tempStore();
    await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes([minuteCell({ startMs: T0, rttsUs: [1] })], 0);
    await prune(store, T0 + 300 * DAY_MS);
    expect(await allCells(store, 'minute')).toHaveLength(1);
  });

  it('does nothing when nothing is too old', async () => {
    expect(await tempStore().pruneStep(retention, T0)).toBe(false);
  });
});
