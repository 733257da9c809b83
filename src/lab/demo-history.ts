import { ceilTo, DAY_MS, floorTo, isoTime, MINUTE_MS } from '../domain/clock.js';
import type { MeasurePlan, ProbeDefinition } from '../domain/probe-definition.js';
import { attemptsOf, type MadeUpSeries } from './made-up-attempts.js';
import { PLAIN_RESOLVER, type PastFault, type Scenario } from './scenario.js';
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

/** The usual window of an SLO, and the whole of last month, which is reported: within them every minute counts for coverage. */
const FINE_MS = 62 * DAY_MS;
const MOST_FINE_GROUPS = 470_000;
/** Older time is shown by hours and days only, so several minutes may stand in one. */
const COARSE_STEP_MS = 10 * MINUTE_MS;
const MOST_COARSE_GROUPS = 60_000;

/**
 * Made-up history of a plan as lines of the import format, in order of time: what the lab's
 * resolvers would have given had they run before. The same options give the same lines, 530,000
 * at most: with many series each speaks only in every n-th minute, in turn, for n minutes.
 */
export function* demoHistory(options: DemoHistoryOptions): Generator<string> {
  const random = seededRandom(options.seed);
  const toMs = floorTo(options.nowMs, MINUTE_MS);
  const series = options.plan.probes.flatMap((probe) => seriesOf(probe, options));
  const faults = options.scenario.past.map((fault) => placeFault(fault, toMs));
  for (const { member, startMs, widthMs } of groupsOf(series, toMs - options.historyMs, toMs)) {
    const active = faults.filter(({ fromMs, untilMs }) => fromMs <= startMs && startMs < untilMs);
    const past = active.map(({ fault }) => fault);
    for (const attempts of attemptsOf(member, past, startMs, widthMs, random)) {
      yield JSON.stringify({ time: isoTime(startMs), ...member.series, ...attempts });
    }
  }
}

interface Group {
  readonly member: MadeUpSeries;
  readonly startMs: number;
  /** How much time the group's attempts stand for. */
  readonly widthMs: number;
}

function* groupsOf(series: readonly MadeUpSeries[], fromMs: number, toMs: number): Generator<Group> {
  const coarseMs = stepMs(toMs - FINE_MS - fromMs, COARSE_STEP_MS, series.length, MOST_COARSE_GROUPS);
  const fineFromMs = Math.max(fromMs, floorTo(toMs - FINE_MS, coarseMs));
  for (let startMs = ceilTo(fromMs, coarseMs); startMs < fineFromMs; startMs += coarseMs) {
    for (const member of series) yield { member, startMs, widthMs: coarseMs };
  }
  const fineMs = stepMs(toMs - fineFromMs, MINUTE_MS, series.length, MOST_FINE_GROUPS);
  const turns = fineMs / MINUTE_MS;
  for (let startMs = ceilTo(fineFromMs, MINUTE_MS); startMs < toMs; startMs += MINUTE_MS) {
    const turn = (startMs / MINUTE_MS) % turns;
    for (const [index, member] of series.entries()) {
      if (index % turns === turn) yield { member, startMs, widthMs: fineMs };
    }
  }
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
      resolver: options.scenario.resolvers.find((resolver) => resolver.name === name) ?? {
        name,
        listen: null,
        ...PLAIN_RESOLVER,
      },
    })),
  );
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
