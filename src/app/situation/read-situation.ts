import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../domain/clock.js';
import type { FailureReader } from '../../domain/failure-reader.js';
import { metricNamePart } from '../../domain/mackerel-names.js';
import type { Series } from '../../domain/series.js';
import type { SituatedSlo, Situation, SituationSubject } from '../../domain/situation.js';
import { selects, type SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { type EvaluateDeps, evaluateAt } from '../evaluate-at.js';
import type { AlertTransitionReader, CompositionReader } from '../ports.js';
import { compositionChanges } from '../explain/composition-changes.js';
import { resolverFigures } from './resolver-figures.js';

export interface SituationDeps extends EvaluateDeps {
  readonly alertLog: AlertTransitionReader;
  readonly compositions: CompositionReader;
  readonly failures: Pick<FailureReader, 'failures'>;
}

export interface SituationQuery {
  readonly slos: readonly SloDefinition[];
  readonly subject: SituationSubject;
  /** Rounded out to whole minutes. */
  readonly window: TimeWindow;
}

const ALERT_CHANGES = 10;
const FAILURES = 10;
/** All that can be kept of some hundred series: the latest of a window in the past lie behind newer ones. */
const MOST_FAILURES_READ = 10_000;
/** Alerts whose long window is long fired before what they are about is paged for elsewhere. */
const ALERT_PAST_MS = 6 * HOUR_MS;

/** Reads what was going on in a window; SLOs stand as they did at its end. */
export async function readSituation(deps: SituationDeps, query: SituationQuery): Promise<Situation> {
  const { subject } = query;
  const window = { fromMs: floorTo(query.window.fromMs, MINUTE_MS), toMs: ceilTo(query.window.toMs, MINUTE_MS) };
  const slos = query.slos.filter((slo) => subject.kind !== 'slo' || slo.key === subject.key);
  const isMeant = seriesFilter(subject, slos);
  const series = (await deps.history.series()).filter((one) => isMeant(one.series));
  const meant = slos.filter((slo) => subject.kind === 'all' || series.some((one) => counts(slo, one.series)));
  // An SLO that is asked for is told of also where nothing of it was ever measured.
  const told = subject.kind === 'slo' ? slos : meant;
  return {
    window,
    slos: await situatedSlos(deps, told, window),
    resolvers: await resolverFigures(deps.history, series, window),
    failures: await latestFailures(deps, isMeant, window),
  };
}

function seriesFilter(subject: SituationSubject, slos: readonly SloDefinition[]): (series: Series) => boolean {
  switch (subject.kind) {
    case 'all':
      return () => true;
    case 'slo':
      return (series) => slos.some((slo) => counts(slo, series));
    case 'series':
      return ({ probe, resolver, query }) =>
        metricNamePart(probe) === subject.probe &&
        metricNamePart(resolver) === subject.resolver &&
        metricNamePart(query) === subject.query;
    default:
      return subject satisfies never;
  }
}

function counts({ indicator }: SloDefinition, series: Series): boolean {
  return [indicator.total, indicator.good, indicator.bad].some(
    (source) => source !== null && selects(source.selector, series),
  );
}

async function situatedSlos(
  deps: SituationDeps,
  slos: readonly SloDefinition[],
  window: TimeWindow,
): Promise<readonly SituatedSlo[]> {
  if (slos.length === 0) return [];
  const statuses = await evaluateAt(deps, slos, window.toMs);
  const situated = slos.map(async ({ key, name, objectiveName, visibility }): Promise<SituatedSlo[]> => {
    const status = statuses.find((one) => one.name === name && (one.objectiveName ?? null) === objectiveName);
    if (status === undefined) return [];
    const past = { fromMs: window.fromMs - ALERT_PAST_MS, toMs: window.toMs };
    const alertChanges = await deps.alertLog.alertTransitions(key, past, ALERT_CHANGES);
    const changes = compositionChanges(await deps.compositions.compositionsOf(key), {
      fromMs: window.fromMs - DAY_MS,
      toMs: window.toMs,
    });
    return [{ key, visibility, status, alertChanges, changes }];
  });
  return (await Promise.all(situated)).flat();
}

async function latestFailures(
  { failures }: SituationDeps,
  isMeant: (series: Series) => boolean,
  { fromMs, toMs }: TimeWindow,
): Promise<Situation['failures']> {
  const any = { vantage: null, probe: null, resolver: null, query: null, outcome: null };
  const found = await failures.failures({ ...any, sinceMs: fromMs, limit: MOST_FAILURES_READ });
  return found.filter(({ series, scheduledAtMs }) => scheduledAtMs < toMs && isMeant(series)).slice(0, FAILURES);
}
