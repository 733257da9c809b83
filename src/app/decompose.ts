import { RESOLUTION_MS, type Resolution } from '../domain/cell.js';
import { ceilTo, floorTo } from '../domain/clock.js';
import type { RolledUp } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';

/** A part of a window to be read at one resolution. */
export interface Stretch extends TimeWindow {
  readonly resolution: Resolution;
}

/**
 * Cuts a window of whole minutes into stretches of the coarsest cells that lie wholly within it and
 * have been rolled up, in order of time and without gaps: a month is days, hours and minutes at its
 * edges instead of 40,320 minutes.
 *
 * @param coarsest no coarser cells than these
 */
export function decompose(window: TimeWindow, rolledUp: RolledUp, coarsest: Resolution = 'day'): readonly Stretch[] {
  if (window.fromMs >= window.toMs) return [];
  if (coarsest === 'minute') return [{ resolution: 'minute', ...window }];
  const width = RESOLUTION_MS[coarsest];
  const finer = coarsest === 'day' ? 'hour' : 'minute';
  const limitMs = coarsest === 'day' ? rolledUp.daysToMs : rolledUp.hoursToMs;
  const fromMs = ceilTo(window.fromMs, width);
  const toMs = floorTo(Math.min(window.toMs, limitMs), width);
  if (fromMs >= toMs) return decompose(window, rolledUp, finer);
  return [
    ...decompose({ fromMs: window.fromMs, toMs: fromMs }, rolledUp, finer),
    { resolution: coarsest, fromMs, toMs },
    ...decompose({ fromMs: toMs, toMs: window.toMs }, rolledUp, finer),
  ];
}
