import { HOUR_MS, MINUTE_MS } from '../domain/clock.js';
import type { CalendarWindow, SloDefinition } from '../domain/slo-definition.js';
import type { TimeWindow } from '../domain/window.js';
import { calendarWindowAt } from '../judge/calendar/calendar-window.js';

/** A window that moves with time; equal ones have equal keys. */
export interface KeptWindow {
  readonly key: string;
  /** Where it begins when it ends at `endMs`, a whole minute. Slices that begin earlier are not in it. */
  startAt(endMs: number, sliceMs?: number): number;
  /** Whether it ends at `endMs`, and the next one holds nothing of it. */
  beginsAnewAt(endMs: number): boolean;
  /** The whole of it: of a calendar's window the part that is yet to come too. */
  wholeAt(endMs: number): TimeWindow;
  /** It is never longer than this. */
  readonly longestMs: number;
}

/** The last `lengthMs`, whole minutes. Shorter than a slice it holds the one that is under way. */
export function rollingWindow(lengthMs: number): KeptWindow {
  return {
    key: String(lengthMs),
    startAt: (endMs, sliceMs = 0) => endMs - Math.max(lengthMs, sliceMs),
    beginsAnewAt: () => false,
    wholeAt: (endMs) => ({ fromMs: endMs - lengthMs, toMs: endMs }),
    longestMs: lengthMs,
  };
}

/** The window over which an SLO's budget is judged. */
export function budgetWindow(definition: SloDefinition): KeptWindow {
  const { calendar, periodMs } = definition;
  const known = budgetWindows.get(definition);
  if (known !== undefined) return known;
  const window = calendar === null ? rollingWindow(periodMs) : calendarWindow(calendar);
  budgetWindows.set(definition, window);
  return window;
}

/** Asked for every SLO each second: where a calendar's window begins takes long to find. */
const budgetWindows = new WeakMap<SloDefinition, KeptWindow>();

/** At the instant at which one window ends and the next begins, it is the one that ends. */
function calendarWindow(calendar: CalendarWindow): KeptWindow {
  let last: TimeWindow = { fromMs: 0, toMs: 0 };
  const wholeAt = (endMs: number): TimeWindow => {
    if (endMs <= last.fromMs || endMs > last.toMs) last = calendarWindowAt(calendar, endMs - 1);
    return last;
  };
  const { unit, count, timeZone, anchor } = calendar;
  return {
    key: [unit, String(count), timeZone, anchor].join(' '),
    startAt: (endMs) => wholeAt(endMs).fromMs,
    beginsAnewAt: (endMs) => wholeAt(endMs).toMs === endMs,
    wholeAt,
    longestMs: count * LONGEST_MS[unit],
  };
}

/** A day on which clocks go back is longer; the longest month has one such day. */
const LONGEST_MS: Readonly<Record<CalendarWindow['unit'], number>> = {
  minute: MINUTE_MS,
  day: 26 * HOUR_MS,
  month: 31 * 24 * HOUR_MS + 2 * HOUR_MS,
};
