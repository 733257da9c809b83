import { Type } from 'typebox';
import type { Static } from 'typebox';

import { type Phase, PHASES } from '../../domain/phase.js';
import { ceilTo, floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import { MAX_LATENCY_POINTS } from '../../domain/latency.js';
import type { Series } from '../../domain/series.js';
import { HttpError } from '../http/errors.js';
import { badParameter, parseStepParameter, parseTimeParameter, refuseRange } from '../http/query-parameters.js';
import type { LatencyQuery } from './latency-queries.js';

const name = (what: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 63, description: what }));
const text = (what: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: what }));

/** The query string of `/api/v1/latency`. */
export const latencyQuerySchema = Type.Object(
  {
    probe: name('Only series of this probe.'),
    resolver: name('Only series of this resolver.'),
    query: name('Only series of this query.'),
    phase: text('Only this part of the time: `connect`, `tls` or `query`. Default: the whole.'),
    from: text('ISO 8601; rounded down to a minute. Default: one hour before `to`.'),
    to: text('ISO 8601; rounded up to a minute. Default: now.'),
    step: text('Width of a point, a whole number of minutes (`5m`). Default: one point for the whole.'),
  },
  { additionalProperties: false },
);

export type LatencyQueryString = Static<typeof latencyQuerySchema>;

/** Turns a query string into a question about the series that may be shown. Throws `HttpError` 400 or 404 saying what is wrong. */
export function parseLatencyRequest(
  request: LatencyQueryString,
  shownSeries: readonly Series[],
  nowMs: number,
): LatencyQuery {
  const toMs = request.to === undefined ? nowMs : parseTimeParameter('to', request.to);
  const fromMs = request.from === undefined ? toMs - HOUR_MS : parseTimeParameter('from', request.from);
  const range = wholeMinutes(fromMs, toMs);
  const stepMs = request.step === undefined ? null : parseStep(request.step, range.toMs - range.fromMs);
  const { probe, resolver, query } = request;
  return {
    ...(probe === undefined ? {} : { probe }),
    ...(resolver === undefined ? {} : { resolver }),
    ...(query === undefined ? {} : { query }),
    ...range,
    stepMs,
    phase: request.phase === undefined ? null : parsePhase(request.phase),
    allowed: matchingSeries(request, shownSeries),
  };
}

function wholeMinutes(fromMs: number, toMs: number): { fromMs: number; toMs: number } {
  refuseRange(fromMs, toMs);
  return { fromMs: floorTo(fromMs, MINUTE_MS), toMs: ceilTo(toMs, MINUTE_MS) };
}

function parsePhase(value: string): Phase {
  const phase = PHASES.find((one) => one === value);
  if (phase === undefined) throw badParameter('phase', `must be one of ${PHASES.join(', ')}`, value);
  return phase;
}

function parseStep(value: string, rangeMs: number): number {
  const stepMs = parseStepParameter(value);
  const points = Math.ceil(rangeMs / stepMs);
  if (points > MAX_LATENCY_POINTS) {
    const message = `query parameter "step" must leave at most ${String(MAX_LATENCY_POINTS)} points, found ${String(points)}`;
    throw new HttpError(400, 'BAD_REQUEST', message);
  }
  return stepMs;
}

function matchingSeries(request: LatencyQueryString, shownSeries: readonly Series[]): readonly Series[] {
  const matching = shownSeries.filter(
    (series) =>
      (request.probe === undefined || request.probe === series.probe) &&
      (request.resolver === undefined || request.resolver === series.resolver) &&
      (request.query === undefined || request.query === series.query),
  );
  if (matching.length === 0)
    throw new HttpError(404, 'NOT_FOUND', 'no series shown here is of this probe, resolver and query');
  return matching;
}
