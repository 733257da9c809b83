import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import { parseDurationMs } from '../../domain/duration.js';
import type { Dictionary } from '../text/dictionary.js';

/** A length of time in words: in the largest unit that fits exactly (`28 days`, `36 hours`), else rounded. */
export function periodWords(durationMs: number, text: Dictionary): string {
  // A day of measuring is not a calendar day: 24 hours says what is meant.
  if (durationMs === DAY_MS) return text.period(24, 'hour');
  const units = [
    ['day', DAY_MS],
    ['hour', HOUR_MS],
    ['minute', MINUTE_MS],
  ] as const;
  for (const [unit, unitMs] of units) {
    if (durationMs >= unitMs && durationMs % unitMs === 0) return text.period(durationMs / unitMs, unit);
  }
  const [unit, unitMs] = units.find(([, ms]) => durationMs >= 2 * ms) ?? units[2];
  return text.period(Math.max(1, Math.round(durationMs / unitMs)), unit);
}

/** `5m` as `5 minutes`; a text that is not a duration stays as it is. */
export function durationWords(duration: string, text: Dictionary): string {
  const durationMs = parseDurationMs(duration);
  return durationMs === null ? duration : periodWords(durationMs, text);
}

/** How long something lasted, in its two largest units: `2 hours 24 minutes`, `under a minute`. */
export function lengthWords(durationMs: number, text: Dictionary): string {
  const minutes = Math.floor(durationMs / MINUTE_MS);
  if (minutes === 0) return text.underAMinute;
  const parts = [
    ['day', Math.floor(minutes / 1_440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const first = parts.findIndex(([, amount]) => amount > 0);
  const shown = parts.slice(first, first + 2).filter(([, amount]) => amount > 0);
  return shown.map(([unit, amount]) => text.period(amount, unit)).join(' ');
}
