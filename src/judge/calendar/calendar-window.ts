import { DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import type { CalendarWindow } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { instantOf, localTimeOf, type LocalTimeOf } from './local-time.js';

/**
 * The calendar's window that holds an instant, whole: months and days begin at local midnight (or at the
 * anchor's time of day), whatever clocks do, so that a day may have 23 or 25 hours.
 * Throws `RangeError` for an unknown zone.
 */
export function calendarWindowAt(calendar: CalendarWindow, timeMs: number): TimeWindow {
  switch (calendar.unit) {
    case 'minute':
      return ofMinutes(calendar, timeMs);
    case 'day':
      return ofLocalSteps(calendar, timeMs, dayStep(calendar));
    case 'month':
      return ofLocalSteps(calendar, timeMs, MONTHS);
    default:
      return calendar.unit satisfies never;
  }
}

/** Minutes and hours are as long everywhere: no clock that changes moves them. */
function ofMinutes({ count, timeZone, anchor }: CalendarWindow, timeMs: number): TimeWindow {
  const anchorMs = anchor === null ? 0 : instantOf(anchor, localTimeOf(timeZone));
  const lengthMs = count * MINUTE_MS;
  const fromMs = anchorMs + Math.floor((timeMs - anchorMs) / lengthMs) * lengthMs;
  return { fromMs, toMs: fromMs + lengthMs };
}

/** Numbers the units of local time, and says at which local time each begins. */
interface LocalStep {
  numberOf(local: string): number;
  startOf(unit: number): string;
}

function ofLocalSteps({ count, timeZone, anchor }: CalendarWindow, timeMs: number, step: LocalStep): TimeWindow {
  const localTime = localTimeOf(timeZone);
  const from = anchor === null ? 0 : step.numberOf(anchor);
  const unit = step.numberOf(localTime(timeMs)) - from;
  const begun = from + Math.floor(unit / count) * count;
  // Before the anchor's time of day it is still the window before.
  const first = startMs(begun, step, localTime) <= timeMs ? begun : begun - count;
  return { fromMs: startMs(first, step, localTime), toMs: startMs(first + count, step, localTime) };
}

function startMs(unit: number, step: LocalStep, localTime: LocalTimeOf): number {
  return instantOf(step.startOf(unit), localTime);
}

function dayStep({ anchor }: CalendarWindow): LocalStep {
  const timeOfDay = anchor?.slice(11) ?? '00:00';
  return {
    numberOf: (local) => Date.parse(`${local.slice(0, 10)}T00:00Z`) / DAY_MS,
    startOf: (day) => `${new Date(day * DAY_MS).toISOString().slice(0, 10)} ${timeOfDay}`,
  };
}

/** A month begins on its first day: an anchor only says with which one. */
const MONTHS: LocalStep = {
  numberOf: (local) => Number(local.slice(0, 4)) * 12 + Number(local.slice(5, 7)) - 1,
  startOf: (month) => {
    const year = Math.floor(month / 12);
    return `${String(year).padStart(4, '0')}-${String(month - 12 * year + 1).padStart(2, '0')}-01 00:00`;
  },
};
