import type { ReportDifference } from '../../app/report/compare-inputs.js';
import type { MonthReport, ReportedExclusion, SloMonth, VoidReason } from '../../app/report/month-report.js';
import { NOT_EVALUATED, publicStatus } from '../public-api/public-snapshot.js';

/**
 * A report as the public may read it: it says what was recorded, why and when, but not by whom, and of what
 * could not be evaluated that it was not, but not why; its digest stays that of its inputs.
 */
export function publicReport(report: MonthReport): MonthReport {
  return { ...report, slos: report.slos.map(publicMonth) };
}

function publicMonth(slo: SloMonth): SloMonth {
  if (slo.kind === 'failed') return { ...slo, status: publicStatus(slo.status), error: NOT_EVALUATED };
  if (slo.kind !== 'slo') return slo;
  const differences = slo.publication.differences.map(differenceWithoutPerson);
  return {
    ...slo,
    exclusions: slo.exclusions.map(exclusionWithoutPersons),
    publication: { ...slo.publication, differences },
  };
}

function exclusionWithoutPersons(exclusion: ReportedExclusion): ReportedExclusion {
  return { ...exclusion, recordedBy: null, void: exclusion.void === null ? null : voidWithoutPerson(exclusion.void) };
}

function voidWithoutPerson(reason: VoidReason): VoidReason {
  return 'by' in reason ? { ...reason, by: null } : reason;
}

function differenceWithoutPerson(difference: ReportDifference): ReportDifference {
  return difference.kind === 'record' ? { ...difference, recordedBy: null } : difference;
}
