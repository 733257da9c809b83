import { describe, expect, it } from 'vitest';

import { dayLevel } from '../../../src/publish/status-page/day-level.js';

const day = (good: number, valid: number) => ({
  date: '2026-10-01',
  good,
  valid,
  sli: valid === 0 ? null : good / valid,
});

describe('dayLevel()', () => {
  it.each([
    [1_000, 1_000, 'met'],
    [990, 1_000, 'met'],
    [989, 1_000, 'below'],
    [900, 1_000, 'below'],
    [899, 1_000, 'far_below'],
    [0, 0, 'no_data'],
  ])('judges %d of %d against 99 %% as %s', (good, valid, level) => {
    expect(dayLevel(day(good, valid), 0.99)).toBe(level);
  });
});
