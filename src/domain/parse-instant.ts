const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,9})?)?(Z|z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Milliseconds since the epoch of an ISO 8601 date or time; `null` if it is none. Without an offset
 * it is UTC, whatever the machine's zone: the same command means the same everywhere.
 */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [, date = '', time = '00:00', seconds = ':00', offset = 'Z'] = match;
  const zone = /^[+-]\d{4}$/.test(offset) ? `${offset.slice(0, 3)}:${offset.slice(3)}` : offset.toUpperCase();
  const timeMs = Date.parse(`${date}T${time}${seconds}${zone}`);
  return Number.isNaN(timeMs) || !isCalendarDate(date) ? null : timeMs;
}

/** JavaScript reads 30 February as 2 March. */
function isCalendarDate(date: string): boolean {
  const timeMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(date);
}
