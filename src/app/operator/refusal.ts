import { isoTime } from '../../domain/clock.js';
import { AUTOMATIC } from '../../domain/incident-proposal.js';
import { printable } from '../../domain/printable.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { wholeMinutes } from '../../judge/calendar/exclusions.js';
import { AppError } from '../errors.js';

/** Throws `AppError` `OPERATION_REFUSED` with all that is wrong, one a line; nothing wrong throws nothing. */
export function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw refused(faults.join('\n'));
}

export function refused(message: string): AppError {
  return new AppError('OPERATION_REFUSED', message);
}

/** Names that no SLO has. */
export function nameFaults(names: readonly string[], slos: readonly Pick<SloDefinition, 'name'>[]): readonly string[] {
  const known = [...new Set(slos.map(({ name }) => name))].sort();
  const list = known.join(', ') || 'none is configured';
  return names
    .filter((name) => !known.includes(name))
    .map((name) => `slo: the name of a configured SLO is required (${list}), found "${printable(name)}"`);
}

/** Before it nobody kept such records: a year with a digit missing or turned. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/** A time so long ago that it must be a typing error; what is recorded stays for ever, and history shows all months from it on. */
function tooEarlyFaults(field: string, timeMs: number): readonly string[] {
  if (timeMs >= EARLIEST_MS) return [];
  return [`${field}: a time since ${isoTime(EARLIEST_MS)} is required, found ${isoTime(timeMs)}`];
}

/** A time that ends before it begins, or holds no whole minute: only such count. */
export function windowFaults(window: TimeWindow): readonly string[] {
  const { fromMs, toMs } = window;
  const early = tooEarlyFaults('from', fromMs);
  if (early.length > 0) return early;
  const found = `found ${isoTime(fromMs)} to ${isoTime(toMs)}`;
  if (toMs <= fromMs) return [`to: a time after "from" is required, ${found}`];
  if (wholeMinutes(window).length === 0)
    return [
      `to: at least one whole minute is required, for only whole minutes are taken out; none lies within: ${found}`,
    ];
  return [];
}

const LONGEST_LINE = 200;
const LONGEST_TEXT = 10_000;

/** What people are to read in one line. */
export function lineFaults(field: string, text: string, longest = LONGEST_LINE): readonly string[] {
  const faults = textFaults(field, text, longest);
  return faults.length > 0 || printable(text) === text
    ? faults
    : [`${field}: one line without control characters is required, found "${printable(text)}"`];
}

export function textFaults(field: string, text: string, longest = LONGEST_TEXT): readonly string[] {
  if (text.trim() === '') return [`${field}: a text is required, found nothing`];
  if (text.length <= longest) return [];
  return [`${field}: at most ${String(longest)} characters are allowed, found ${String(text.length)}`];
}

const LONGEST_URL = 2_000;

/** What is published as a link: an absolute URL that a browser may follow, and without a password for all to read. */
export function urlFaults(field: string, text: string): readonly string[] {
  const faults = lineFaults(field, text, LONGEST_URL);
  if (faults.length > 0) return faults;
  const url = URL.canParse(text) ? new URL(text) : null;
  const found = `found "${printable(text)}"`;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    return [`${field}: an http or https URL is required, ${found}`];
  return url.username === '' && url.password === ''
    ? []
    : [`${field}: a URL without a user name or password is required`];
}

/** Who did it: anybody but the program, whose incidents it would end. */
export function nameOfPersonFaults(field: string, name: string): readonly string[] {
  if (name !== AUTOMATIC) return lineFaults(field, name);
  return [`${field}: another name than "${AUTOMATIC}" is required, which is the program's own`];
}

/** A time that is told of what has been; `null`: now. */
export function pastFaults(field: string, timeMs: number | null, nowMs: number): readonly string[] {
  if (timeMs === null) return [];
  if (timeMs <= nowMs) return tooEarlyFaults(field, timeMs);
  return [`${field}: a time that has been is required, found ${isoTime(timeMs)}`];
}
