import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { SliceHourStore } from '../../../../src/app/ports.js';
import { DAY_MS, HOUR_MS } from '../../../../src/domain/clock.js';
import type { SliceHour } from '../../../../src/domain/slice-hour.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { tempFolder, tempStore } from '../../../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1);
const ALL = { fromMs: 0, toMs: T0 + DAY_MS };
const RETENTION = { minutesMs: DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 4000 * DAY_MS };

function hour(number: number, key = 'a', changes: Partial<SliceHour> = {}): SliceHour {
  return {
    key,
    startMs: T0 + number * HOUR_MS,
    valid: 60,
    good: [58, 2 ** 26 - 1, 2 ** 31],
    votes: 70,
    inconclusive: 10,
    ...changes,
  };
}

const startsOf = async (store: SliceHourStore, keys = ['a'], window = ALL) =>
  (await store.sliceHours(keys, window)).map(({ key, startMs }) => `${key}${String((startMs - T0) / HOUR_MS)}`);

describe('SqliteStore as SliceHourStore', () => {
  it('keeps hours over restarts, to the last bit, and replaces them', async () => {
    const file = join(tempFolder(), 'store.db');
    const first = tempStore({ file });
    const version = await first.version();
    await first.sliceHours.saveSliceHours([hour(1), hour(2)], version);
    await first.sliceHours.saveSliceHours([hour(2, 'a', { valid: 7 })], version);
    first.close();
    expect(await tempStore({ file }).sliceHours.sliceHours(['a'], ALL)).toEqual([hour(1), hour(2, 'a', { valid: 7 })]);
  });

  it('gives those of the keys and the time asked for, which is half-open', async () => {
    const store = tempStore();
    await store.sliceHours.saveSliceHours(
      [hour(1), hour(2), hour(3), hour(2, 'b'), hour(2, 'c')],
      await store.version(),
    );
    expect(await startsOf(store.sliceHours, ['b', 'a'], { fromMs: T0 + 2 * HOUR_MS, toMs: T0 + 3 * HOUR_MS })).toEqual([
      'b2',
      'a2',
    ]);
    expect(await startsOf(store.sliceHours, [])).toEqual([]);
  });

  it('keeps nothing that was read of a history that has changed since', async () => {
    const store = tempStore();
    const version = await store.version();
    const seriesId = await store.seriesId(seriesNamed('ns1'));
    await store.writeMinutes([minuteCell({ seriesId, startMs: T0 })], T0 + HOUR_MS);
    expect(await store.version()).toBeGreaterThan(version);
    await store.sliceHours.saveSliceHours([hour(1)], version);
    expect(await startsOf(store.sliceHours)).toEqual([]);
  });

  it('forgets hours from the first whose final minutes are written anew', async () => {
    const store = tempStore();
    const seriesId = await store.seriesId(seriesNamed('ns1'));
    await store.sliceHours.saveSliceHours([hour(1), hour(2), hour(3, 'b')], await store.version());
    await store.writeMinutes([minuteCell({ seriesId, startMs: T0 + 4 * HOUR_MS })], T0 + 4 * HOUR_MS);
    expect(await startsOf(store.sliceHours, ['a', 'b'])).toEqual(['a1', 'a2', 'b3']);
    await store.writeMinutes([minuteCell({ seriesId, startMs: T0 + 2.5 * HOUR_MS })], T0 + 4 * HOUR_MS);
    expect(await startsOf(store.sliceHours, ['a', 'b'])).toEqual(['a1']);
  });

  it('forgets all hours when an import becomes visible', async () => {
    const store = tempStore();
    await store.sliceHours.saveSliceHours([hour(1)], await store.version());
    const batch = store.openImport({ nowMs: T0 + HOUR_MS, retention: RETENTION });
    batch.add({ series: seriesNamed('ns1'), timeMs: T0, outcomeCode: 0, rttUs: 1000, count: 1 });
    await batch.commit({ sha256: createHash('sha256').update('a').digest(), name: 'a' });
    expect(await startsOf(store.sliceHours)).toEqual([]);
  });

  it('removes hours of which the minutes are no longer kept', async () => {
    const store = tempStore();
    await store.sliceHours.saveSliceHours([hour(1), hour(2)], await store.version());
    const prune = (hours: number) => store.pruneStep(RETENTION, T0 + DAY_MS + hours * HOUR_MS);
    expect(await prune(2)).toBe(true);
    expect(await startsOf(store.sliceHours)).toEqual(['a2']);
    expect(await prune(2.99)).toBe(false);
    expect(await prune(3)).toBe(true);
    expect(await startsOf(store.sliceHours)).toEqual([]);
  });
});
