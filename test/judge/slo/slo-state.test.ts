import { describe, expect, it } from 'vitest';

import { sloState } from '../../../src/judge/slo/slo-state.js';

describe('sloState()', () => {
  it.each([
    [null, false, 'no_data'],
    [null, true, 'no_data'],
    [1, false, 'met'],
    [0.1, false, 'met'],
    [0.0999, false, 'at_risk'],
    [0.9, true, 'at_risk'],
    [0, false, 'violated'],
    [-2, true, 'violated'],
  ] as const)('with %s of the budget left and alerts firing: %s is %s', (remaining, isFiring, state) => {
    expect(sloState(remaining, isFiring)).toBe(state);
  });
});
