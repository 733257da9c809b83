import { HttpError } from './errors.js';

// RFC 3339: a date and a time with a zone. Without a zone a time would mean another instant on each machine.
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const ISO_TIME_REQUIRED = 'must be an ISO 8601 time with a zone such as 2026-10-01T00:00:00Z';

/** Milliseconds since the epoch of an ISO 8601 date, or time with a zone. Throws `HttpError` 400. */
export function parseTimeParameter(parameter: string, value: string, required = ISO_TIME_REQUIRED): number {
  // In a query string an unescaped `+` of `+09:00` arrives as a blank.
  const iso = value.replace(' ', '+');
  const timeMs = ISO_TIME.test(iso) ? Date.parse(iso) : Number.NaN;
  if (!Number.isFinite(timeMs) || !isRealDay(iso)) {
    throw badParameter(parameter, required, value);
  }
  return timeMs;
}

/** `Date.parse` takes 30 February for 2 March. */
function isRealDay(iso: string): boolean {
  const day = iso.slice(0, 10);
  const parsedMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(parsedMs) && new Date(parsedMs).toISOString().startsWith(day);
}

/** Says what a query parameter must be, and what it is. */
export function badParameter(parameter: string, required: string, found: string): HttpError {
  return new HttpError(
    400,
    'BAD_REQUEST',
    `query parameter "${parameter}" ${required}, found "${found.slice(0, 100)}"`,
  );
}
