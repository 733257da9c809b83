import { isoTime } from '../domain/clock.js';
import { printable } from '../domain/printable.js';
import type { TimeWindow } from '../domain/window.js';
import { wholeMinutes } from '../judge/calendar/exclusions.js';

/** `2026-10-01 12:00`, with seconds where there are any; in UTC. */
export function shortTime(timeMs: number): string {
  const text = isoTime(timeMs).replace('T', ' ').replace('Z', '');
  return text.endsWith(':00') ? text.slice(0, -3) : text;
}

/** The names of SLOs, or what stands for none. */
export function sloNames(names: readonly string[], none: string): string {
  return names.length === 0 ? none : names.map(printable).join(', ');
}

/** A text of several lines, ` / ` between them. */
export function inOneLine(text: string): string {
  return text
    .split(/\s*\n\s*/)
    .map(printable)
    .join(' / ');
}

/** Says so where a time is not made of whole minutes: only such count. */
export function minuteNotes(window: TimeWindow): readonly string[] {
  const [whole] = wholeMinutes(window);
  if (whole === undefined || (whole.fromMs === window.fromMs && whole.toMs === window.toMs)) return [];
  return [`only whole minutes count: that is ${isoTime(whole.fromMs)} to ${isoTime(whole.toMs)}`];
}

/** Titled parts, one below the other; those without lines are left out. */
export function sections(
  parts: readonly (readonly [title: string, lines: readonly string[]])[],
  paint: (title: string) => string,
): readonly string[] {
  const filled = parts.filter(([, lines]) => lines.length > 0);
  return filled.flatMap(([title, lines], index) => [...(index === 0 ? [] : ['']), paint(title), ...lines]);
}
