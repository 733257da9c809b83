import { Type } from 'typebox';
import type { Static } from 'typebox';

import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import { parseDurationMs } from '../../domain/duration.js';
import { MAX_LATENCY_POINTS } from '../../domain/latency.js';
import type { Series } from '../../domain/series.js';
import { HttpError } from '../http/errors.js';
import type { LatencyQuery } from './latency-queries.js';

/** Longer than any retention that makes sense; bounds what a query may walk through. */
const MAX_RANGE_MS = 20 * 366 * DAY_MS;

const name = (what: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 63, description: what }));
const text = (what: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: what }));

/** The query string of `/api/v1/latency`. */
export const latencyQuerySchema = Type.Object(
  {
    probe: name('Only series of this probe.'),
    resolver: name('Only series of this resolver.'),
    query: name('Only series of this query.'),
    from: text('ISO 8601; rounded down to a minute. Default: one hour before `to`.'),
    to: text('ISO 8601; rounded up to a minute. Default: now.'),
    step: text('Width of a point, a whole number of minutes (`5m`). Default: one point for the whole.'),
  },
  { additionalProperties: false },
);

export type LatencyQueryString = Static<typeof latencyQuerySchema>;

/** Turns a query string into a question about public series. Throws `HttpError` 400 or 404 saying what is wrong. */
export function parseLatencyRequest(
  request: LatencyQueryString,
  publicSeries: readonly Series[],
  nowMs: number,
): LatencyQuery {
  const toMs = request.to === undefined ? nowMs : parseTime('to', request.to);
  const fromMs = request.from === undefined ? toMs - HOUR_MS : parseTime('from', request.from);
  const range = wholeMinutes(fromMs, toMs);
  const stepMs = request.step === undefined ? null : parseStep(request.step, range.toMs - range.fromMs);
  const { probe, resolver, query } = request;
  return {
    ...(probe === undefined ? {} : { probe }),
    ...(resolver === undefined ? {} : { resolver }),
    ...(query === undefined ? {} : { query }),
    ...range,
    stepMs,
    allowed: matchingSeries(request, publicSeries),
  };
}

// RFC 3339: a date and a time with a zone. Without a zone a time would mean another instant on each machine.
const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

function parseTime(parameter: 'from' | 'to', value: string): number {
  // In a query string an unescaped `+` of `+09:00` arrives as a blank.
  const iso = value.replace(' ', '+');
  const timeMs = ISO_TIME.test(iso) ? Date.parse(iso) : Number.NaN;
  if (!Number.isFinite(timeMs) || !isRealDay(iso)) {
    throw badRequest(parameter, 'must be an ISO 8601 time with a zone such as 2026-10-01T00:00:00Z', value);
  }
  return timeMs;
}

/** `Date.parse` takes 30 February for 2 March. */
function isRealDay(iso: string): boolean {
  const day = iso.slice(0, 10);
  const parsedMs = Date.parse(`${day}T00:00:00Z`);
  return Number.isFinite(parsedMs) && new Date(parsedMs).toISOString().startsWith(day);
}

function wholeMinutes(fromMs: number, toMs: number): { fromMs: number; toMs: number } {
  if (fromMs >= toMs) throw new HttpError(400, 'BAD_REQUEST', 'query parameter "from" must be before "to"');
  if (toMs - fromMs > MAX_RANGE_MS) {
    throw new HttpError(400, 'BAD_REQUEST', 'query parameters "from" and "to" must be at most 20 years apart');
  }
  return { fromMs: floorTo(fromMs, MINUTE_MS), toMs: ceilTo(toMs, MINUTE_MS) };
}

function parseStep(value: string, rangeMs: number): number {
  const stepMs = parseDurationMs(value);
  if (stepMs === null || stepMs < MINUTE_MS || stepMs % MINUTE_MS !== 0) {
    throw badRequest('step', 'must be a duration of whole minutes such as 5m or 1h', value);
  }
  const points = Math.ceil(rangeMs / stepMs);
  if (points > MAX_LATENCY_POINTS) {
    const message = `query parameter "step" must leave at most ${String(MAX_LATENCY_POINTS)} points, found ${String(points)}`;
    throw new HttpError(400, 'BAD_REQUEST', message);
  }
  return stepMs;
}

function matchingSeries(request: LatencyQueryString, publicSeries: readonly Series[]): readonly Series[] {
  const matching = publicSeries.filter(
    (series) =>
      (request.probe === undefined || request.probe === series.probe) &&
      (request.resolver === undefined || request.resolver === series.resolver) &&
      (request.query === undefined || request.query === series.query),
  );
  if (matching.length === 0)
    throw new HttpError(404, 'NOT_FOUND', 'no published series is of this probe, resolver and query');
  return matching;
}

function badRequest(parameter: string, required: string, found: string): HttpError {
  return new HttpError(400, 'BAD_REQUEST', `query parameter "${parameter}" ${required}, found "${found}"`);
}
