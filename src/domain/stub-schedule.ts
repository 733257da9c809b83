import { SECOND_MS } from './clock.js';
import type { StubDefinition } from './probe-definition.js';

/** resolv.conf(5): up to MAXNS (currently 3) name servers may be listed. */
export const MAX_NAMESERVERS = 3;

/** A query that a stub makes if all before it were in vain. */
export interface PlannedQuery {
  /** The resolver's number in the list, from 0. */
  readonly index: number;
  /** Which time the list is gone through, from 0. */
  readonly pass: number;
  readonly waitMs: number;
}

/** No resolution takes longer, whatever the sum of its waits: a minute is final only when all of its attempts have ended. */
export const LONGEST_RESOLUTION_MS = 600 * SECOND_MS;

type Options = Pick<StubDefinition, 'attempts' | 'timeoutMs' | 'rotate' | 'deadlineMs'>;

/** Every query that a resolution may make of `count` resolvers, in order. With `rotate` each turn starts one further on. */
export function plannedQueries(options: Options, count: number, turn: number): readonly PlannedQuery[] {
  const first = options.rotate ? turn % count : 0;
  return Array.from({ length: options.attempts * count }, (_, position) => {
    const index = (first + position) % count;
    return { index, pass: Math.floor(position / count), waitMs: waitMs(options.timeoutMs, index, count) };
  });
}

/**
 * How long a resolver is waited for: the first for the timeout, number i of n for 2^i times as long,
 * divided by n, in whole seconds and at least one. The number is the resolver's place in
 * resolv.conf, even where `rotate` starts with another. glibc, resolv/res_send.c, `send_dg`.
 */
export function waitMs(timeoutMs: number, index: number, count: number): number {
  const seconds = timeoutMs / SECOND_MS;
  const waited = index === 0 ? seconds : Math.floor((seconds * 2 ** index) / count);
  return Math.max(1, waited) * SECOND_MS;
}

/** When a resolution of `count` resolvers is given up at the latest. */
export function deadlineMs(options: Options, count: number): number {
  const sum = plannedQueries(options, count, 0).reduce((total, query) => total + query.waitMs, 0);
  return Math.min(options.deadlineMs ?? sum, LONGEST_RESOLUTION_MS);
}
