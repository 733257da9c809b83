import type { ReportDifference } from '../../app/report/compare-inputs.js';
import type { MonthReport, ReportedExclusion, SloMonth, VoidReason } from '../../app/report/month-report.js';

/** A report as the public may read it: it says what was recorded, why and when, but not by whom; its digest stays that of its inputs. */
export function withoutPersons(report: MonthReport): MonthReport {
  return { ...report, slos: report.slos.map(sloWithoutPersons) };
}

function sloWithoutPersons(slo: SloMonth): SloMonth {
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
