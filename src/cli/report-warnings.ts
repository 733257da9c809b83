import type { ReportDeps } from '../app/report/assemble-report.js';
import type { MonthReport, ReportedSlo } from '../app/report/month-report.js';
import { overMonths } from '../app/report/report-month.js';
import { leftOutMinutes } from './left-out-minutes.js';

/** What the figures leave out since it is no longer kept, and SLOs that are not in the report. */
export async function reportWarnings(
  { history, minutesFromMs }: ReportDeps,
  { slos, notBegun, month }: MonthReport,
): Promise<readonly string[]> {
  const kept = { minutesFromMs, firstCellMs: await history.firstCellMs() };
  const reported = slos.filter((slo): slo is ReportedSlo => slo.kind === 'slo');
  return [
    ...notBegun.map((key) => `warning: SLO "${key}": ${month} has not begun in its time zone`),
    ...reported.flatMap(({ definition, window }) =>
      leftOutMinutes([overMonths(definition)], Date.parse(window.to), kept),
    ),
    ...slos.flatMap((slo) => (slo.kind === 'failed' ? [`SLO "${slo.definition.key}": ${slo.error}`] : [])),
  ];
}
