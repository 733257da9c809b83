import { describe, expect, it } from 'vitest';

import type { Cell, Resolution } from '../../../../src/domain/cell.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import type { SqliteStore } from '../../../../src/record/store/sqlite/sqlite-store.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { allCells, tempStore } from '../../../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1);
const SERIES = 40;

async function filled(minutes: number): Promise<SqliteStore> {
  const store = tempStore();
  for (let index = 1; index <= SERIES; index++) await store.seriesId(seriesNamed(`ns${String(index)}`));
  const cells: Cell[] = [];
  for (let minute = 0; minute < minutes; minute++) {
    for (let seriesId = 1; seriesId <= SERIES; seriesId++) {
      cells.push(minuteCell({ seriesId, startMs: T0 + minute * MINUTE_MS, rttsUs: [seriesId * 10] }));
    }
  }
  await store.writeMinutes(cells, 0);
  return store;
}

async function keysOf(
  store: SqliteStore,
  query: { seriesIds: number[] | null; fromMs: number; toMs: number; resolution?: Resolution },
) {
  const keys: [number, number][] = [];
  await store.scanCells({ resolution: 'minute', ...query }, (cell) =>
    keys.push([(cell.startMs - T0) / MINUTE_MS, cell.seriesId]),
  );
  return keys;
}

describe('SqliteStore.scanCells()', () => {
  it('visits cells of [from, to) in order of start, also beyond one page', async () => {
    const store = await filled(120);
    const keys = await keysOf(store, { seriesIds: null, fromMs: T0 + MINUTE_MS, toMs: T0 + 101 * MINUTE_MS });
    expect(keys.length).toBe(100 * SERIES);
    expect(keys).toEqual([...keys].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
    expect([keys[0], keys.at(-1)]).toEqual([
      [1, 1],
      [100, SERIES],
    ]);
  });

  it.each([[[7]], [[7, 9, 23]], [[...Array(30).keys()]], [[]], [[999]]])(
    'visits only the series asked for: %j',
    async (seriesIds) => {
      const store = await filled(5);
      const expected = [0, 1, 2, 3, 4].flatMap((minute) =>
        seriesIds.filter((id) => id >= 1 && id <= SERIES).map((id) => [minute, id]),
      );
      expect(await keysOf(store, { seriesIds, fromMs: 0, toMs: T0 + DAY_MS })).toEqual(expected);
    },
  );

  it('rounds a range that does not fall on minutes to the cells that start in it', async () => {
    const store = await filled(4);
    const query = { seriesIds: [3], fromMs: T0 + 1, toMs: T0 + 2 * MINUTE_MS + 1 };
    expect(await keysOf(store, query)).toEqual([
      [1, 3],
      [2, 3],
    ]);
  });

  it('leaps over time without cells, whatever its length', async () => {
    const store = await filled(1);
    const later = T0 + 10 * 365 * DAY_MS;
    await store.writeMinutes([minuteCell({ seriesId: 2, startMs: later, rttsUs: [1] })], 0);
    const keys = await keysOf(store, { seriesIds: [2], fromMs: 0, toMs: later + HOUR_MS });
    expect(keys).toEqual([
      [0, 2],
      [(later - T0) / MINUTE_MS, 2],
    ]);
  });

  it('gives the cells as they were written', async () => {
    const store = tempStore();
    await store.seriesId(seriesNamed('ns1'));
    const cell = minuteCell({ startMs: T0, rttsUs: [3, 4, 4_000_000], others: { timeout: 2, prober_error: 1 } });
    await store.writeMinutes([cell], 0);
    const [found] = await allCells(store, 'minute');
    expect({ ...found, answered: [...found!.answered!], coveredMinutes: [...found!.coveredMinutes] }).toEqual({
      ...cell,
      answered: [...cell.answered!],
      coveredMinutes: [...cell.coveredMinutes],
    });
  });

  it('visits nothing in an empty store, whose first cell is null', async () => {
    const store = tempStore();
    expect(await allCells(store, 'day')).toEqual([]);
    expect(await store.firstCellMs()).toBeNull();
    await store.writeMinutes([minuteCell({ startMs: T0 })], 0);
    expect(await store.firstCellMs()).toBe(T0);
  });

  it('passes on what its visitor throws', async () => {
    const store = await filled(1);
    const query = { seriesIds: null, resolution: 'minute' as const, fromMs: 0, toMs: T0 + DAY_MS };
    const visit = () => {
      throw new RangeError('enough');
    };
    await expect(store.scanCells(query, visit)).rejects.toThrow(RangeError);
  });
});
