import { CASE_BITS_BYTES } from '../../dns/mixed-case.js';
import { compileExpectation, type CompiledExpectation } from '../../dns/expectation.js';
import { type PreparedQuery, prepareQuery } from '../../dns/prepared-query.js';
import type { QueryDefinition, ResolverDefinition } from '../../domain/probe-definition.js';
import { type MarkerKey, markerKey } from '../../domain/probe-marker.js';
import type { AttemptRequest } from '../attempt.js';
import { MeasureError } from '../errors.js';
import type { RandomSource } from '../random-source.js';
import { routeOf } from '../route.js';
import { CookieJar } from './cookie-jar.js';
import { expandQname, hasPlaceholder } from './qname-template.js';

export interface RequestOptions {
  readonly timeoutMs: number;
  readonly random: RandomSource;
  /** See `AttemptRequest`; absent: no. */
  readonly keepsReply?: boolean;
  /** Marks random labels as ours; absent: they are not marked. Hex. */
  readonly markerKey?: string;
}

/** The request for an attempt scheduled at a time, milliseconds since the epoch. */
export type MakeRequest = (timeMs: number) => AttemptRequest;

/** A time whose seconds have as many digits as they will have until 2286. */
const LONGEST_TIME_MS = 9_999_999_999_000;

/**
 * Requests for one attempt after another to this resolver with this query, checked once. Each maker
 * keeps cookies of its own.
 * Throws `MeasureError` `PLAN_INVALID` where the query cannot be asked or its expectation cannot be held against a reply.
 */
export function requestMaker(
  resolver: ResolverDefinition,
  query: QueryDefinition,
  options: RequestOptions,
): MakeRequest {
  const { expectation, prepare } = checked(query, options);
  const jar = query.edns.cookie === true ? new CookieJar(options.random) : null;
  const { timeoutMs } = options;
  const route = routeOf(resolver);
  const keepsReply = jar !== null || options.keepsReply === true;
  const onReply = jar === null ? null : (reply: Uint8Array): void => jar.learn(reply);
  // Written out: an object made by spreading has a shape of its own, and the hot path would look up each of them.
  const make: MakeRequest = (timeMs) => {
    const query = prepare(timeMs, jar?.option ?? null);
    return { route, timeoutMs, expectation, keepsReply, onReply, query };
  };
  return isFresh(query) ? make : madeOncePerCookie(make, jar);
}

/** Whether every attempt has a message of its own; else one is encoded once, and only its id differs. */
function isFresh(query: QueryDefinition): boolean {
  return query.mixedCase === true || hasPlaceholder(query.qname);
}

function madeOncePerCookie(make: MakeRequest, jar: CookieJar | null): MakeRequest {
  let cookie = jar?.option;
  let request = make(0);
  return () => {
    if (jar?.option === cookie) return request;
    cookie = jar?.option;
    request = make(0);
    return request;
  };
}

interface CheckedQuery {
  readonly expectation: CompiledExpectation;
  readonly prepare: (timeMs: number, cookie: Uint8Array | null) => PreparedQuery;
}

function checked(query: QueryDefinition, options: RequestOptions): CheckedQuery {
  try {
    const key = options.markerKey === undefined ? null : markerKey(options.markerKey);
    const prepare = preparer(query, options.random, key);
    prepare(LONGEST_TIME_MS, null);
    return { expectation: compileExpectation(query.expect), prepare };
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const message = `plan query ${JSON.stringify(query.name)}: a query that can be asked is required; found: ${found}`;
    throw new MeasureError('PLAN_INVALID', message, { cause });
  }
}

function preparer(query: QueryDefinition, random: RandomSource, key: MarkerKey | null): CheckedQuery['prepare'] {
  const caseBits = query.mixedCase === true ? () => random.bytes(CASE_BITS_BYTES) : () => null;
  return (timeMs, cookie) =>
    prepareQuery({ ...query, qname: expandQname(query.qname, random, timeMs, key) }, { caseBits: caseBits(), cookie });
}
