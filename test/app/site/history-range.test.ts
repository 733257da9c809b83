import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { askedRange, suitableStepMs, windowRange } from '../../../src/app/site/history-range.js';
import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../../../src/domain/clock.js';

const AT_MS = Date.parse('2026-10-01T12:34:00Z');
const ALL_KEPT = { minutesFromMs: -Infinity, hoursFromMs: -Infinity };

function asked(lengthMs: number, stepMs: number | null, kept = ALL_KEPT) {
  return askedRange({ fromMs: AT_MS - lengthMs, toMs: AT_MS, stepMs }, kept);
}

describe('windowRange()', () => {
  it('cuts four weeks into steps of six hours, at the hours of UTC, and keeps both ends to the minute', () => {
    const { steps, stepMs } = windowRange({ fromMs: AT_MS - 28 * DAY_MS, toMs: AT_MS }, ALL_KEPT);
    expect([steps.length, stepMs]).toEqual([113, 6 * HOUR_MS]);
    expect(
      [steps[0], steps[1], steps.at(-1)].map((step) => step && [isoTime(step.fromMs), isoTime(step.toMs)]),
    ).toEqual([
      ['2026-09-03T12:34:00Z', '2026-09-03T18:00:00Z'],
      ['2026-09-03T18:00:00Z', '2026-09-04T00:00:00Z'],
      ['2026-10-01T12:00:00Z', '2026-10-01T12:34:00Z'],
    ]);
  });

  it('has no gap and no overlap, whatever the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * 365 * 24 * 60 }), (minutes) => {
        const fromMs = AT_MS - minutes * MINUTE_MS;
        const { steps, stepMs } = windowRange({ fromMs, toMs: AT_MS }, ALL_KEPT);
        expect([steps[0]?.fromMs, steps.at(-1)?.toMs]).toEqual([fromMs, AT_MS]);
        expect(steps.length).toBeLessThanOrEqual(122);
        steps.forEach((step, i) => {
          expect(step.toMs).toBeGreaterThan(step.fromMs);
          if (i > 0) expect([step.fromMs, step.fromMs % stepMs]).toEqual([steps[i - 1]?.toMs, 0]);
        });
      }),
    );
  });

  it('does not cut what is kept by the hour or the day only', () => {
    const window = { fromMs: AT_MS - 2 * HOUR_MS, toMs: AT_MS };
    expect(windowRange(window, { minutesFromMs: AT_MS - HOUR_MS, hoursFromMs: -Infinity }).stepMs).toBe(HOUR_MS);
    expect(windowRange(window, { minutesFromMs: AT_MS, hoursFromMs: AT_MS }).stepMs).toBe(DAY_MS);
  });
});

describe('askedRange()', () => {
  it('takes a stretch of two days to the minute, a longer one to the hour', () => {
    expect(asked(2 * DAY_MS, 5 * MINUTE_MS)).toMatchObject({ fromMs: AT_MS - 2 * DAY_MS, stepMs: 5 * MINUTE_MS });
    const long = asked(2 * DAY_MS + MINUTE_MS, 90 * MINUTE_MS);
    expect([isoTime(long.fromMs), isoTime(long.toMs), long.stepMs]).toEqual([
      '2026-09-29T12:00:00Z',
      '2026-10-01T13:00:00Z',
      2 * HOUR_MS,
    ]);
  });

  it('chooses a step that suits where none is asked for', () => {
    expect(asked(DAY_MS, null).stepMs).toBe(15 * MINUTE_MS);
    expect(suitableStepMs({ fromMs: 0, toMs: 20 * 366 * DAY_MS }) % DAY_MS).toBe(0);
  });

  it('refuses no time at all, and more points than it gives', () => {
    expect(() => asked(0, null)).toThrow(expect.objectContaining({ code: 'HISTORY_RANGE_INVALID' }));
    expect(() => asked(-DAY_MS, null)).toThrow(expect.objectContaining({ code: 'HISTORY_RANGE_INVALID' }));
    expect(() => asked(2 * DAY_MS, MINUTE_MS)).toThrow(
      'at most 1500 points are given, found 2880 of 1m: make "step" longer or the range shorter',
    );
    expect(asked(1_500 * HOUR_MS - 34 * MINUTE_MS, HOUR_MS).steps).toHaveLength(1_500);
    expect(() => asked(1_500 * HOUR_MS, HOUR_MS)).toThrow(expect.objectContaining({ code: 'HISTORY_TOO_MANY_POINTS' }));
  });
});
