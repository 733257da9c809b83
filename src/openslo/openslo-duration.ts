import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/clock.js';

/** OpenSLO's duration shorthand; `m` is minutes, and months, quarters and years are 30, 90 and 365 days. */
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['m', MINUTE_MS],
  ['h', HOUR_MS],
  ['d', DAY_MS],
  ['w', 7 * DAY_MS],
  ['M', 30 * DAY_MS],
  ['Q', 90 * DAY_MS],
  ['Y', 365 * DAY_MS],
]);

/** Number and unit of `28d`; `null` if the text is not such a duration. */
export function splitOpensloDuration(text: string): { readonly count: number; readonly unit: string } | null {
  const match = /^([0-9]{1,6})([mhdwMQY])$/.exec(text);
  return match === null ? null : { count: Number(match[1]), unit: match[2] ?? '' };
}

/** Milliseconds of `28d`, `1M`, `5m` …; `null` if the text is not such a duration, or is none at all (`0d`). */
export function parseOpensloDuration(text: string): number | null {
  const ms = parseOpensloDelay(text);
  return ms !== null && ms > 0 ? ms : null;
}

/** The same, where none at all (`0m`) will do. */
export function parseOpensloDelay(text: string): number | null {
  const split = splitOpensloDuration(text);
  return split === null ? null : split.count * (UNIT_MS.get(split.unit) ?? NaN);
}
