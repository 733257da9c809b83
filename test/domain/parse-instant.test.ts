import { describe, expect, it } from 'vitest';

import { parseInstant } from '../../src/domain/parse-instant.js';

describe('parseInstant()', () => {
  it.each([
    ['2026-10-01', '2026-10-01T00:00:00.000Z'],
    ['2026-10-01T12:30', '2026-10-01T12:30:00.000Z'],
    ['2026-10-01 12:30:15', '2026-10-01T12:30:15.000Z'],
    ['2026-10-01T12:30:15.250Z', '2026-10-01T12:30:15.250Z'],
    ['2026-10-01T12:30:00+09:00', '2026-10-01T03:30:00.000Z'],
    ['2026-10-01T12:30+0900', '2026-10-01T03:30:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseInstant(text) ?? NaN).toISOString()).toBe(iso);
  });

  it.each(['', 'now', '2026-02-29', '2026-02-30T00:00Z', '2026-10-01T25:00', '12:30', '2026-10-01Z', '1700000000'])(
    'refuses "%s"',
    (text) => {
      expect(parseInstant(text)).toBeNull();
    },
  );
});
