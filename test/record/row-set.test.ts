import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type CellRowName, RowSet } from '../../src/record/row-set.js';

/** Close together, about the borders of bitmaps, and where only a damaged key can lie. */
const starts = fc.oneof(
  fc.integer({ min: 0, max: 5_000 }),
  fc.integer({ min: 29_847_000, max: 29_850_000 }),
  fc.maxSafeInteger(),
);
const rows: fc.Arbitrary<CellRowName> = fc.record({
  resolution: fc.constantFrom('minute', 'hour', 'day'),
  start: starts,
  series: fc.integer({ min: 1, max: 12 }),
  source: fc.integer({ min: 0, max: 12 }),
});

describe('RowSet', () => {
  it('holds what a set of the keys as text would', () => {
    fc.assert(
      fc.property(fc.array(rows, { maxLength: 200 }), (added) => {
        const set = new RowSet();
        const keys = new Set<string>();
        for (const row of [...added, ...added]) {
          const key = JSON.stringify([row.resolution, row.start, row.series, row.source]);
          expect(set.add(row)).toBe(!keys.has(key));
          keys.add(key);
          expect(set.size).toBe(keys.size);
        }
      }),
    );
  });

  it('tells all starts of two days apart', () => {
    const set = new RowSet();
    const add = (start: number) => set.add({ resolution: 'minute', start, series: 1, source: 0 });
    const all = Array.from({ length: 4_100 }, (_, start) => start - 2);
    expect(all.filter(add)).toEqual(all);
    expect(all.filter(add)).toEqual([]);
  });
});
