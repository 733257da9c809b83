import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { errorBudget } from '../../../src/judge/slo/error-budget.js';

describe('errorBudget()', () => {
  it('gives the documented figures without binary noise', () => {
    const budget = errorBudget({ good: 99_890, valid: 100_000 }, 0.999);
    expect(budget).toEqual({ total: 0.001, consumed: 1.1, remaining: -0.1 });
  });

  it('is unknown, not whole, without data', () => {
    expect(errorBudget({ good: 0, valid: 0 }, 0.99)).toEqual({ total: 0.01, consumed: null, remaining: null });
  });

  it('is whole while nothing failed, and exactly 0 when just spent', () => {
    expect(errorBudget({ good: 12, valid: 12 }, 0.99).remaining).toBe(1);
    expect(Object.is(errorBudget({ good: 99, valid: 100 }, 0.99).remaining, 0)).toBe(true);
  });

  it('is spent by 1008 bad minutes of two weeks at 95 %', () => {
    const minutes = 14 * 24 * 60;
    expect(errorBudget({ good: minutes - 1007, valid: minutes }, 0.95).remaining).toBeGreaterThan(0);
    expect(errorBudget({ good: minutes - 1008, valid: minutes }, 0.95).remaining).toBe(0);
  });

  it('never grows when one more event is bad', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat(1e6),
        fc.double({ min: 0, max: 0.99999, noNaN: true }),
        (good, bad, objective) => {
          const before = errorBudget({ good, valid: good + bad }, objective).remaining ?? NaN;
          const after = errorBudget({ good, valid: good + bad + 1 }, objective).remaining ?? NaN;
          expect(after).toBeLessThanOrEqual(before);
        },
      ),
    );
  });
});
