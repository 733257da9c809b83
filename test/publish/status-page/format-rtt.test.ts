import { describe, expect, it } from 'vitest';

import { formatRtt } from '../../../src/publish/status-page/format-rtt.js';

describe('formatRtt()', () => {
  it.each([
    [1, '1 µs'],
    [58, '58 µs'],
    [999, '999 µs'],
    [999.9, '1 ms'],
    [1_237, '1.24 ms'],
    [50_000, '50 ms'],
    [999_600, '1 s'],
    [2_000_000, '2 s'],
    [60_000_000, '60 s'],
  ])('writes %d µs as %s', (rttUs, text) => {
    expect(formatRtt(rttUs)).toBe(text);
  });
});
