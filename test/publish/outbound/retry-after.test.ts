import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../src/publish/outbound/retry-after.js';

const NOW_MS = Date.UTC(2026, 9, 29, 12);

describe('retryAfterMs()', () => {
  it.each([
    ['seconds', '120', 120_000],
    ['seconds with spaces', ' 5 ', 5_000],
    ['a date', 'Thu, 29 Oct 2026 12:00:30 GMT', 30_000],
    ['a date in the past', 'Thu, 29 Oct 2026 11:00:00 GMT', 0],
    ['an hour at most, in seconds', '999999999', 3_600_000],
    ['an hour at most, as a date', 'Thu, 29 Oct 2099 12:00:30 GMT', 3_600_000],
    ['nonsense', 'soon', 0],
    ['nothing', '', 0],
    ['a negative number', '-5', 0],
  ])('reads %s', (_, header, expected) => {
    expect(retryAfterMs(header, NOW_MS)).toBe(expected);
  });

  it('is 0 without the header', () => {
    expect(retryAfterMs(null, NOW_MS)).toBe(0);
  });
});
