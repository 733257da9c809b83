import { DAY_MS, MINUTE_MS, ceilTo, floorTo } from '../../domain/clock.js';
import type { LatencyPoint } from '../../domain/latency.js';
import type { MeasuredStub } from '../../domain/measured-probe.js';
import type { Series } from '../../domain/series.js';
import type { EventSource, SloDefinition } from '../../domain/slo-definition.js';
import type { SloView, Snapshot } from '../../domain/snapshot.js';
import type { TimeWindow } from '../../domain/window.js';
import type { SiteHistory } from '../site/site-history.js';

/** What clients of one configuration saw, as far as public SLOs count it. */
export interface StubRow {
  readonly probe: string;
  readonly stub: MeasuredStub;
  /** Public SLOs that count it. Never empty. */
  readonly slos: readonly { readonly name: string; readonly displayName: string }[];
  /** Look-ups that are known to have been answered or not. */
  readonly valid: number;
  readonly answered: number;
  /** Those that were answered in less than a second. */
  readonly answeredSoon: number;
  /** Over all of them; `null` without data. */
  readonly times: LatencyPoint | null;
  /** Start of the day (UTC) of the first data, where that is not the first day; else `null`. */
  readonly sinceMs: number | null;
}

export interface StubTable extends TimeWindow {
  readonly rows: readonly StubRow[];
}

/**
 * Whoever waits a second or more takes it for an outage. The shortest timeout there is ends after a second,
 * and round-trips are kept with three digits: of whoever met it, none may count as faster.
 */
const SOON_US = 999_000;
export const TABLE_DAYS = 28;

type History = Pick<SiteHistory, 'tallies' | 'latency'>;

/** What stubs saw over the last weeks; read off the thread that serves. */
export async function readStubTable(snapshot: Snapshot, history: History): Promise<StubTable> {
  const toMs = ceilTo(snapshot.evaluatedAtMs, MINUTE_MS);
  const window = { fromMs: toMs - TABLE_DAYS * DAY_MS, toMs };
  const rows = await Promise.all(publicStubs(snapshot).map((stub) => readRow(stub, window, history)));
  return { ...window, rows };
}

interface PublicStub extends Pick<StubRow, 'probe' | 'stub'> {
  /** Those SLOs that select it. */
  readonly views: readonly SloView[];
  /** Its series that a public SLO selects. */
  readonly series: readonly Series[];
}

function publicStubs({ probes, slos }: Snapshot): readonly PublicStub[] {
  return probes.flatMap(({ name: probe, stubs }) =>
    stubs.flatMap((stub) => {
      const isOf = (series: Series): boolean => series.probe === probe && series.resolver === stub.name;
      const views = slos.filter(({ series }) => series.some(isOf));
      const series = distinct(views.flatMap((view) => view.series.filter(isOf)));
      return series.length === 0 ? [] : [{ probe, stub, views, series }];
    }),
  );
}

async function readRow({ probe, stub, views, series }: PublicStub, window: TimeWindow, history: History) {
  const days = daysOf(window);
  const counted = series.flatMap((one) => [countedAs(one, 'answered'), countedAs(one, 'within')]);
  const [tallies, { points }] = await Promise.all([
    history.tallies(counted, days),
    history.latency({ ...window, stepMs: null, phase: null, allowed: series }),
  ]);
  // Definitions alternate: what was answered, and what was answered soon.
  const sum = (of: 'good' | 'valid', parity: 0 | 1): number =>
    tallies.flat().reduce((total, tally, i) => total + (i % 2 === parity ? tally[of] : 0), 0);
  const first = tallies.findIndex((day) => day.some(({ valid }) => valid > 0));
  return {
    ...{ probe, stub },
    slos: distinct(views.map(({ definition: { name, displayName } }) => ({ name, displayName }))),
    ...{ valid: sum('valid', 0), answered: sum('good', 0), answeredSoon: sum('good', 1) },
    times: points.find(({ count }) => count > 0) ?? null,
    sinceMs: first > 0 ? (days[first]?.fromMs ?? null) : null,
  };
}

/** The days of UTC that a window consists of; the first and the last one may be parts. */
function daysOf({ fromMs, toMs }: TimeWindow): readonly TimeWindow[] {
  const days: TimeWindow[] = [];
  for (let startMs = fromMs; startMs < toMs;) {
    const endMs = Math.min(toMs, floorTo(startMs, DAY_MS) + DAY_MS);
    days.push({ fromMs: startMs, toMs: endMs });
    startMs = endMs;
  }
  return days;
}

/** One series by itself, nothing taken out: configurations are compared over the same time. */
function countedAs({ vantage, probe, resolver, query }: Series, events: 'answered' | 'within'): SloDefinition {
  const selector = { vantage: [vantage], probe: [probe], resolver: [resolver], query: [query] };
  const source = (counted: EventSource['events']): EventSource => ({
    selector,
    events: counted,
    thresholdUs: counted === 'within' ? SOON_US : null,
  });
  return { ...NAMELESS, indicator: { good: source(events), bad: null, total: source('valid') } };
}

/** Corrections and maintenance concern SLOs by their names. */
const NAMELESS: Omit<SloDefinition, 'indicator'> = {
  ...{ name: '', key: '', objectiveName: null, displayName: '', description: '', service: '', serviceDisplayName: '' },
  ...{ objective: 0, budgetingMethod: 'Occurrences', slices: null, weighing: { kind: 'attempts' } },
  ...{ compositeWeight: null, periodMs: TABLE_DAYS * DAY_MS, calendar: null, periodText: '', visibility: 'public' },
  ...{ minFailures: 0, ownAlerts: null, maintenance: 'count', maintenanceNoticeMs: 0, responsibility: {} },
};

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
