import type { NewPublishedReport } from '../../domain/published-report.js';
import { AppError } from '../errors.js';
import type { KeptReport } from './kept-report.js';
import type { FullMonthReport, FullReportedSlo, PublishedVersion, SloMonth } from './month-report.js';
import type { ReportPublisher } from './ports.js';

/** What became of one SLO's month. */
export interface Published {
  readonly slo: string;
  readonly version: PublishedVersion;
  /** Whether it was published before with the same figures: nothing changed. */
  readonly wasKnown: boolean;
  /** What was published of the month before, with other figures: it stays. */
  readonly others: readonly PublishedVersion[];
}

/**
 * Keeps the inputs and figures of a month with their digests, and from when on. What is published already
 * with the same digest stays as it is; other figures are kept beside it.
 *
 * @throws `AppError` `REPORT_NOT_PUBLISHABLE`: not final, not public, or not complete
 */
export async function publishReport(store: ReportPublisher, report: FullMonthReport): Promise<readonly Published[]> {
  const slos = report.slos.filter((slo): slo is FullReportedSlo => slo.kind === 'slo');
  refuse(report, slos);
  await store.publishReports(slos.map((slo) => newReport(report.month, slo)));
  const published = await store.publishedReports(report.month);
  return slos.map(({ definition: { key }, digest, publication }) => {
    const versions = published.filter(({ slo }) => slo === key);
    const version = versions.find((one) => one.digest === digest);
    if (version === undefined) throw new Error(`publishing SLO "${key}": what was written is required, found nothing`);
    const others = versions.filter((one) => one !== version).map(versionOf);
    return { slo: key, version: versionOf(version), wasKnown: publication.same !== null, others };
  });
}

function versionOf({ digest, publishedAtMs }: PublishedVersion): PublishedVersion {
  return { digest, publishedAtMs };
}

function newReport(month: string, { definition, digest, inputs, figures }: FullReportedSlo): NewPublishedReport {
  const kept: KeptReport = { inputs, figures: { status: figures.status, days: figures.days } };
  return { month, slo: definition.key, digest, inputs: kept };
}

function refuse(report: FullMonthReport, slos: readonly FullReportedSlo[]): void {
  const faults = [
    ...(report.isPublic ? [] : ['public SLOs only are required, found internal ones']),
    ...(slos.length === 0 ? ['at least one SLO is required, found none'] : []),
    ...report.notBegun.map((key) => `a month that is over is required, found that it has not begun for "${key}"`),
    ...report.slos.flatMap(faultOf),
  ];
  if (faults.length > 0)
    throw new AppError(
      'REPORT_NOT_PUBLISHABLE',
      faults.map((fault) => `publishing ${report.month}: ${fault}`).join('\n'),
    );
}

function faultOf(slo: SloMonth): readonly string[] {
  const { key } = slo.definition;
  if (slo.kind === 'failed') return [`figures of all SLOs are required, found none of "${key}": ${slo.error}`];
  if (slo.kind === 'whole' || slo.isFinal) return [];
  return slo.isOver
    ? [`a final month is required (ten minutes after its end), found that "${key}" is not final yet`]
    : [`a month that is over is required, found that it goes on until ${slo.window.until} for "${key}"`];
}
