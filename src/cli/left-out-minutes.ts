import { budgetWindow } from '../app/kept-window.js';
import { sliceGroups } from '../app/slice-groups.js';
import { HOUR_MS, MINUTE_MS, ceilTo, floorTo, isoTime } from '../domain/clock.js';
import type { SloDefinition } from '../domain/slo-definition.js';

/** What is known of how far back figures can be exact. */
export interface KeptHistory {
  /** Minutes before this time may have been removed. */
  readonly minutesFromMs: number;
  /** Start of the first cell, however coarse; `null` when there is none. */
  readonly firstCellMs: number | null;
}

/**
 * Warns of SLOs whose window at `atMs` begins (or ends) within an hour of which only the whole is
 * kept: such an hour cannot be divided, so the figures leave it out. And of those that tell minutes
 * apart throughout (slices, series weighed alike), whose window begins before minutes are kept.
 */
export function leftOutMinutes(slos: readonly SloDefinition[], atMs: number, kept: KeptHistory): readonly string[] {
  const toMs = ceilTo(atMs, MINUTE_MS);
  return slos.flatMap((slo) => {
    const { name } = slo;
    const fromMs = budgetWindow(slo).startAt(toMs);
    const since = (): string => isoTime(kept.minutesFromMs);
    if (needsMinutes(slo) && isBeforeMinutes(fromMs, kept)) {
      const why = 'it tells minutes apart, and what lies before is left out';
      return [`warning: SLO "${name}": minutes are kept since ${since()}; ${why}`];
    }
    const ends = [
      ...(isDivided(fromMs, kept) ? [`beginning (${isoTime(fromMs)})`] : []),
      ...(isDivided(toMs, kept) ? [`end (${isoTime(toMs)})`] : []),
    ];
    if (ends.length === 0) return [];
    return [
      `warning: SLO "${name}": minutes are kept since ${since()}; up to 59 minutes at the ${ends.join(' and the ')} of its window are left out`,
    ];
  });
}

function needsMinutes(slo: SloDefinition): boolean {
  return sliceGroups([slo]).some(({ coarsest }) => coarsest === 'minute');
}

/** Whether attempts may have been made at or after a time that are no longer known by the minute. */
function isBeforeMinutes(timeMs: number, { minutesFromMs, firstCellMs }: KeptHistory): boolean {
  return firstCellMs !== null && Math.max(timeMs, firstCellMs) < minutesFromMs;
}

/** Whether a time cuts an hour that may hold attempts and is no longer known by the minute. */
function isDivided(timeMs: number, { minutesFromMs, firstCellMs }: KeptHistory): boolean {
  if (firstCellMs === null || timeMs % HOUR_MS === 0) return false;
  return timeMs < minutesFromMs && floorTo(firstCellMs, HOUR_MS) <= timeMs;
}
