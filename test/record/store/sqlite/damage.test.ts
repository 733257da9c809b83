import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../../../src/app/evaluate-at.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/domain/clock.js';
import { type CellDamage, describeDamage } from '../../../../src/record/cell-damage.js';
import { decodeCellData, encodeCellData } from '../../../../src/record/cell-data.js';
import { Recorder } from '../../../../src/record/recorder.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';
import type { SqliteStore } from '../../../../src/record/store/sqlite/sqlite-store.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { RecordingLog } from '../../../support/recording-log.js';
import { eventSource, slo } from '../../../support/slo-samples.js';
import { allCells, tempFolder, tempStore } from '../../../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1, 10);
const WITHIN = { good: eventSource('within', {}, 1000), bad: null, total: eventSource('valid') };
const SLOS = [slo({ name: 'latency', indicator: WITHIN }), slo()];
const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 5 * 365 * DAY_MS };

/** Three minutes of ns1, each with four answers (one of them slow) and a timeout; of the middle one something is damaged. */
async function damagedStore(change: (data: Buffer) => Uint8Array) {
  const file = join(tempFolder(), 'store.db');
  const damages: CellDamage[] = [];
  const clock = { nowMs: () => T0 + 5 * MINUTE_MS };
  const store = tempStore({ file, clock, onDamage: (damage) => damages.push(damage) });
  const seriesId = await store.seriesId(seriesNamed('ns1'));
  const cells = [0, 1, 2].map((minute) =>
    minuteCell({
      seriesId,
      startMs: T0 + minute * MINUTE_MS,
      rttsUs: [100, 200, 300, 5000],
      others: { timeout: 1 },
      phasesUs: { connect: [50] },
    }),
  );
  await store.writeMinutes(cells, 0);
  const database = new Database(file);
  const key = [T0 / MINUTE_MS + 1, seriesId];
  const data = database
    .prepare('SELECT data FROM minutes WHERE start = ? AND series = ?')
    .pluck()
    .get(...key) as Buffer;
  database.prepare('UPDATE minutes SET data = ? WHERE start = ? AND series = ?').run(Buffer.from(change(data)), ...key);
  database.close();
  return { file, store, damages };
}

const withoutEnd = (data: Buffer): Uint8Array => data.subarray(0, 3);
const withBadTimes = (data: Buffer): Uint8Array =>
  encodeCellData({ ...decodeCellData(data), answered: Uint8Array.of(255, 1, 2) });
const withTooManyTimes = (data: Buffer): Uint8Array => {
  const cell = decodeCellData(data);
  return encodeCellData({ ...cell, counts: { ...cell.counts, answered: 3 } });
};
const withBadMinutes = (data: Buffer): Uint8Array =>
  encodeCellData({ ...decodeCellData(data), coveredMinutes: Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0x7f) });

async function standing(store: SqliteStore) {
  const deps = { history: store, alertStates: null, roundMsOf: () => null };
  const statuses = await evaluateAt(deps, SLOS, T0 + 2 * HOUR_MS);
  return statuses.map(({ good, valid, excluded }) => [good, valid, excluded.unreadable ?? 0]);
}

describe.each([
  [
    'a row that ends too early',
    withoutEnd,
    [
      [6, 10, 0],
      [8, 10, 0],
    ],
    2,
  ],
  [
    'covered minutes beyond all bounds',
    withBadMinutes,
    [
      [6, 10, 0],
      [8, 10, 0],
    ],
    2,
  ],
  [
    'a histogram that is none',
    withBadTimes,
    [
      [6, 11, 4],
      [12, 15, 0],
    ],
    3,
  ],
  [
    'a histogram of more answers than there were',
    withTooManyTimes,
    [
      [6, 11, 3],
      [11, 14, 0],
    ],
    3,
  ],
])('SqliteStore with %s', (_name, change, expected, minutes) => {
  it('gives the rest, and tells the damage once', async () => {
    const { file, store, damages } = await damagedStore(change);
    expect(await standing(store)).toEqual(expected);
    expect(await standing(store)).toEqual(expected);
    expect(await allCells(store, 'minute')).toHaveLength(minutes);
    expect(damages).toMatchObject([
      { file, resolution: 'minute', startMs: T0 + MINUTE_MS, seriesId: 1, series: seriesNamed('ns1'), source: 0 },
    ]);
  });

  it('has sums that were made before made afresh', async () => {
    const { store } = await damagedStore(change);
    const before = await store.version();
    await standing(store);
    const after = await store.version();
    expect(after).toBe(before + 1);
    await standing(store);
    expect(await store.version()).toBe(after);
  });

  it('rolls the rest up without an error, tells the damage once, and leaves the row as it is', async () => {
    const { file, store, damages } = await damagedStore(change);
    const before = rowsOf(file);
    const log = new RecordingLog();
    const recorder = new Recorder({ store, retention, clock: { nowMs: () => T0 + 2 * DAY_MS }, log });
    for (let second = 0; second < 3; second++) await recorder.flush();
    expect(log.lines).toEqual([]);
    expect(damages).toHaveLength(1);
    expect(await allCells(store, 'day')).toHaveLength(1);
    expect(rowsOf(file)).toEqual(before);
  });

  it('gives the same from hours as from minutes', async () => {
    const { store } = await damagedStore(change);
    while (await store.rollUpStep(T0 + HOUR_MS));
    expect(await allCells(store, 'hour')).toHaveLength(1);
    expect(await standing(store)).toEqual(expected);
  });
});

function rowsOf(file: string): unknown[] {
  const database = new Database(file);
  const rows = database.prepare('SELECT * FROM minutes').all();
  database.close();
  return rows;
}

describe('describeDamage()', () => {
  it('says where the damage is, in which row, what follows and what can be done', async () => {
    const { file, store, damages } = await damagedStore(withoutEnd);
    await allCells(store, 'minute');
    expect(damages.map(describeDamage)).toEqual([
      `${file}: the minute 2026-10-01T10:01:00Z of tokyo/public/ns1/www is damaged ` +
        '(table minutes, start = 29847481 AND series = 1 AND source = 0): ' +
        'reading a cell: data that this program wrote is required, found 3 bytes that end within a number; ' +
        'what cannot be read of it counts as no data, neither good nor bad, and the row stays as it is; only a backup can bring it back',
    ]);
  });
});
