import type { PublishedReport } from '../../domain/published-report.js';
import { compareInputs, type ReportDifference } from './compare-inputs.js';
import { keptReport } from './kept-report.js';
import type { MonthReport, Publication } from './month-report.js';
import type { Published } from './publish-report.js';
import type { ReportInputs } from './report-inputs.js';

/**
 * Whether an SLO's month is as it was published, and if not, why.
 *
 * @param published of the month, in order of publication
 * @param slo key of its definition
 */
export function publicationOf(
  published: readonly PublishedReport[],
  slo: string,
  { inputs, digest }: { readonly inputs: ReportInputs; readonly digest: string },
): Publication {
  const own = published.filter((one) => one.slo === slo);
  const versions = own.map(({ digest: known, publishedAtMs }) => ({ digest: known, publishedAtMs }));
  const same = versions.find((version) => version.digest === digest) ?? null;
  const last = own.at(-1);
  return { versions, same, differences: same !== null || last === undefined ? [] : differences(last, inputs) };
}

function differences(last: PublishedReport, inputs: ReportInputs): readonly ReportDifference[] {
  const kept = keptReport(last);
  return kept === null ? [] : compareInputs(kept.inputs, inputs);
}

/** The report, once it was published. */
export function republished(report: MonthReport, published: readonly Published[]): MonthReport {
  const slos = report.slos.map((slo) => {
    const own = published.find((one) => one.slo === slo.definition.key);
    if (slo.kind !== 'slo' || own === undefined) return slo;
    const versions = [...own.others, own.version].toSorted((a, b) => a.publishedAtMs - b.publishedAtMs);
    return { ...slo, publication: { versions, same: own.version, differences: [] } };
  });
  return { ...report, slos };
}
