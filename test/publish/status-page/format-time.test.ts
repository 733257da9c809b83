import { describe, expect, it } from 'vitest';

import { timeFormat } from '../../../src/publish/status-page/format-time.js';

const AT_MS = Date.UTC(2026, 10, 23, 23, 5, 9);

describe('timeFormat()', () => {
  it('writes times in its zone, and UTC where that is asked for', () => {
    const tokyo = timeFormat('en-GB', 'Asia/Tokyo');
    expect(tokyo.dateTime(AT_MS)).toBe('24 Nov 2026, 08:05');
    expect(tokyo.timeOfDay(AT_MS)).toBe('08:05');
    expect(tokyo.utc(AT_MS)).toBe('23 Nov 2026, 23:05:09 UTC');
  });

  it('does not move days, which are dates already', () => {
    const honolulu = timeFormat('en-GB', 'Pacific/Honolulu');
    expect(honolulu.shortDay('2026-11-01')).toBe('1 Nov');
  });

  it.each([
    ['UTC', 0],
    ['Asia/Kolkata', 330],
    ['America/New_York', -300],
    ['Australia/Eucla', 525],
  ])('knows that %s is %d minutes ahead of UTC', (zone, minutes) => {
    expect(timeFormat('en-GB', zone).offsetMinutes(AT_MS)).toBe(minutes);
  });
});
