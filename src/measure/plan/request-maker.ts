import { compileExpectation, type CompiledExpectation } from '../../dns/expectation.js';
import { type PreparedQuery, prepareQuery } from '../../dns/prepared-query.js';
import type { QueryDefinition, ResolverDefinition } from '../../domain/probe-definition.js';
import type { AttemptRequest } from '../attempt.js';
import { MeasureError } from '../errors.js';
import type { RandomSource } from '../random-source.js';
import { routeOf } from '../route.js';
import { expandQname, hasPlaceholder } from './qname-template.js';

export interface RequestOptions {
  readonly timeoutMs: number;
  readonly random: RandomSource;
  /** See `AttemptRequest`; absent: no. */
  readonly keepsReply?: boolean;
  /** Marks random labels as ours; absent: they are not marked. */
  readonly markerKey?: string;
}

/** The request for an attempt scheduled at a time, milliseconds since the epoch. */
export type MakeRequest = (timeMs: number) => AttemptRequest;

/**
 * Requests for one attempt after another to this resolver with this query, checked once.
 * Throws `MeasureError` `PLAN_INVALID` where the query cannot be asked or its expectation cannot be held against a reply.
 */
export function requestMaker(
  resolver: ResolverDefinition,
  query: QueryDefinition,
  options: RequestOptions,
): MakeRequest {
  const { expectation, prepare } = checked(query, options);
  const fixed = {
    route: routeOf(resolver),
    timeoutMs: options.timeoutMs,
    expectation,
    keepsReply: options.keepsReply ?? false,
  };
  if (isFresh(query)) return (timeMs) => ({ ...fixed, query: prepare(timeMs) });
  const request = { ...fixed, query: prepare(0) };
  return () => request;
}

/** Whether every attempt has a message of its own; else one is encoded once, and only its id differs. */
function isFresh(query: QueryDefinition): boolean {
  return hasPlaceholder(query.qname);
}

interface CheckedQuery {
  readonly expectation: CompiledExpectation;
  readonly prepare: (timeMs: number) => PreparedQuery;
}

function checked(query: QueryDefinition, { random }: RequestOptions): CheckedQuery {
  const prepare = (timeMs: number): PreparedQuery =>
    prepareQuery({ ...query, qname: expandQname(query.qname, random, timeMs) });
  try {
    prepare(0);
    return { expectation: compileExpectation(query.expect), prepare };
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const message = `plan query ${JSON.stringify(query.name)}: a query that can be asked is required; found: ${found}`;
    throw new MeasureError('PLAN_INVALID', message, { cause });
  }
}
