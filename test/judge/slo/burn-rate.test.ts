import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { burnRate } from '../../../src/judge/slo/burn-rate.js';

describe('burnRate()', () => {
  it('is null without data', () => {
    expect(burnRate({ good: 0, valid: 0 }, 0.99)).toBeNull();
  });

  it.each([
    [{ good: 5, valid: 10 }, 0.99, 50],
    [{ good: 991, valid: 1000 }, 0.99, 0.9],
    [{ good: 1000, valid: 1000 }, 0.99, 0],
    [{ good: 0, valid: 7 }, 0.9, 10],
    [{ good: 99_890, valid: 100_000 }, 0.999, 1.1],
    [{ good: 98_656, valid: 100_000 }, 0.999, 13.44],
    [{ good: 3, valid: 4 }, 0, 0.25],
  ])('of %o under the objective %d is exactly %d', (ratio, objective, expected) => {
    expect(burnRate(ratio, objective)).toBe(expected);
  });

  it('never falls when one more event is bad', () => {
    const counts = fc.tuple(fc.nat(1e6), fc.nat(1e6)).filter(([good]) => good > 0);
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 0.99999, noNaN: true }), ([good, bad], objective) => {
        const before = burnRate({ good, valid: good + bad }, objective) ?? NaN;
        const after = burnRate({ good: good - 1, valid: good + bad }, objective) ?? NaN;
        const added = burnRate({ good, valid: good + bad + 1 }, objective) ?? NaN;
        expect(after).toBeGreaterThanOrEqual(before);
        expect(added).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  it('is at most 1 / (1 − objective)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.constantFrom(0.5, 0.9, 0.99, 0.999, 0.9999),
        (valid, objective) => {
          expect(burnRate({ good: 0, valid }, objective)).toBeCloseTo(1 / (1 - objective), 6);
        },
      ),
    );
  });
});
