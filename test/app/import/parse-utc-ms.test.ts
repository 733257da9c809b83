import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseUtcMs } from '../../../src/app/import/parse-utc-ms.js';

describe('parseUtcMs()', () => {
  it.each([
    ['2026-10-01T00:00:00Z', Date.UTC(2026, 9, 1)],
    ['2026-10-01T00:00:00.250Z', Date.UTC(2026, 9, 1, 0, 0, 0, 250)],
    ['2026-10-01T00:00:00,5Z', Date.UTC(2026, 9, 1, 0, 0, 0, 500)],
    ['2026-10-01T09:30:00+09:00', Date.UTC(2026, 9, 1, 0, 30)],
    ['2026-09-30T19:00:00-05:30', Date.UTC(2026, 9, 1, 0, 30)],
    ['2024-02-29T23:59:59.999999999Z', Date.UTC(2024, 1, 29, 23, 59, 59) + 999.999999],
    ['1970-01-01T00:00:00Z', 0],
  ])('reads %s', (text, ms) => {
    expect(parseUtcMs(text)).toBeCloseTo(ms, 4);
  });

  it.each([
    ['a day that no month has', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['hour 24', '2026-10-01T24:00:00Z'],
    ['a leap second', '2026-12-31T23:59:60Z'],
    ['no zone', '2026-10-01T00:00:00'],
    ['a zone without colon', '2026-10-01T00:00:00+0900'],
    ['no seconds', '2026-10-01T00:00Z'],
    ['a date alone', '2026-10-01'],
    ['a time before 1970', '1969-12-31T23:59:59Z'],
    ['a time before 1970 by its zone', '1970-01-01T00:00:00+01:00'],
    ['blanks', ' 2026-10-01T00:00:00Z'],
    ['a number', '1790812800000'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(parseUtcMs(text)).toBeNull();
  });

  it('agrees with Date.toISOString()', () => {
    const since1970 = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(fc.property(since1970, (date) => parseUtcMs(date.toISOString()) === date.getTime()));
  });
});
