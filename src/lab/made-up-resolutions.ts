import type { ProbeDefinition, QueryDefinition, StubDefinition } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';
import { deadlineMs, type PlannedQuery, plannedQueries } from '../domain/stub-schedule.js';
import { endsOf, hasNoData, type MadeUpAttempts, type MadeUpMoment, roundsIn } from './made-up-attempts.js';
import type { LabResolver } from './scenario.js';

/** A series of generated history that clients of one configuration would have given. */
export interface MadeUpStub {
  readonly series: Series;
  readonly probe: ProbeDefinition;
  readonly query: QueryDefinition;
  /** In the order of its list; never empty. */
  readonly resolvers: readonly LabResolver[];
  /** As `lookUpsOf` its stub and as many resolvers. */
  readonly lookUps: LookUps;
}

/** What a client does, planned once for all its look-ups. */
export interface LookUps {
  /** The queries of a look-up, one plan for each resolver that may be its first. */
  readonly plans: readonly (readonly PlannedQuery[])[];
  readonly deadlineMs: number;
}

export function lookUpsOf(stub: StubDefinition, resolverCount: number): LookUps {
  const turns = stub.rotate ? resolverCount : 1;
  const plans = Array.from({ length: turns }, (_, turn) => plannedQueries(stub, resolverCount, turn));
  return { plans, deadlineMs: deadlineMs(stub, resolverCount) };
}

/** Replies with which a client goes on to the next resolver; glibc, resolv/res_send.c, `send_dg`. */
const REFUSALS: ReadonlySet<string | undefined> = new Set(['SERVFAIL', 'REFUSED', 'NOTIMP']);

/** What the look-ups of `widthMs` of time came to: each query of theirs meets what the resolvers' own met then. */
export function resolutionsOf(member: MadeUpStub, moment: MadeUpMoment, widthMs: number): readonly MadeUpAttempts[] {
  const { probe, query, resolvers, lookUps } = member;
  const isUnknown = resolvers.some((resolver) => hasNoData({ query, resolver, timeoutMs: 0 }, moment.faults));
  if (isUnknown) return [];
  const count = roundsIn(probe, widthMs, moment.random);
  const turns = lookUps.plans.length;
  return lookUps.plans.flatMap((queries, turn) => {
    const share = Math.floor(count / turns) + (turn < count % turns ? 1 : 0);
    return lookUp(member, { queries, count: share, waitedUs: 0, last: null }, moment);
  });
}

/** Look-ups that have come equally far. */
interface UnderWay {
  /** What is left to be tried. */
  readonly queries: readonly PlannedQuery[];
  readonly count: number;
  readonly waitedUs: number;
  /** The last reply, which was none to be content with. */
  readonly last: MadeUpAttempts | null;
}

function lookUp(member: MadeUpStub, underWay: UnderWay, moment: MadeUpMoment): readonly MadeUpAttempts[] {
  const { queries, count, waitedUs, last } = underWay;
  if (count === 0) return [];
  const [next, ...queriesLeft] = queries;
  const resolver = next === undefined ? undefined : member.resolvers[next.index];
  if (next === undefined || resolver === undefined) {
    return [last === null ? { outcome: 'timeout', count } : { ...last, rttUs: waitedUs, count }];
  }
  const leftMs = member.lookUps.deadlineMs - waitedUs / 1e3;
  if (leftMs <= 0) return [{ outcome: 'timeout', count }];
  const timeoutMs = Math.min(next.waitMs, leftMs);
  return endsOf({ query: member.query, resolver, timeoutMs }, count, moment).flatMap((end) => {
    const waited = waitedUs + (end.rttUs ?? Math.round(timeoutMs * 1e3));
    if (!isPassedOver(end)) return [{ ...end, rttUs: waited }];
    const replied = end.rttUs === undefined ? last : end;
    return lookUp(member, { queries: queriesLeft, count: end.count, waitedUs: waited, last: replied }, moment);
  });
}

function isPassedOver({ outcome, rcode }: MadeUpAttempts): boolean {
  return outcome === 'timeout' || (outcome === 'wrong_rcode' && REFUSALS.has(rcode));
}
