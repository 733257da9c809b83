import { describe, expect, it } from 'vitest';

import {
  elapsedMonth,
  isMonth,
  monthDays,
  monthWindow,
  overMonths,
  reportZone,
} from '../../../src/app/report/report-month.js';
import { HOUR_MS } from '../../../src/domain/clock.js';
import { slo } from '../../support/slo-samples.js';

const iso = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
  [fromMs, toMs].map((ms) => new Date(ms).toISOString());

describe('monthWindow()', () => {
  it('begins and ends at local midnight, whatever clocks do', () => {
    expect(iso(monthWindow('2026-10', 'UTC'))).toEqual(['2026-10-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z']);
    expect(iso(monthWindow('2026-10', 'Asia/Tokyo'))).toEqual(['2026-09-30T15:00:00.000Z', '2026-10-31T15:00:00.000Z']);
    // Clocks go back on 25 October and forward on 29 March 2026.
    expect(iso(monthWindow('2026-10', 'Europe/Berlin'))).toEqual([
      '2026-09-30T22:00:00.000Z',
      '2026-10-31T23:00:00.000Z',
    ]);
    expect(iso(monthWindow('2026-03', 'Europe/Berlin'))).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ]);
    expect(iso(monthWindow('2028-02', 'UTC'))).toEqual(['2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z']);
  });

  it('throws RangeError for an unknown zone', () => {
    expect(() => monthWindow('2026-10', 'Mars/Olympus')).toThrow(RangeError);
  });
});

describe('monthDays()', () => {
  it('has a day of 25 hours in October in Berlin, and one of 23 in March', () => {
    const lengths = (month: string) =>
      monthDays(monthWindow(month, 'Europe/Berlin'), 'Europe/Berlin').map((day) => (day.toMs - day.fromMs) / HOUR_MS);
    expect(lengths('2026-10')).toEqual([...Array<number>(24).fill(24), 25, ...Array<number>(6).fill(24)]);
    expect(lengths('2026-03')).toEqual([...Array<number>(28).fill(24), 23, 24, 24]);
  });

  it('has 29 days in a leap February and joins them without gaps', () => {
    const window = monthWindow('2028-02', 'Asia/Tokyo');
    const days = monthDays(window, 'Asia/Tokyo');
    expect(days.map(({ date }) => date).filter((_, i) => i % 28 === 0)).toEqual(['2028-02-01', '2028-02-29']);
    expect(days).toHaveLength(29);
    expect([days[0]!.fromMs, days.at(-1)!.toMs]).toEqual([window.fromMs, window.toMs]);
    days.slice(1).forEach((day, i) => expect(day.fromMs).toBe(days[i]!.toMs));
  });

  it('ends a month under way with the day that goes on', () => {
    const window = elapsedMonth('2026-10', 'UTC', Date.parse('2026-10-03T05:06:07Z'))!;
    expect(iso(window)[1]).toBe('2026-10-03T05:07:00.000Z');
    expect(monthDays(window, 'UTC').map(({ date, toMs }) => [date, toMs === window.toMs])).toEqual([
      ['2026-10-01', false],
      ['2026-10-02', false],
      ['2026-10-03', true],
    ]);
  });
});

describe('elapsedMonth()', () => {
  it('is null before the month begins, in the zone', () => {
    const nowMs = Date.parse('2026-09-30T16:00:00Z');
    expect(elapsedMonth('2026-10', 'UTC', nowMs)).toBeNull();
    expect(elapsedMonth('2026-10', 'Asia/Tokyo', nowMs)).not.toBeNull();
    expect(elapsedMonth('2026-10', 'Asia/Tokyo', Date.parse('2026-09-30T15:00:00Z'))).toBeNull();
  });
});

describe('isMonth()', () => {
  it('takes a year and a month, and nothing else', () => {
    expect(['2026-10', '1970-01', '2028-02'].every(isMonth)).toBe(true);
    expect(['2026-13', '2026-00', '2026-1', '26-10', '2026-10-01', '1969-12', ' 2026-10', ''].some(isMonth)).toBe(
      false,
    );
  });
});

describe('overMonths()', () => {
  it('judges every SLO over calendar months, in its calendar zone or UTC', () => {
    const day = { unit: 'day', count: 1, timeZone: 'Asia/Tokyo', anchor: null } as const;
    expect(overMonths(slo()).calendar).toEqual({ unit: 'month', count: 1, timeZone: 'UTC', anchor: null });
    expect(overMonths(slo({ calendar: day })).calendar?.timeZone).toBe('Asia/Tokyo');
    expect(reportZone(slo({ calendar: day }))).toBe('Asia/Tokyo');
  });
});
