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

/** Milliseconds of `28d`, `1M`, `5m` …; `null` if the text is not such a duration, or is none at all (`0d`). */
export function parseOpensloDuration(text: string): number | null {
  const match = /^([0-9]{1,6})([mhdwMQY])$/.exec(text);
  const ms = Number(match?.[1]) * (UNIT_MS.get(match?.[2] ?? '') ?? NaN);
  return ms > 0 ? ms : null;
}
