import { describe, expect, it } from 'vitest';

import { parseOpensloDuration } from '../../src/openslo/openslo-duration.js';

describe('parseOpensloDuration()', () => {
  it.each([
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['28d', 28 * 864e5],
    ['4w', 28 * 864e5],
    ['1M', 30 * 864e5],
    ['1Q', 90 * 864e5],
    ['1Y', 365 * 864e5],
  ])('reads %s', (text, ms) => expect(parseOpensloDuration(text)).toBe(ms));

  it.each(['', '0d', '5', 'd', '1s', '1.5h', '-1d', '1D', '1 d'])('refuses %j', (text) =>
    expect(parseOpensloDuration(text)).toBeNull(),
  );
});
