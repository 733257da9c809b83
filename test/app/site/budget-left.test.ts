import { describe, expect, it } from 'vitest';

import { budgetLeft } from '../../../src/app/site/budget-left.js';

function upTo(good: number, valid: number, isKnown = true) {
  return { upTo: { good, valid }, isKnown };
}

describe('budgetLeft()', () => {
  it('takes from the budget of the whole window what each step cost', () => {
    const steps = [upTo(500, 500), upTo(999, 1_000), upTo(1_998, 2_000)];
    expect(budgetLeft(steps, { good: 1_998, valid: 2_000 }, 0.998, 1)).toEqual([1, 0.75, 0.5]);
  });

  it('has a gap where nothing is known, and goes on from where it was', () => {
    const steps = [upTo(99, 100), upTo(99, 100, false), upTo(198, 200)];
    expect(budgetLeft(steps, { good: 198, valid: 200 }, 0.98, 1)).toEqual([0.75, null, 0.5]);
  });

  it('falls below zero where more is spent than there was', () => {
    expect(budgetLeft([upTo(50, 100), upTo(50, 200)], { good: 50, valid: 200 }, 0.5, 1)).toEqual([0.5, -0.5]);
  });

  it('spends of a calendar month only what is over of it', () => {
    expect(budgetLeft([upTo(98, 100)], { good: 98, valid: 100 }, 0.98, 0.25)).toEqual([0.75]);
  });

  it('knows nothing of a window without data', () => {
    expect(budgetLeft([upTo(0, 0, false), upTo(0, 0)], { good: 0, valid: 0 }, 0.99, 1)).toEqual([null, null]);
  });
});
