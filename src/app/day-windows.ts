import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/clock.js';
import type { TimeWindow } from '../domain/window.js';

export interface DayWindow extends TimeWindow {
  /** `YYYY-MM-DD` in the zone. */
  readonly date: string;
}

/**
 * The last `days` local days of an IANA time zone, oldest first, today last. Days are 23 to 25 hours
 * long where clocks change. A day that a zone skipped is empty. Throws `RangeError` for an unknown zone.
 */
export function dayWindows(timeZone: string, nowMs: number, days: number): readonly DayWindow[] {
  const dateOf = localDates(timeZone);
  const today = Date.parse(dateOf(nowMs));
  const dates = Array.from({ length: days + 1 }, (_, i) => isoDate(today + (i + 1 - days) * DAY_MS));
  const starts = dates.map((date) => startOfDate(date, dateOf));
  return dates.slice(0, days).map((date, i) => ({ date, fromMs: starts[i] ?? 0, toMs: starts[i + 1] ?? 0 }));
}

type DateOf = (timeMs: number) => string;

function localDates(timeZone: string): DateOf {
  // The Swedish locale writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (timeMs) => format.format(timeMs);
}

function isoDate(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 10);
}

/**
 * The first minute whose local date is `date` or later. Found by search, for a day need not start
 * at 00:00: where clocks go forward at midnight it starts at 01:00.
 */
function startOfDate(date: string, dateOf: DateOf): number {
  const utcMidnight = Date.parse(date);
  // Zones lie between UTC−12 and UTC+14.
  let beforeMs = utcMidnight - 15 * HOUR_MS;
  let atMs = utcMidnight + 13 * HOUR_MS;
  while (atMs - beforeMs > MINUTE_MS) {
    const middleMs = beforeMs + Math.floor((atMs - beforeMs) / MINUTE_MS / 2) * MINUTE_MS;
    if (dateOf(middleMs) >= date) atMs = middleMs;
    else beforeMs = middleMs;
  }
  return atMs;
}
