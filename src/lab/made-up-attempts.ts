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
  member: MadeUpSeries,
  faults: readonly PastFault[],
  startMs: number,
  widthMs: number,
  random: () => number,
): readonly MadeUpAttempts[] {
  const inScope = faults.filter((fault) => hits(fault, member));
  if (inScope.some((fault) => fault.effect.kind === 'no-data')) return [];
  const made: MadeUpAttempts[] = [];
  let left = roundHalfwayAtRandom(widthMs / roundMs(member.probe.schedule), random);
  const take = (probability: number, effect: FaultEffect | null) => {
    const count = drawBinomial(left, probability, random);
    left -= count;
    if (count > 0) made.push({ ...resultOf(member, effect, startMs, random), count });
  };
  for (const { effect, probability } of inScope) {
    if (effect.kind !== 'no-data') take(probability, effect);
  }
  take(member.resolver.loss, { kind: 'drop' });
  take(1, null);
  return made;
}

function hits(fault: PastFault, member: MadeUpSeries): boolean {
  const qname = member.query.qname.replaceAll('{random}', 'random').toLowerCase();
  return (
    (fault.resolvers?.includes(member.resolver.name) ?? true) &&
    (fault.qnames?.some((glob) => globMatches(glob, qname)) ?? true)
  );
}

type Result = Omit<MadeUpAttempts, 'count'>;

function resultOf(member: MadeUpSeries, effect: FaultEffect | null, startMs: number, random: () => number): Result {
  const rttUs = drawRttUs(member, startMs, random);
  const rcode = member.query.expect.rcode[0] ?? 'NOERROR';
  if (effect === null) return inTime(member, { outcome: 'answered', rttUs, rcode });
  switch (effect.kind) {
    case 'silent':
    case 'drop':
      return { outcome: 'timeout' };
    case 'delay':
      return inTime(member, { outcome: 'answered', rttUs: rttUs + effect.byUs, rcode });
    case 'truncate':
      // The question is asked again over TCP: two turns, after connecting in a third.
      return inTime(member, { outcome: 'answered', rttUs: 3 * rttUs, rcode });
    case 'rcode':
      return inTime(member, { outcome: outcomeOfRcode(member, effect.rcode), rttUs, rcode: effect.rcode });
    case 'wrong-answer':
      return inTime(member, { outcome: 'wrong_answer', rttUs, rcode: 'NOERROR' });
    case 'garbage':
      return inTime(member, { outcome: 'malformed', rttUs });
    default:
      return effect satisfies never;
  }
}

function outcomeOfRcode(member: MadeUpSeries, rcode: string): Outcome {
  return member.query.expect.rcode.includes(rcode) ? 'answered' : 'wrong_rcode';
}

function inTime(member: MadeUpSeries, result: Result & { readonly rttUs: number }): Result {
  return result.rttUs > member.probe.timeoutMs * 1e3 ? { outcome: 'timeout' } : result;
}

/** Only a name that was never asked before is missing in a resolver's cache. */
function drawRttUs(member: MadeUpSeries, startMs: number, random: () => number): number {
  const { latency, rhythm } = member.resolver;
  const model = member.query.qname.includes('{random}') ? latency.miss : latency.hit;
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
