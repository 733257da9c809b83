import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../../src/domain/clock.js';
import { timeFormat } from '../../../src/publish/status-page/format-time.js';
import { shareAt, timeTicks } from '../../../src/publish/status-page/time-axis.js';

const NOW_MS = Date.UTC(2026, 10, 23, 12, 34);

describe('timeTicks()', () => {
  it('labels a day with round hours of the zone', () => {
    const ticks = timeTicks({ fromMs: NOW_MS - DAY_MS, toMs: NOW_MS }, timeFormat('en-GB', 'Asia/Kolkata'));
    expect(ticks.map(({ label }) => label)).toEqual(['00:00', '06:00', '12:00', '18:00']);
  });

  it('labels weeks with days, at midnights of the zone', () => {
    const window = { fromMs: NOW_MS - 28 * DAY_MS, toMs: NOW_MS };
    const ticks = timeTicks(window, timeFormat('en-GB', 'Asia/Tokyo'));
    expect(ticks.map(({ label }) => label)).toEqual(['29 Oct', '5 Nov', '12 Nov', '19 Nov']);
    expect(window.fromMs + (ticks[0]?.x ?? 0) * 28 * DAY_MS).toBeCloseTo(Date.UTC(2026, 9, 28, 15), -3);
  });

  it.each([HOUR_MS, 3 * HOUR_MS, 36 * HOUR_MS, 7 * DAY_MS, 90 * DAY_MS, 20 * 365 * DAY_MS])(
    'has some labels but no more than a phone shows, over %i ms',
    (lengthMs) => {
      const ticks = timeTicks({ fromMs: NOW_MS - lengthMs, toMs: NOW_MS }, timeFormat('ja-JP', 'Europe/Berlin'));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
      for (const { x } of ticks) expect(x >= 0 && x <= 1).toBe(true);
    },
  );
});

describe('shareAt()', () => {
  it('is a share of the stretch, never outside of it', () => {
    const window = { fromMs: 100, toMs: 200 };
    expect([50, 100, 150, 300].map((timeMs) => shareAt(timeMs, window))).toEqual([0, 0, 0.5, 1]);
  });
});
