import type { FullMonthReport, FullReportedSlo, MonthReport, SloMonth } from './month-report.js';

/** What there is to be shown: nearly all of a report is what its figures are made of. */
export function withoutInputs(report: FullMonthReport): MonthReport {
  return { ...report, slos: report.slos.map(shownOf) };
}

function shownOf(slo: SloMonth<FullReportedSlo>): SloMonth {
  if (slo.kind !== 'slo') return slo;
  const { kind, definition, timeZone, isOver, isFinal, status, days, window, digest } = slo;
  const { figures, exclusions, firings, changes, publication } = slo;
  const about = { kind, definition, timeZone, isOver, isFinal, status, days, window, digest };
  return { ...about, figures, exclusions, firings, changes, publication };
}
