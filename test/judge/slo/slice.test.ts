import { describe, expect, it } from 'vitest';

import { MINUTE_MS } from '../../../src/domain/clock.js';
import { sliceRatio } from '../../../src/judge/slo/slice.js';

const WIDTH = { widthMs: MINUTE_MS };

describe('sliceRatio()', () => {
  it('is good from its target on, whatever binary fractions make of it', () => {
    expect(sliceRatio({ ...WIDTH, target: 0.9 }, { good: 9, valid: 10 })).toEqual({ good: 1, valid: 1 });
    expect(sliceRatio({ ...WIDTH, target: 0.9 }, { good: 899, valid: 1000 })).toEqual({ good: 0, valid: 1 });
    // 0.1 + 0.2 is a little more than 0.3.
    expect(sliceRatio({ ...WIDTH, target: 0.1 + 0.2 }, { good: 3, valid: 10 })).toEqual({ good: 1, valid: 1 });
    expect(sliceRatio({ ...WIDTH, target: 1 }, { good: 999_999, valid: 1_000_000 })).toEqual({ good: 0, valid: 1 });
  });

  it('is as good as its ratio where there is no target', () => {
    expect(sliceRatio({ ...WIDTH, target: null }, { good: 1, valid: 4 })).toEqual({ good: 0.25, valid: 1 });
  });

  it('is nothing without data, neither good nor bad', () => {
    expect(sliceRatio({ ...WIDTH, target: 0.5 }, { good: 0, valid: 0 })).toBeNull();
    expect(sliceRatio({ ...WIDTH, target: null }, { good: 0, valid: 0 })).toBeNull();
  });
});
