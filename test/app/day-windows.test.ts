import { describe, expect, it } from 'vitest';

import { dayWindows } from '../../src/app/day-windows.js';
import { DAY_MS, HOUR_MS, isoTime } from '../../src/domain/clock.js';

function readable(timeZone: string, now: string, days: number) {
  return dayWindows(timeZone, Date.parse(now), days).map(({ date, fromMs, toMs }) => [
    date,
    isoTime(fromMs),
    (toMs - fromMs) / HOUR_MS,
  ]);
}

describe('dayWindows()', () => {
  it('ends with today', () => {
    expect(readable('UTC', '2026-03-01T00:00:00Z', 3)).toEqual([
      ['2026-02-27', '2026-02-27T00:00:00Z', 24],
      ['2026-02-28', '2026-02-28T00:00:00Z', 24],
      ['2026-03-01', '2026-03-01T00:00:00Z', 24],
    ]);
  });

  it('begins days at local midnight', () => {
    expect(readable('Asia/Tokyo', '2026-10-01T16:00:00Z', 1)).toEqual([['2026-10-02', '2026-10-01T15:00:00Z', 24]]);
    expect(readable('Asia/Kolkata', '2026-10-01T16:00:00Z', 1)).toEqual([['2026-10-01', '2026-09-30T18:30:00Z', 24]]);
    expect(readable('Pacific/Kiritimati', '2026-10-01T09:59:00Z', 1)).toEqual([
      ['2026-10-01', '2026-09-30T10:00:00Z', 24],
    ]);
    expect(readable('Etc/GMT+12', '2026-10-01T11:59:00Z', 1)).toEqual([['2026-09-30', '2026-09-30T12:00:00Z', 24]]);
  });

  it('has days of 23 and 25 hours where clocks change', () => {
    expect(readable('Europe/Berlin', '2026-03-29T12:00:00Z', 2).map(([date, , hours]) => [date, hours])).toEqual([
      ['2026-03-28', 24],
      ['2026-03-29', 23],
    ]);
    expect(readable('America/New_York', '2026-11-01T12:00:00Z', 1)[0]?.[2]).toBe(25);
    expect(readable('Australia/Lord_Howe', '2026-04-04T23:00:00Z', 1)[0]?.[2]).toBe(24.5);
  });

  it('begins a day at 01:00 where clocks go forward at midnight', () => {
    expect(readable('Africa/Cairo', '2025-04-25T12:00:00Z', 1)).toEqual([['2025-04-25', '2025-04-24T22:00:00Z', 23]]);
  });

  it('leaves a day that a zone skipped empty', () => {
    expect(readable('Pacific/Apia', '2011-12-31T12:00:00Z', 3).map(([date, , hours]) => [date, hours])).toEqual([
      ['2011-12-30', 0],
      ['2011-12-31', 24],
      ['2012-01-01', 24],
    ]);
  });

  it('makes ninety days without gap in zones with and without changes of clocks', () => {
    for (const timeZone of ['UTC', 'Europe/London', 'America/Santiago', 'Asia/Kathmandu']) {
      const windows = dayWindows(timeZone, Date.parse('2026-11-10T03:00:00Z'), 90);
      expect(windows).toHaveLength(90);
      windows.slice(1).forEach((window, i) => expect(window.fromMs).toBe(windows[i]?.toMs));
      const length = (windows[89]?.toMs ?? 0) - (windows[0]?.fromMs ?? 0);
      expect(Math.abs(length - 90 * DAY_MS)).toBeLessThanOrEqual(HOUR_MS);
    }
  });

  it('refuses a zone that does not exist', () => {
    expect(() => dayWindows('Mars/Olympus', 0, 1)).toThrow(RangeError);
  });
});
