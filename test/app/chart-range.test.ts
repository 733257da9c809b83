import { describe, expect, it } from 'vitest';

import { chartRange } from '../../src/app/chart-range.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';

const NOW_MS = Date.parse('2026-10-20T12:10:30Z');

describe('chartRange()', () => {
  it('shows the last day in half hours', () => {
    const toMs = Date.parse('2026-10-20T12:30:00Z');
    const expected = { fromMs: toMs - DAY_MS, toMs, stepMs: 30 * MINUTE_MS };
    expect(chartRange(NOW_MS - 3 * HOUR_MS, NOW_MS)).toEqual(expected);
  });

  it('shows the last hour by minute while data are young or missing', () => {
    const toMs = Date.parse('2026-10-20T12:11:00Z');
    const expected = { fromMs: toMs - HOUR_MS, toMs, stepMs: MINUTE_MS };
    expect(chartRange(NOW_MS - 3 * HOUR_MS + 1, NOW_MS)).toEqual(expected);
    expect(chartRange(null, NOW_MS)).toEqual(expected);
  });
});
