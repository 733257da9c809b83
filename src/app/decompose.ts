import { RESOLUTION_MS, type Resolution } from '../domain/cell.js';
import { ceilTo, floorTo } from '../domain/clock.js';
import type { RolledUp } from '../domain/history-reader.js';
import type { TimeWindow } from '../domain/window.js';

/** A part of a window to be read at one resolution. */
export interface Stretch extends TimeWindow {
  readonly resolution: Resolution;
  /** Only those of its cells are meant of which nothing finer is kept: the finer ones are in other stretches. */
  readonly isRest?: true;
}

/**
 * Cuts a window of whole minutes into stretches of the coarsest cells that lie wholly within it and
 * have been rolled up, in order of time and without gaps: a month is days, hours and minutes at its
 * edges instead of 40,320 minutes.
 *
 * @param coarsest no coarser cells than these
 */
export function decompose(
  window: TimeWindow,
  rolledUp: Pick<RolledUp, 'hoursToMs' | 'daysToMs'>,
  coarsest: Resolution = 'day',
): readonly Stretch[] {
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

/**
 * The hours and days that are read in finer cells, though some of them may be kept without these: what is
 * kept only as a whole belongs to the windows that hold it as a whole.
 *
 * @param stretches of consecutive time, in order
 */
export function restsOf(stretches: readonly Stretch[], rolledUp: RolledUp): readonly Stretch[] {
  const fine = stretches.filter(({ resolution }) => resolution !== 'day');
  const minutes = fine.filter(({ resolution }) => resolution === 'minute');
  const window = { fromMs: stretches[0]?.fromMs ?? 0, toMs: stretches.at(-1)?.toMs ?? 0 };
  const before = (limitMs: number): TimeWindow => ({ ...window, toMs: Math.min(window.toMs, limitMs) });
  return [
    ...touchedBy(minutes, 'hour', before(Math.min(rolledUp.hoursToMs, rolledUp.minutesFromMs))),
    ...touchedBy(fine, 'day', before(Math.min(rolledUp.daysToMs, rolledUp.hoursFromMs))),
  ];
}

/** The whole hours or days of a window in which some stretches lie. */
function touchedBy(stretches: readonly Stretch[], resolution: 'hour' | 'day', window: TimeWindow): readonly Stretch[] {
  const width = RESOLUTION_MS[resolution];
  const starts = new Set<number>();
  for (const { fromMs, toMs } of stretches) {
    const lastMs = Math.min(toMs, window.toMs);
    for (let startMs = floorTo(fromMs, width); startMs < lastMs; startMs += width) starts.add(startMs);
  }
  return [...starts]
    .map((fromMs): Stretch => ({ resolution, fromMs, toMs: fromMs + width, isRest: true }))
    .filter(({ fromMs, toMs }) => fromMs >= window.fromMs && toMs <= window.toMs);
}
