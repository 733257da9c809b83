import type { Outcome } from '../domain/outcome.js';
import { roundMs, type ProbeDefinition, type QueryDefinition } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';
import { globMatches } from '../domain/slo-definition.js';
import { dailyLoad, drawLatencyUs } from './latency.js';
import type { FaultEffect, LabResolver, PastFault } from './scenario.js';

/** A series of generated history and what decides its outcomes. */
export interface MadeUpSeries {
  readonly series: Series;
  readonly probe: ProbeDefinition;
  readonly query: QueryDefinition;
  readonly resolver: LabResolver;
}

/** The part of an import line that says what happened, how often. */
export interface MadeUpAttempts {
  readonly outcome: Outcome;
  readonly rttUs?: number;
  readonly rcode?: string;
  readonly count: number;
}

/** What the attempts of `widthMs` of time came to, under these faults; nothing where there is no data. */
export function attemptsOf(
  { probe, query, resolver }: MadeUpSeries,
  faults: readonly PastFault[],
  startMs: number,
  widthMs: number,
  random: () => number,
): readonly MadeUpAttempts[] {
  const asked = { query, resolver, timeoutMs: probe.timeoutMs };
  if (hasNoData(asked, faults)) return [];
  return endsOf(asked, roundsIn(probe, widthMs, random), { faults, startMs, random });
}

/** What a resolver is asked, and how long it is waited for. */
export interface MadeUpQuery {
  readonly query: QueryDefinition;
  readonly resolver: LabResolver;
  readonly timeoutMs: number;
}

/** When queries are made, and what goes wrong then. */
export interface MadeUpMoment {
  readonly faults: readonly PastFault[];
  readonly startMs: number;
  readonly random: () => number;
}

/** How so many queries ended: those of one kind share one round-trip time. */
export function endsOf(
  asked: MadeUpQuery,
  count: number,
  { faults, startMs, random }: MadeUpMoment,
): readonly MadeUpAttempts[] {
  const made: MadeUpAttempts[] = [];
  let left = count;
  const take = (probability: number, effect: FaultEffect | null) => {
    const taken = drawBinomial(left, probability, random);
    left -= taken;
    if (taken > 0) made.push({ ...resultOf(asked, effect, startMs, random), count: taken });
  };
  for (const { effect, probability } of faults.filter((fault) => hits(fault, asked))) {
    if (effect.kind !== 'no-data') take(probability, effect);
  }
  take(asked.resolver.loss, { kind: 'drop' });
  take(1, null);
  return made;
}

/** Whether nothing is known of queries to this resolver. */
export function hasNoData(asked: MadeUpQuery, faults: readonly PastFault[]): boolean {
  return faults.some((fault) => fault.effect.kind === 'no-data' && hits(fault, asked));
}

/** How many rounds of a probe fall into so much time. */
export function roundsIn(
  { schedule }: Pick<ProbeDefinition, 'schedule'>,
  widthMs: number,
  random: () => number,
): number {
  return roundHalfwayAtRandom(widthMs / roundMs(schedule), random);
}

function hits(fault: PastFault, asked: MadeUpQuery): boolean {
  const qname = asked.query.qname.replaceAll('{random}', 'random').toLowerCase();
  return (
    (fault.resolvers?.includes(asked.resolver.name) ?? true) &&
    (fault.qnames?.some((glob) => globMatches(glob, qname)) ?? true)
  );
}

type Result = Omit<MadeUpAttempts, 'count'>;

function resultOf(asked: MadeUpQuery, effect: FaultEffect | null, startMs: number, random: () => number): Result {
  const rttUs = drawRttUs(asked, startMs, random);
  const rcode = asked.query.expect.rcode[0] ?? 'NOERROR';
  if (effect === null) return inTime(asked, { outcome: 'answered', rttUs, rcode });
  switch (effect.kind) {
    case 'silent':
    case 'drop':
      return { outcome: 'timeout' };
    case 'delay':
      return inTime(asked, { outcome: 'answered', rttUs: rttUs + effect.byUs, rcode });
    case 'truncate':
      // The question is asked again over TCP: two turns, after connecting in a third.
      return inTime(asked, { outcome: 'answered', rttUs: 3 * rttUs, rcode });
    case 'rcode':
      return inTime(asked, { outcome: outcomeOfRcode(asked, effect.rcode), rttUs, rcode: effect.rcode });
    case 'wrong-answer':
      return inTime(asked, { outcome: 'wrong_answer', rttUs, rcode: 'NOERROR' });
    case 'garbage':
      return inTime(asked, { outcome: 'malformed', rttUs });
    default:
      return effect satisfies never;
  }
}

function outcomeOfRcode(asked: MadeUpQuery, rcode: string): Outcome {
  return asked.query.expect.rcode.includes(rcode) ? 'answered' : 'wrong_rcode';
}

function inTime(asked: MadeUpQuery, result: Result & { readonly rttUs: number }): Result {
  return result.rttUs > asked.timeoutMs * 1e3 ? { outcome: 'timeout' } : result;
}

/** Only a name that was never asked before is missing in a resolver's cache. */
function drawRttUs(asked: MadeUpQuery, startMs: number, random: () => number): number {
  const { latency, rhythm } = asked.resolver;
  const model = asked.query.qname.includes('{random}') ? latency.miss : latency.hit;
  return Math.max(1, Math.round(drawLatencyUs(model, random) * (1 + rhythm * dailyLoad(startMs))));
}

function roundHalfwayAtRandom(value: number, random: () => number): number {
  return Math.floor(value) + (random() < value % 1 ? 1 : 0);
}

/** How many of `trials` succeed; skips from success to success, so rare ones cost little. */
function drawBinomial(trials: number, probability: number, random: () => number): number {
  if (probability <= 0 || trials === 0) return 0;
  if (probability >= 1) return trials;
  const failure = Math.log(1 - probability);
  let successes = 0;
  let position = Math.floor(Math.log(1 - random()) / failure);
  while (position < trials) {
    successes++;
    position += 1 + Math.floor(Math.log(1 - random()) / failure);
  }
  return successes;
}
