import { isoTime, MINUTE_MS } from '../../domain/clock.js';
import type { Incident } from '../../domain/incident.js';
import type { OperatorRecords } from '../../domain/operator-action.js';
import type { PublishedReport } from '../../domain/published-report.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloStatus } from '../../domain/slo-status.js';
import { notEvaluated } from '../../judge/slo/slo-status.js';
import { digestOf } from '../canonical-json.js';
import { AppError } from '../errors.js';
import { compositionChanges } from '../explain/composition-changes.js';
import type { AlertTransitionReader, CompositionReader, SliceHourStore } from '../ports.js';
import { alertFirings } from './alert-firings.js';
import { withWholes } from './composite-whole.js';
import { statusesAtEnd } from './end-statuses.js';
import { judgeMonth } from './judge-month.js';
import type { MonthFigures } from './month-figures.js';
import type { FailedSlo, FullMonthReport, FullReportedSlo, ReportedSlo, SloMonth } from './month-report.js';
import type { IncidentReader, PublishedReportReader } from './ports.js';
import { publicationOf } from './publication.js';
import { readInputs, type ReadInputsDeps } from './read-inputs.js';
import { reportedExclusions } from './report-exclusions.js';
import { incidentsOf } from './report-incidents.js';
import type { ReportInputs } from './report-inputs.js';
import { elapsedMonth, reportZone, zoneFault } from './report-month.js';

export interface ReportDeps extends ReadInputsDeps {
  /** Slices that are kept by the hour, and need not be read to know how SLOs stood at the end. */
  readonly sliceHours?: SliceHourStore;
  /** `null`: not kept, as each of the following. */
  readonly alertLog: AlertTransitionReader | null;
  readonly compositions: CompositionReader | null;
  readonly incidents: IncidentReader | null;
  readonly published: PublishedReportReader | null;
}

export interface ReportAsked {
  /** `YYYY-MM`. */
  readonly month: string;
  /** Definitions, those of one SLO next to each other. */
  readonly slos: readonly SloDefinition[];
  readonly nowMs: number;
  /** Also of SLOs that are not public. */
  readonly withInternal?: boolean;
}

/**
 * From so long after its end a month is final: every attempt has its outcome (a timeout is 60 s at most) and
 * is written.
 */
const FINAL_AFTER_MS = 10 * MINUTE_MS;

/**
 * How SLOs kept their objectives in a month of the calendar: each over that month, whatever its own window,
 * and its budget that of the month. One that cannot be judged does not keep the others from it.
 *
 * @throws `AppError` `REPORT_MONTH_INVALID`: the month has not begun for any of them
 */
export async function assembleReport(deps: ReportDeps, asked: ReportAsked): Promise<FullMonthReport> {
  const { month, nowMs, withInternal = false } = asked;
  const slos = asked.slos.filter(({ visibility }) => withInternal || visibility === 'public');
  const notBegun = slos.filter((slo) => hasNotBegun(slo, month, nowMs));
  if (slos.length > 0 && notBegun.length === slos.length) throw notBegunError(month, nowMs);
  const begun = slos.filter((slo) => !notBegun.includes(slo));
  const context = await readContext(deps, asked);
  const months: SloMonth<FullReportedSlo>[] = [];
  const sound = begun.filter((slo) => zoneFault(slo) === null);
  const inputs = await readInputs(deps, month, sound, nowMs);
  const ends = await statusesAtEnd(deps, month, sound, nowMs);
  for (const slo of begun) {
    const [read, atEnd] = [inputs.get(slo), ends.get(slo)];
    const fault = zoneFault(slo) ?? atEnd?.error ?? null;
    months.push(
      read === undefined || fault !== null
        ? failed(slo, nowMs, fault ?? 'nothing could be read')
        : await sloMonth(deps, context, { slo, read, atEnd }),
    );
  }
  return {
    month,
    generatedAtMs: nowMs,
    digest: reportDigest(month, months),
    isPublic: !withInternal,
    slos: withWholes(months),
    incidents: incidentsOf(context.incidents, months.filter(isReported)),
    notBegun: notBegun.map(({ key }) => key),
  };
}

function hasNotBegun(slo: SloDefinition, month: string, nowMs: number): boolean {
  return zoneFault(slo) === null && elapsedMonth(month, reportZone(slo), nowMs) === null;
}

function notBegunError(month: string, nowMs: number): AppError {
  const found = `${month}, and it is ${isoTime(Math.floor(nowMs))}`;
  return new AppError('REPORT_MONTH_INVALID', `a month that has begun is required, found ${found}`);
}

interface Context {
  readonly nowMs: number;
  readonly month: string;
  readonly records: OperatorRecords;
  readonly published: readonly PublishedReport[];
  readonly incidents: readonly Incident[];
}

async function readContext(
  { history, published, incidents }: ReportDeps,
  { month, nowMs }: ReportAsked,
): Promise<Context> {
  return {
    nowMs,
    month,
    records: await history.operatorRecords(),
    published: (await published?.publishedReports(month)) ?? [],
    incidents: (await incidents?.incidents()) ?? [],
  };
}

interface ReadSlo {
  readonly slo: SloDefinition;
  readonly read: ReportInputs;
  readonly atEnd: SloStatus | undefined;
}

async function sloMonth(
  deps: ReportDeps,
  context: Context,
  { slo: definition, read: inputs, atEnd }: ReadSlo,
): Promise<FullReportedSlo> {
  const window = { fromMs: Date.parse(inputs.window.from), toMs: Date.parse(inputs.window.to) };
  const untilMs = Date.parse(inputs.window.until);
  const figures = judgeMonth(inputs);
  const digest = digestOf(inputs);
  const { key } = definition;
  return {
    kind: 'slo',
    definition,
    timeZone: inputs.window.timeZone,
    isOver: context.nowMs >= untilMs,
    isFinal: context.nowMs >= untilMs + FINAL_AFTER_MS,
    status: statusOf(definition, figures, atEnd),
    days: figures.days,
    window: inputs.window,
    inputs,
    digest,
    figures,
    exclusions: reportedExclusions(definition, context.records, window, figures.effects),
    firings: deps.alertLog && (await alertFirings(deps.alertLog, key, window)),
    changes: deps.compositions && compositionChanges(await deps.compositions.compositionsOf(key), window),
    publication: publicationOf(context.published, key, { inputs, digest }),
  };
}

/** What cannot be told by the month's inputs is as judging tells it of the month's last minute. */
function statusOf(
  definition: SloDefinition,
  { status }: MonthFigures,
  atEnd: SloStatus = notEvaluated(definition, Date.parse(status.window.to), ''),
): SloStatus {
  const { name, objectiveName, service, displayName, objective, budgetingMethod } = atEnd;
  const { burnRates, alerts, exhaustsAt, forecast, controls } = atEnd;
  return {
    ...{ name, service, displayName, objective, budgetingMethod },
    ...(objectiveName === undefined ? {} : { objectiveName }),
    ...status,
    ...{ burnRates, alerts, exhaustsAt, forecast },
    ...(controls === undefined ? {} : { controls }),
  };
}

function failed(definition: SloDefinition, nowMs: number, error: string): FailedSlo {
  return { kind: 'failed', definition, error, status: notEvaluated(definition, nowMs, error) };
}

function isReported<Slo extends ReportedSlo>(slo: SloMonth<Slo>): slo is Slo {
  return slo.kind === 'slo';
}

function reportDigest(month: string, slos: readonly SloMonth[]): string {
  const digests = slos.filter(isReported).map(({ definition, digest }) => ({ slo: definition.key, digest }));
  return digestOf({ month, slos: digests.toSorted((a, b) => (a.slo < b.slo ? -1 : 1)) });
}
