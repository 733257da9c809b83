import { Type } from 'typebox';
import type { Static } from 'typebox';

import { parseDurationMs } from '../../domain/duration.js';
import type { FailureQuery } from '../../domain/failure-reader.js';
import { FAILED_OUTCOMES, type FailedOutcome } from '../../domain/outcome.js';
import { badParameter, parseTimeParameter } from '../http/query-parameters.js';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

const text = (what: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 63, description: what }));

/** The query string of `/api/v1/failures`. */
export const failuresQuerySchema = Type.Object(
  {
    vantage: text('Only failures seen from this vantage.'),
    probe: text('Only failures of this probe.'),
    resolver: text('Only failures of this resolver.'),
    query: text('Only failures of this query.'),
    outcome: text('Only failures with this outcome.'),
    since: text('Only attempts scheduled since then: ISO 8601, or a duration before now (`15m`).'),
    limit: text(`At most so many, the newest; 1 to ${String(MAX_LIMIT)}. Default: ${String(DEFAULT_LIMIT)}.`),
  },
  { additionalProperties: false },
);

export type FailuresQueryString = Static<typeof failuresQuerySchema>;

/** Turns a query string into a question about kept failures. Throws `HttpError` 400 saying what is allowed. */
export function parseFailuresRequest(request: FailuresQueryString, nowMs: number): FailureQuery {
  const { vantage = null, probe = null, resolver = null, query = null, outcome, since, limit } = request;
  return {
    vantage,
    probe,
    resolver,
    query,
    outcome: outcome === undefined ? null : parseOutcome(outcome),
    sinceMs: since === undefined ? null : parseSince(since, nowMs),
    limit: limit === undefined ? DEFAULT_LIMIT : parseLimit(limit),
  };
}

function parseOutcome(value: string): FailedOutcome {
  const outcome = FAILED_OUTCOMES.find((one) => one === value);
  if (outcome === undefined) throw badParameter('outcome', `must be one of ${FAILED_OUTCOMES.join(', ')}`, value);
  return outcome;
}

const SINCE_REQUIRED = 'must be an ISO 8601 time with a zone such as 2026-10-01T00:00:00Z, or a duration such as 15m';

function parseSince(value: string, nowMs: number): number {
  const agoMs = parseDurationMs(value);
  return agoMs === null ? parseTimeParameter('since', value, SINCE_REQUIRED) : nowMs - agoMs;
}

function parseLimit(value: string): number {
  const limit = /^\d{1,4}$/.test(value) ? Number(value) : 0;
  if (limit < 1 || limit > MAX_LIMIT) throw badParameter('limit', `must be 1 to ${String(MAX_LIMIT)}`, value);
  return limit;
}
