import { describe, expect, it } from 'vitest';

import { sli } from '../../../src/judge/slo/sli.js';

describe('sli()', () => {
  it('is good over valid, and null without data', () => {
    expect(sli({ good: 99_890, valid: 100_000 })).toBe(0.9989);
    expect(sli({ good: 0, valid: 3 })).toBe(0);
    expect(sli({ good: 0, valid: 0 })).toBeNull();
  });
});
