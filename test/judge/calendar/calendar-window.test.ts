import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../../../src/domain/clock.js';
import type { CalendarWindow } from '../../../src/domain/slo-definition.js';
import { calendarWindowAt } from '../../../src/judge/calendar/calendar-window.js';

function windowAt(calendar: Partial<CalendarWindow>, at: string): string {
  const whole = { unit: 'month', count: 1, timeZone: 'UTC', anchor: null, ...calendar } as const;
  const { fromMs, toMs } = calendarWindowAt(whole, Date.parse(at));
  return `${isoTime(fromMs)} ${isoTime(toMs)}`;
}

describe('calendarWindowAt()', () => {
  it.each([
    ['UTC', '2026-02-28T23:59:59Z', '2026-02-01T00:00:00Z 2026-03-01T00:00:00Z'],
    ['UTC', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00Z 2028-03-01T00:00:00Z'],
    ['UTC', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z 2027-01-01T00:00:00Z'],
    // Clocks go forward on 29 March and back on 25 October.
    ['Europe/Berlin', '2026-03-15T00:00:00Z', '2026-02-28T23:00:00Z 2026-03-31T22:00:00Z'],
    ['Europe/Berlin', '2026-10-15T00:00:00Z', '2026-09-30T22:00:00Z 2026-10-31T23:00:00Z'],
    ['Europe/Berlin', '2026-10-31T22:59:59Z', '2026-09-30T22:00:00Z 2026-10-31T23:00:00Z'],
    ['Europe/Berlin', '2026-10-31T23:00:00Z', '2026-10-31T23:00:00Z 2026-11-30T23:00:00Z'],
    ['Asia/Tokyo', '2026-10-31T14:59:59Z', '2026-09-30T15:00:00Z 2026-10-31T15:00:00Z'],
    ['Asia/Kathmandu', '2026-10-15T00:00:00Z', '2026-09-30T18:15:00Z 2026-10-31T18:15:00Z'],
  ])('gives the month of %s that holds %s', (timeZone, at, expected) => {
    expect(windowAt({ timeZone }, at)).toBe(expected);
  });

  it.each([
    [3, '2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z 2026-07-01T00:00:00Z'],
    [3, '2026-12-31T00:00:00Z', '2026-10-01T00:00:00Z 2027-01-01T00:00:00Z'],
    [12, '2026-05-01T00:00:00Z', '2026-01-01T00:00:00Z 2027-01-01T00:00:00Z'],
  ])('gives quarters and years from January (%i months)', (count, at, expected) => {
    expect(windowAt({ count }, at)).toBe(expected);
  });

  it('counts other numbers of months from the month of the anchor, before it too', () => {
    const calendar = { count: 2, anchor: '2026-02-10 08:00' };
    expect(windowAt(calendar, '2026-03-31T00:00:00Z')).toBe('2026-02-01T00:00:00Z 2026-04-01T00:00:00Z');
    expect(windowAt(calendar, '2026-01-31T00:00:00Z')).toBe('2025-12-01T00:00:00Z 2026-02-01T00:00:00Z');
  });

  it('begins days at the time of day of the anchor, of 23 and of 25 hours where clocks change', () => {
    const day = { unit: 'day', anchor: '2026-01-01 09:30', timeZone: 'Europe/Berlin' } as const;
    expect(windowAt(day, '2026-06-01T07:29:59Z')).toBe('2026-05-31T07:30:00Z 2026-06-01T07:30:00Z');
    expect(windowAt(day, '2026-06-01T07:30:00Z')).toBe('2026-06-01T07:30:00Z 2026-06-02T07:30:00Z');
    expect(windowAt(day, '2026-03-28T12:00:00Z')).toBe('2026-03-28T08:30:00Z 2026-03-29T07:30:00Z');
    expect(windowAt(day, '2026-10-24T12:00:00Z')).toBe('2026-10-24T07:30:00Z 2026-10-25T08:30:00Z');
  });

  it('counts weeks in local days from the anchor', () => {
    const week = { unit: 'day', count: 7, anchor: '2026-10-19 00:00', timeZone: 'Europe/Berlin' } as const;
    expect(windowAt(week, '2026-10-25T22:59:59Z')).toBe('2026-10-18T22:00:00Z 2026-10-25T23:00:00Z');
    expect(windowAt(week, '2026-10-12T00:00:00Z')).toBe('2026-10-11T22:00:00Z 2026-10-18T22:00:00Z');
  });

  it('begins a day that has no midnight when it begins', () => {
    // Clocks in Beirut went from 23:59 on 28 March 2026 to 01:00.
    const day = { unit: 'day', anchor: '2026-01-01 00:00', timeZone: 'Asia/Beirut' } as const;
    expect(windowAt(day, '2026-03-29T12:00:00Z')).toBe('2026-03-28T22:00:00Z 2026-03-29T21:00:00Z');
  });

  it('measures hours and minutes from the anchor, whatever clocks do', () => {
    const hours = { unit: 'minute', count: 6 * 60, anchor: '2026-03-28 00:00', timeZone: 'Europe/Berlin' } as const;
    expect(windowAt(hours, '2026-03-29T12:00:00Z')).toBe('2026-03-29T11:00:00Z 2026-03-29T17:00:00Z');
    expect(windowAt(hours, '2026-03-27T22:59:00Z')).toBe('2026-03-27T17:00:00Z 2026-03-27T23:00:00Z');
  });

  it('holds the instant asked for, and windows follow one another without gaps', () => {
    const calendars = fc.record({
      unit: fc.constantFrom('minute', 'day', 'month'),
      count: fc.integer({ min: 1, max: 14 }),
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Tokyo', 'America/St_Johns', 'Australia/Lord_Howe'),
      anchor: fc.constantFrom(null, '2026-02-03 04:05', '2020-12-31 23:59'),
    }) as fc.Arbitrary<CalendarWindow>;
    const minutes = fc.integer({ min: 0, max: (8 * 365 * DAY_MS) / MINUTE_MS });
    fc.assert(
      fc.property(calendars, minutes, (calendar, minute) => {
        const timeMs = Date.parse('2022-01-01T00:00:00Z') + minute * MINUTE_MS;
        const { fromMs, toMs } = calendarWindowAt(calendar, timeMs);
        expect(fromMs).toBeLessThanOrEqual(timeMs);
        expect(toMs).toBeGreaterThan(timeMs);
        expect(fromMs % MINUTE_MS).toBe(0);
        expect(calendarWindowAt(calendar, toMs).fromMs).toBe(toMs);
        expect(calendarWindowAt(calendar, fromMs - 1).toMs).toBe(fromMs);
        expect(calendarWindowAt(calendar, toMs - 1)).toEqual({ fromMs, toMs });
        expect(toMs - fromMs).toBeLessThanOrEqual(calendar.count * (31 * DAY_MS + 2 * HOUR_MS));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a zone that does not exist', () => {
    expect(() => windowAt({ timeZone: 'Mars/Olympus' }, '2026-01-01T00:00:00Z')).toThrow(RangeError);
  });
});
