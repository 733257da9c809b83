import { HOUR_MS, MINUTE_MS } from '../../domain/clock.js';

/** The local time of an IANA time zone as `YYYY-MM-DD hh:mm`. */
export type LocalTimeOf = (timeMs: number) => string;

const known = new Map<string, LocalTimeOf>();

/** Throws `RangeError` for an unknown zone. */
export function localTimeOf(timeZone: string): LocalTimeOf {
  const found = known.get(timeZone);
  if (found !== undefined) return found;
  // The Swedish locale writes dates as ISO 8601 does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...DATE, hour: '2-digit', minute: '2-digit' });
  const made: LocalTimeOf = (timeMs) => format.format(timeMs);
  known.set(timeZone, made);
  return made;
}

const DATE = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;

/**
 * The first minute whose local time is `local` (`YYYY-MM-DD hh:mm`) or later, in UTC milliseconds. Found
 * by search, for a day need not begin at 00:00: where clocks go forward at midnight it begins at 01:00.
 */
export function instantOf(local: string, localTime: LocalTimeOf): number {
  const asUtc = Date.parse(`${local.replace(' ', 'T')}Z`);
  // Zones lie between UTC−12 and UTC+14.
  let beforeMs = asUtc - 15 * HOUR_MS;
  let atMs = asUtc + 13 * HOUR_MS;
  while (atMs - beforeMs > MINUTE_MS) {
    const middleMs = beforeMs + Math.floor((atMs - beforeMs) / MINUTE_MS / 2) * MINUTE_MS;
    if (localTime(middleMs) >= local) atMs = middleMs;
    else beforeMs = middleMs;
  }
  return atMs;
}
