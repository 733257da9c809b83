import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { latencyRange } from '../../src/app/latency-range.js';
import { measuredMinute } from '../../src/app/measured-minute.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { encodeCellData } from '../../src/record/cell-data.js';
import { Database } from '../../src/record/store/sqlite/driver.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { minuteCell, seriesNamed } from '../support/cell-samples.js';
import { eventSource, slo } from '../support/slo-samples.js';
import { tempFolder, tempStore } from '../support/temp-store.js';

const T0 = Date.UTC(2026, 9, 1);
const SLOS = [
  slo({
    name: 'latency',
    indicator: { good: eventSource('within', {}, 1000), bad: null, total: eventSource('valid') },
  }),
  slo(),
];
const CELL = minuteCell({
  startMs: T0,
  rttsUs: [90, 130, 131, 5_000],
  others: { timeout: 1 },
  phasesUs: { tls: [70] },
});
const DATA = encodeCellData(CELL);

/** What some bytes of a row have become. */
const changes = fc.array(fc.record({ at: fc.nat(DATA.length - 1), byte: fc.nat(255) }), { minLength: 1, maxLength: 3 });

describe('a store with rows of which bytes have changed', () => {
  it('rolls up, is judged and shown, and no figure is NaN, negative or above the whole', async () => {
    const damage = fc.record({ row: fc.nat(9), changes, length: fc.integer({ min: 0, max: DATA.length + 4 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 5 }), fc.boolean(), async (damages, isRolledUp) => {
        const store = await storeWith(damages);
        if (isRolledUp) while (await store.rollUpStep(T0 + 2 * DAY_MS));
        await expectSaneFigures(store);
        store.close();
      }),
      { numRuns: 150 },
    );
  });
});

interface Damage {
  readonly row: number;
  readonly changes: readonly { readonly at: number; readonly byte: number }[];
  readonly length: number;
}

/** Ten minutes, some of them damaged. */
async function storeWith(damages: readonly Damage[]): Promise<SqliteStore> {
  const file = `${tempFolder()}/store.db`;
  const store = tempStore({ file, clock: { nowMs: () => T0 + HOUR_MS } });
  const seriesId = await store.seriesId(seriesNamed('ns1'));
  const cells = Array.from({ length: 10 }, (_, minute) => ({ ...CELL, seriesId, startMs: T0 + minute * MINUTE_MS }));
  await store.writeMinutes(cells, 0);
  const database = new Database(file);
  for (const { row, changes: bytes, length } of damages) {
    const data = Buffer.alloc(length);
    data.set(DATA.subarray(0, length));
    for (const { at, byte } of bytes) if (at < length) data[at] = byte;
    database.prepare('UPDATE minutes SET data = ? WHERE start = ?').run(data, T0 / MINUTE_MS + row);
  }
  database.close();
  return store;
}

async function expectSaneFigures(store: SqliteStore): Promise<void> {
  const statuses = await evaluateAt({ history: store, alertStates: null, roundMsOf: () => null }, SLOS, T0 + HOUR_MS);
  expect(statuses).toHaveLength(SLOS.length);
  for (const { good, valid, sli, coverage, excluded } of statuses) {
    expect(good).toBeGreaterThanOrEqual(0);
    expect(valid).toBeGreaterThanOrEqual(good);
    expect(sli === null ? valid : sli * valid).toBeCloseTo(good, 6);
    expect(coverage).toBeLessThanOrEqual(10 / (28 * 24 * 60));
    expect(excluded.unreadable ?? 0).toBeGreaterThanOrEqual(0);
  }
  const query = { seriesIds: [1], fromMs: T0, toMs: T0 + HOUR_MS, stepMs: null, phase: null };
  const { points } = await latencyRange(store, query);
  expect(Number.isNaN(points[0]?.count)).toBe(false);
  for (let minute = 0; minute < 10; minute++) {
    for (const { valid, answered } of (await measuredMinute(store, T0 + minute * MINUTE_MS)).series) {
      expect(valid).toBeGreaterThanOrEqual(answered);
    }
  }
}
