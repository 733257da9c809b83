import { DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import { parseDurationMs } from '../../domain/duration.js';
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

/** Longer than any retention that makes sense; bounds what a query may walk through. */
const MAX_RANGE_MS = 20 * 366 * DAY_MS;

/** Throws `HttpError` 400 for a stretch of time that is none, or longer than anything kept. */
export function refuseRange(fromMs: number, toMs: number): void {
  if (fromMs >= toMs) throw new HttpError(400, 'BAD_REQUEST', 'query parameter "from" must be before "to"');
  if (toMs - fromMs > MAX_RANGE_MS)
    throw new HttpError(400, 'BAD_REQUEST', 'query parameters "from" and "to" must be at most 20 years apart');
}

/** Milliseconds of a step of whole minutes. Throws `HttpError` 400. */
export function parseStepParameter(value: string): number {
  const stepMs = parseDurationMs(value);
  if (stepMs === null || stepMs < MINUTE_MS || stepMs % MINUTE_MS !== 0)
    throw badParameter('step', 'must be a duration of whole minutes such as 5m or 1h', value);
  return stepMs;
}

/** Says what a query parameter must be, and what it is. */
export function badParameter(parameter: string, required: string, found: string): HttpError {
  return new HttpError(
    400,
    'BAD_REQUEST',
    `query parameter "${parameter}" ${required}, found "${found.slice(0, 100)}"`,
  );
}
