import { formatEndpoint } from '../../domain/endpoint.js';
import type { DnsEndpoint, MeasurePlan } from '../../domain/probe-definition.js';
import { type QueryStream, queryStreams } from './query-stream.js';
import { randomParent } from './random-parent.js';

/** Most queries a second that an authoritative server gets that is nothing but a `control`. */
export const CONTROL_MAX_QPS = 200;
/** Absent from a query: so many names below one parent a second. */
export const DEFAULT_MAX_RANDOM_QPS = 50;

/** How often somebody is asked, over all probes. */
export interface SharedLoad {
  /** `address:port` of a resolver, or the parent of random names. */
  readonly name: string;
  readonly qps: number;
  /** See `QueryStream`. */
  readonly burst: number;
  /** The strictest that holds for it; `null` if there is none (a canary). */
  readonly maxQps: number | null;
  /** Never empty. */
  readonly streams: readonly QueryStream[];
}

export interface QueryLoad {
  /** By `address:port`. */
  readonly resolvers: ReadonlyMap<string, SharedLoad>;
  /** By parent name: see `randomParent`. */
  readonly parents: ReadonlyMap<string, SharedLoad>;
}

/**
 * What a plan sends at the worst: what `check` tells and refuses, and what the prober holds itself
 * to. Both take it from here, so that what has passed the check is never held back.
 */
export function queryLoad(plan: Pick<MeasurePlan, 'probes' | 'canaries'>): QueryLoad {
  const streams = queryStreams(plan);
  return {
    resolvers: shared(streams, ({ endpoint }) => endpointName(endpoint), resolverLimit),
    parents: shared(streams, parentOf, randomLimit),
  };
}

/** Whether somebody would be asked more often than allowed; sums of thirds of a second are not exact. */
export function isOverloaded({ qps, maxQps }: SharedLoad): boolean {
  return maxQps !== null && qps > maxQps * (1 + 1e-9);
}

export function endpointName({ address, port }: DnsEndpoint): string {
  return formatEndpoint(address, port);
}

function parentOf({ query }: QueryStream): string | null {
  return query === null ? null : randomParent(query.qname);
}

function resolverLimit(streams: readonly QueryStream[]): number | null {
  const limits = streams.flatMap(({ resolver }) => resolver?.maxQps ?? []);
  if (limits.length > 0) return Math.min(...limits);
  return streams.some(({ kind }) => kind === 'control') ? CONTROL_MAX_QPS : null;
}

function randomLimit(streams: readonly QueryStream[]): number {
  return Math.min(...streams.map(({ query }) => query?.maxRandomQps ?? DEFAULT_MAX_RANDOM_QPS));
}

function shared(
  streams: readonly QueryStream[],
  nameOf: (stream: QueryStream) => string | null,
  limitOf: (streams: readonly QueryStream[]) => number | null,
): ReadonlyMap<string, SharedLoad> {
  const byName = new Map<string, QueryStream[]>();
  for (const stream of streams) {
    const name = nameOf(stream);
    if (name === null) continue;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [stream]);
    else known.push(stream);
  }
  return new Map([...byName].map(([name, of]) => [name, { name, ...sumOf(of), maxQps: limitOf(of), streams: of }]));
}

function sumOf(streams: readonly QueryStream[]): Pick<SharedLoad, 'qps' | 'burst'> {
  const qps = streams.reduce((sum, stream) => sum + stream.qps, 0);
  return { qps, burst: streams.reduce((sum, stream) => sum + stream.burst, 0) };
}
