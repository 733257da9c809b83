import { describe, expect, it } from 'vitest';

import { asShown, sli } from '../../../src/judge/slo/sli.js';

describe('sli()', () => {
  it('is good over valid, and null without data', () => {
    expect(sli({ good: 99_890, valid: 100_000 })).toBe(0.9989);
    expect(sli({ good: 0, valid: 3 })).toBe(0);
    expect(sli({ good: 0, valid: 0 })).toBeNull();
  });
});

describe('asShown()', () => {
  it('leaves out the noise of fractions that were added up', () => {
    expect(asShown({ good: 0.1 + 0.2, valid: 3 })).toEqual({ good: 0.3, valid: 3 });
    expect(asShown({ good: 7, valid: 9 })).toEqual({ good: 7, valid: 9 });
  });
});
