import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatDuration, parseDurationMs, parseDurationUs } from '../../src/domain/duration.js';

describe('parseDurationUs()', () => {
  it.each([
    ['50us', 50],
    ['250ms', 250_000],
    ['5s', 5_000_000],
    ['1m', 60_000_000],
    ['6h', 21_600_000_000],
    ['28d', 2_419_200_000_000],
  ])('reads %s', (text, us) => {
    expect(parseDurationUs(text)).toBe(us);
  });

  it.each(['', '5', 's', '1.5s', '-1s', '5 s', '1w', '1M', '999999999999d'])('refuses %j', (text) => {
    expect(parseDurationUs(text)).toBeNull();
  });
});

describe('formatDuration()', () => {
  it('chooses the largest unit that is exact', () => {
    expect([3_600_000, 90_000, 300_000, 0.05, 0, 2_419_200_000].map(formatDuration)).toEqual([
      '1h',
      '90s',
      '5m',
      '50us',
      '0s',
      '28d',
    ]);
  });

  it('is undone by parseDurationMs()', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (us) => {
        expect(parseDurationMs(formatDuration(us / 1000))).toBeCloseTo(us / 1000, 9);
      }),
    );
  });
});
