import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decompose } from '../../src/app/decompose.js';
import { RESOLUTION_MS } from '../../src/domain/cell.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, isoTime } from '../../src/domain/clock.js';

const NOON = Date.parse('2026-10-10T12:00:00Z');

function readable(fromMs: number, toMs: number, hoursToMs: number, daysToMs: number, coarsest?: 'hour' | 'day') {
  return decompose({ fromMs, toMs }, { hoursToMs, daysToMs }, coarsest).map(
    (stretch) => `${stretch.resolution} ${isoTime(stretch.fromMs).slice(5, 16)} ${isoTime(stretch.toMs).slice(5, 16)}`,
  );
}

describe('decompose()', () => {
  it('takes days within, hours around them and minutes at the edges', () => {
    const toMs = NOON + 7 * MINUTE_MS;
    expect(readable(toMs - 3 * DAY_MS, toMs, NOON, NOON)).toEqual([
      'minute 10-07T12:07 10-07T13:00',
      'hour 10-07T13:00 10-08T00:00',
      'day 10-08T00:00 10-10T00:00',
      'hour 10-10T00:00 10-10T12:00',
      'minute 10-10T12:00 10-10T12:07',
    ]);
  });

  it('takes nothing coarser than was made or than is allowed', () => {
    const fromMs = NOON - 2 * DAY_MS;
    expect(readable(fromMs, NOON, 0, 0)).toEqual(['minute 10-08T12:00 10-10T12:00']);
    expect(readable(fromMs, NOON, NOON - HOUR_MS, 0)).toEqual([
      'hour 10-08T12:00 10-10T11:00',
      'minute 10-10T11:00 10-10T12:00',
    ]);
    expect(readable(fromMs, NOON, NOON, NOON, 'hour')).toEqual(['hour 10-08T12:00 10-10T12:00']);
  });

  it('gives nothing for an empty window', () => {
    expect(readable(NOON, NOON, NOON, NOON)).toEqual([]);
  });

  it('covers every window without gap or overlap, in whole cells that were made', () => {
    const minute = fc.integer({ min: 0, max: 5 * 24 * 60 }).map((count) => count * MINUTE_MS);
    fc.assert(
      fc.property(minute, minute, minute, minute, (fromMs, lengthMs, hoursToMs, daysToMs) => {
        const toMs = fromMs + lengthMs;
        const stretches = decompose({ fromMs, toMs }, { hoursToMs, daysToMs });
        let position = fromMs;
        for (const stretch of stretches) {
          expect(stretch.fromMs).toBe(position);
          expect(stretch.fromMs % RESOLUTION_MS[stretch.resolution]).toBe(0);
          expect(stretch.toMs % RESOLUTION_MS[stretch.resolution]).toBe(0);
          if (stretch.resolution === 'hour') expect(stretch.toMs).toBeLessThanOrEqual(hoursToMs);
          if (stretch.resolution === 'day') expect(stretch.toMs).toBeLessThanOrEqual(daysToMs);
          position = stretch.toMs;
        }
        expect(position).toBe(toMs);
      }),
    );
  });
});
