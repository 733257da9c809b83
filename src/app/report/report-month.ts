import { ceilTo, DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { calendarWindowAt } from '../../judge/calendar/calendar-window.js';
import { instantOf, localTimeOf } from '../../judge/calendar/local-time.js';
import { errorText } from '../statuses.js';
import { type DayWindow, dayWindows } from '../day-windows.js';

/** `2026-10`: a year of four digits from 1970 on, and a month. */
export function isMonth(text: string): boolean {
  return /^(19[7-9]\d|[2-9]\d{3})-(0[1-9]|1[0-2])$/.test(text);
}

/** The zone whose months an SLO is reported in: its calendar's, else UTC. */
export function reportZone({ calendar }: SloDefinition): string {
  return calendar?.timeZone ?? 'UTC';
}

/** A month (`YYYY-MM`) of a zone, whole. Throws `RangeError` for an unknown zone. */
export function monthWindow(month: string, timeZone: string): TimeWindow {
  const fromMs = instantOf(`${month}-01 00:00`, localTimeOf(timeZone));
  return calendarWindowAt(monthOf(timeZone), fromMs);
}

/** What of a month is over at `nowMs`, up to the running minute; `null`: it has not begun. */
export function elapsedMonth(month: string, timeZone: string, nowMs: number): TimeWindow | null {
  const { fromMs, toMs } = monthWindow(month, timeZone);
  const endMs = Math.min(toMs, ceilTo(nowMs, MINUTE_MS));
  return endMs <= fromMs ? null : { fromMs, toMs: endMs };
}

/** The days of a month's window, none of which reaches beyond it. */
export function monthDays({ fromMs, toMs }: TimeWindow, timeZone: string): readonly DayWindow[] {
  const dayOfMonth = Number(localTimeOf(timeZone)(toMs - 1).slice(8, 10));
  return dayWindows(timeZone, toMs - 1, dayOfMonth).map((day) => ({
    ...day,
    fromMs: Math.max(day.fromMs, fromMs),
    toMs: Math.min(day.toMs, toMs),
  }));
}

/** The same SLO judged over calendar months: what a report is about, whatever its own window. */
export function overMonths(definition: SloDefinition): SloDefinition {
  return { ...definition, calendar: monthOf(reportZone(definition)), periodMs: 30 * DAY_MS, periodText: '1M' };
}

/** What keeps an SLO from being reported whatever was measured: a zone that this machine does not know; else `null`. */
export function zoneFault(definition: SloDefinition): string | null {
  try {
    localTimeOf(reportZone(definition));
    return null;
  } catch (error) {
    return errorText(error);
  }
}

function monthOf(timeZone: string) {
  return { unit: 'month', count: 1, timeZone, anchor: null } as const;
}
