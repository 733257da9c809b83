import { ceilTo, DAY_MS, floorTo, isoTime, MINUTE_MS } from '../domain/clock.js';
import { type MeasurePlan, type ProbeDefinition, resolversOfStub } from '../domain/probe-definition.js';
import type { Series } from '../domain/series.js';
import type { TimeWindow } from '../domain/window.js';
import { attemptsOf, type MadeUpAttempts, type MadeUpSeries } from './made-up-attempts.js';
import { lookUpsOf, type MadeUpStub, resolutionsOf } from './made-up-resolutions.js';
import { type LabResolver, PLAIN_RESOLVER, type PastFault, type Scenario } from './scenario.js';
import { seededRandom } from './seeded-random.js';

export interface DemoHistoryOptions {
  /** History ends with the last whole minute before this. */
  readonly nowMs: number;
  readonly historyMs: number;
  readonly plan: Pick<MeasurePlan, 'probes'>;
  readonly vantage: string;
  readonly seed: number;
  /** Its resolvers' latency and loss, found by the plan's names, and its past faults. */
  readonly scenario: Scenario;
}

/** Within the usual window of an SLO every minute counts for coverage; so it does in last month, which is reported. */
const FINE_MS = 31 * DAY_MS;
const MOST_FINE_A_MINUTE = 5;
/** Older time is shown by hours and days only, so several minutes may stand in one. */
const COARSE_STEP_MS = 10 * MINUTE_MS;
const MOST_COARSE_GROUPS = 60_000;

/** Clients' look-ups, which are beside what their resolvers did: fewer lines do. */
const MOST_FINE_STUBS_A_MINUTE = 3;

/**
 * Made-up history of a plan as lines of the import format, in order of time: what the lab's
 * resolvers would have given had they run before, and what clients would have had of them. The same
 * options give the same lines, under a million: with many series each speaks only in every n-th
 * minute, in turn, for n minutes.
 */
export function* demoHistory(options: DemoHistoryOptions): Generator<string> {
  const toMs = floorTo(options.nowMs, MINUTE_MS);
  const time = { fromMs: toMs - options.historyMs, toMs };
  const faults = options.scenario.past.map((fault) => placeFault(fault, toMs));
  const { probes } = options.plan;
  const resolvers = probes.flatMap((probe) => seriesOf(probe, options));
  const stubs = probes.flatMap((probe) => stubsOf(probe, options));
  // Each has numbers of its own: what resolvers gave does not hang on who else is made up.
  const [ofResolvers, ofStubs] = [seededRandom(options.seed), seededRandom(options.seed + 1)];
  const attempts = linesOf(groupsOf(resolvers, time, MOST_FINE_A_MINUTE), ({ member, startMs, widthMs }) =>
    attemptsOf(member, active(faults, startMs), startMs, widthMs, ofResolvers),
  );
  const resolutions = linesOf(groupsOf(stubs, time, MOST_FINE_STUBS_A_MINUTE), ({ member, startMs, widthMs }) =>
    resolutionsOf(member, { faults: active(faults, startMs), startMs, random: ofStubs }, widthMs),
  );
  yield* inOrder(attempts, resolutions);
}

interface Line {
  readonly startMs: number;
  readonly text: string;
}

function* linesOf<Member extends { readonly series: Series }>(
  groups: Iterable<Group<Member>>,
  madeUp: (group: Group<Member>) => readonly MadeUpAttempts[],
): Generator<Line> {
  for (const group of groups) {
    for (const attempts of madeUp(group)) {
      const line = { time: isoTime(group.startMs), ...group.member.series, ...attempts };
      yield { startMs: group.startMs, text: JSON.stringify(line) };
    }
  }
}

/** Two lists, each in order of time, as one. */
function* inOrder(a: Iterator<Line>, b: Iterator<Line>): Generator<string> {
  let [first, second] = [a.next(), b.next()];
  while (first.done !== true || second.done !== true) {
    const isFirst = first.done !== true && (second.done === true || first.value.startMs <= second.value.startMs);
    if (isFirst && first.done !== true) {
      yield first.value.text;
      first = a.next();
    } else if (second.done !== true) {
      yield second.value.text;
      second = b.next();
    }
  }
}

interface Group<Member> {
  readonly member: Member;
  readonly startMs: number;
  /** How much time the group's attempts stand for. */
  readonly widthMs: number;
}

function* groupsOf<Member>(
  series: readonly Member[],
  { fromMs, toMs }: TimeWindow,
  mostFineAMinute: number,
): Generator<Group<Member>> {
  const everyMinuteFromMs = Math.min(toMs - FINE_MS, startOfLastMonthMs(toMs));
  const coarseMs = stepMs(everyMinuteFromMs - fromMs, COARSE_STEP_MS, series.length, MOST_COARSE_GROUPS);
  const fineFromMs = Math.max(fromMs, floorTo(everyMinuteFromMs, coarseMs));
  for (let startMs = ceilTo(fromMs, coarseMs); startMs < fineFromMs; startMs += coarseMs) {
    for (const member of series) yield { member, startMs, widthMs: coarseMs };
  }
  const turns = Math.max(1, Math.ceil(series.length / mostFineAMinute));
  const fineMs = turns * MINUTE_MS;
  for (let startMs = ceilTo(fineFromMs, MINUTE_MS); startMs < toMs; startMs += MINUTE_MS) {
    const turn = (startMs / MINUTE_MS) % turns;
    for (const [index, member] of series.entries()) {
      if (index % turns === turn) yield { member, startMs, widthMs: fineMs };
    }
  }
}

/** When last month began, wherever on earth. */
function startOfLastMonthMs(timeMs: number): number {
  const date = new Date(timeMs - DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1) - DAY_MS;
}

/** The smallest multiple of `baseMs` that keeps the number of groups down to `most`. */
function stepMs(durationMs: number, baseMs: number, seriesCount: number, most: number): number {
  return baseMs * Math.max(1, Math.ceil((seriesCount * durationMs) / baseMs / most));
}

function seriesOf(probe: ProbeDefinition, options: DemoHistoryOptions): readonly MadeUpSeries[] {
  return probe.resolvers.flatMap(({ name }) =>
    probe.queries.map((query) => ({
      series: { vantage: options.vantage, probe: probe.name, resolver: name, query: query.name },
      probe,
      query,
      resolver: labResolver(name, options),
    })),
  );
}

function stubsOf(probe: ProbeDefinition, options: DemoHistoryOptions): readonly MadeUpStub[] {
  return (probe.stubs ?? []).flatMap((stub) => {
    const resolvers = resolversOfStub(probe, stub).map(({ name }) => labResolver(name, options));
    if (resolvers.length === 0) return [];
    return probe.queries.map((query) => ({
      series: { vantage: options.vantage, probe: probe.name, resolver: stub.name, query: query.name },
      ...{ probe, query, resolvers, lookUps: lookUpsOf(stub, resolvers.length) },
    }));
  });
}

function labResolver(name: string, { scenario }: DemoHistoryOptions): LabResolver {
  return scenario.resolvers.find((resolver) => resolver.name === name) ?? { name, listen: null, ...PLAIN_RESOLVER };
}

interface PlacedFault {
  readonly fault: PastFault;
  readonly fromMs: number;
  readonly untilMs: number;
}

function placeFault(fault: PastFault, nowMs: number): PlacedFault {
  const fromMs = floorTo(nowMs, DAY_MS) - fault.daysAgo * DAY_MS + fault.atMs;
  return { fault, fromMs, untilMs: fromMs + fault.forMs };
}

function active(faults: readonly PlacedFault[], timeMs: number): readonly PastFault[] {
  return faults.filter(({ fromMs, untilMs }) => fromMs <= timeMs && timeMs < untilMs).map(({ fault }) => fault);
}
