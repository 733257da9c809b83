import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { tidy } from '../../../src/judge/slo/tidy.js';

describe('tidy()', () => {
  it.each([
    [1 - 0.999, 0.001],
    [0.02 * 28 * 24, 13.44],
    [0.1 + 0.2, 0.3],
    [-0.1 - 0.2, -0.3],
    [1e-30 / 3, 3.33333333333e-31],
    [2e15 / 3, 666666666667000],
    [0, 0],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    [NaN, NaN],
    [Infinity, Infinity],
  ])('of %d is %d', (value, expected) => {
    expect(tidy(value)).toBe(expected);
  });

  it('changes no number by more than its 12th digit, and keeps order', () => {
    const number = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(Math.abs(tidy(a) - a)).toBeLessThanOrEqual(Math.abs(a) * 1e-11);
        expect(Math.sign(tidy(a) - tidy(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
        expect(tidy(tidy(a))).toBe(tidy(a));
      }),
    );
  });

  it('keeps order where a digit is gained', () => {
    const below = fc.integer({ min: -1000, max: 1000 }).map((step) => 1000 * (1 + step * Number.EPSILON));
    fc.assert(
      fc.property(below, below, (a, b) => {
        expect(tidy(Math.min(a, b))).toBeLessThanOrEqual(tidy(Math.max(a, b)));
      }),
    );
  });
});
