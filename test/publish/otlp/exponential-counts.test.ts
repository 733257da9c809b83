import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { EXPONENTIAL_SCALE, ExponentialCounts } from '../../../src/publish/prometheus/exponential-counts.js';

const base = 2 ** (2 ** -EXPONENTIAL_SCALE);
const seconds = fc.integer({ min: 1, max: 60_000_000 }).map((us) => us / 1e6);

describe('ExponentialCounts', () => {
  it('counts each observation in the bucket whose bounds hold it', () => {
    fc.assert(
      fc.property(seconds, (value) => {
        const counts = new ExponentialCounts();
        counts.add(value);
        const { offset, counts: buckets } = counts.buckets();
        expect(buckets).toEqual([1]);
        // Bounds are powers that a computer rounds as well.
        expect(value).toBeGreaterThan(base ** offset * (1 - 1e-12));
        expect(value).toBeLessThanOrEqual(base ** (offset + 1) * (1 + 1e-12));
      }),
      { numRuns: 2_000 },
    );
  });

  it('has powers of two as upper bounds, which belong to the bucket below', () => {
    for (const exponent of [-20, -5, -1, 0, 1, 5]) {
      const counts = new ExponentialCounts();
      counts.add(2 ** exponent);
      expect(counts.buckets().offset).toBe(exponent * 32 - 1);
    }
  });

  it('adds up to what was counted', () => {
    fc.assert(
      fc.property(fc.array(seconds, { minLength: 1, maxLength: 50 }), (values) => {
        const counts = new ExponentialCounts();
        for (const value of values) counts.add(value);
        const { counts: buckets } = counts.buckets();
        expect(buckets.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect([counts.count, counts.min, counts.max]).toEqual([
          values.length,
          Math.min(...values),
          Math.max(...values),
        ]);
        expect([buckets[0], buckets.at(-1)].includes(0)).toBe(false);
      }),
    );
  });

  it('is empty before anything comes', () => {
    const counts = new ExponentialCounts();
    expect([counts.min, counts.max, counts.count, counts.buckets()]).toEqual([
      null,
      null,
      0,
      { offset: 0, counts: [] },
    ]);
  });
});
