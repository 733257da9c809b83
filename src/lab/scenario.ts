import type { PresentedRecord } from '../dns/respond.js';

/** What the lab's resolvers know, how fast they are, and what goes wrong with them when. */
export interface Scenario {
  /** Seeds the random numbers: the same seed and times give the same replies. */
  readonly seed: number;
  readonly records: readonly LabRecord[];
  /** At least one. */
  readonly resolvers: readonly LabResolver[];
  readonly faults: readonly ScheduledFault[];
  /** What went wrong before the lab was started: only generated history has it. */
  readonly past: readonly PastFault[];
}

export interface LabRecord extends PresentedRecord {
  /** Replies with this record have AD set for clients that ask with DO: as if it had been validated. */
  readonly secure: boolean;
}

export interface LabResolver {
  readonly name: string;
  /** `null`: the lab's own address, its port plus this resolver's position in the list. */
  readonly listen: LabAddress | null;
  readonly latency: { readonly hit: LatencyModel; readonly miss: LatencyModel };
  /** Latency is multiplied by 1 + rhythm × load, where load goes from 0 (08:00 UTC) to 1 (20:00 UTC). */
  readonly rhythm: number;
  /** Share of queries that always go unanswered. */
  readonly loss: number;
}

/** A loopback address literal and a port; port 0 lets the kernel choose. */
export interface LabAddress {
  readonly host: string;
  readonly port: number;
}

/** A log-normal distribution cut off below. */
export interface LatencyModel {
  readonly medianUs: number;
  /** Standard deviation of the logarithm: 0 is constant, 1 has a 99th percentile of ten times the median. */
  readonly sigma: number;
  readonly minUs: number;
}

export type FaultEffect =
  /** An outage: nothing is answered. */
  | { readonly kind: 'silent' }
  /** Single queries are lost. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'delay'; readonly byUs: number }
  | { readonly kind: 'rcode'; readonly rcode: LabRcode }
  /** Another address than the true one; no records for types other than A and AAAA. */
  | { readonly kind: 'wrong-answer' }
  /** UDP replies say TC and hold nothing; TCP is well. */
  | { readonly kind: 'truncate' }
  /** The id and question of the query, then bytes that are no DNS message. */
  | { readonly kind: 'garbage' };

export const LAB_RCODES = { FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export type LabRcode = keyof typeof LAB_RCODES;

/** Whom a fault hits. */
export interface FaultScope {
  /** Share of the queries in scope that it hits, in (0, 1]. */
  readonly probability: number;
  /** Names of resolvers; `null`: all. */
  readonly resolvers: readonly string[] | null;
  /** Globs of query names; `null`: all. */
  readonly qnames: readonly string[] | null;
}

/** A fault that begins `atMs` after the lab's start, and again each `everyMs`. */
export interface ScheduledFault extends FaultScope {
  readonly effect: FaultEffect;
  readonly atMs: number;
  readonly forMs: number;
  /** `null`: once. */
  readonly everyMs: number | null;
}

/** A fault of a day before the lab's start, `atMs` after that day's midnight UTC. */
export interface PastFault extends FaultScope {
  readonly effect: FaultEffect | { readonly kind: 'no-data' };
  readonly daysAgo: number;
  readonly atMs: number;
  readonly forMs: number;
}

const AT_ONCE: LatencyModel = { medianUs: 0, sigma: 0, minUs: 0 };

/** What a resolver is like where its scenario says nothing. */
export const PLAIN_RESOLVER = { latency: { hit: AT_ONCE, miss: AT_ONCE }, rhythm: 0, loss: 0 } as const;

/** A single resolver that is always well and knows an address for every name. */
export const WELL_SCENARIO: Scenario = {
  seed: 1,
  records: [
    { name: '*', type: 'A', ttlSeconds: 300, data: '192.0.2.1', secure: false },
    { name: '*', type: 'AAAA', ttlSeconds: 300, data: '2001:db8::1', secure: false },
  ],
  resolvers: [{ name: 'lab', listen: null, ...PLAIN_RESOLVER }],
  faults: [],
  past: [],
};

/** Whether a scheduled fault is on at this time after the lab's start. */
export function isOn(fault: ScheduledFault, sinceStartMs: number): boolean {
  const sinceFirstMs = sinceStartMs - fault.atMs;
  if (sinceFirstMs < 0) return false;
  return (fault.everyMs === null ? sinceFirstMs : sinceFirstMs % fault.everyMs) < fault.forMs;
}
