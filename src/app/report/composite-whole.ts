import { compositeStatus } from '../../judge/slo/composite.js';
import { sli } from '../../judge/slo/sli.js';
import { tidy } from '../../judge/slo/tidy.js';
import { sloState } from '../../judge/slo/slo-state.js';
import type { MonthDay } from './month-figures.js';
import type { CompositeWhole, ReportedSlo, SloMonth } from './month-report.js';

/** The months, with one more behind the objectives of each composite SLO: that of the whole. */
export function withWholes<Slo extends ReportedSlo>(slos: readonly SloMonth<Slo>[]): readonly SloMonth<Slo>[] {
  return slos.flatMap((slo, i) => {
    const isLast = slos[i + 1]?.definition.name !== slo.definition.name;
    const whole = isLast && slo.definition.compositeWeight !== null ? wholeOf(slo.definition.name, slos) : null;
    return whole === null ? [slo] : [slo, whole];
  });
}

/** `null` where some objective is missing. */
function wholeOf(name: string, slos: readonly SloMonth[]): CompositeWhole | null {
  const own = slos.filter(({ definition }) => definition.name === name);
  const parts = own.filter((slo): slo is ReportedSlo => slo.kind === 'slo');
  const [first] = parts;
  const status = compositeStatus(parts);
  if (first === undefined || status === null || parts.length < own.length) return null;
  const { definition, timeZone, isOver } = first;
  const state = sloState(status.errorBudget.remaining, false);
  return { kind: 'whole', definition, timeZone, isOver, status: { ...status, status: state }, days: wholeDays(parts) };
}

/** Weights, as `good` and `valid` of the whole count them: of objectives with data that day. */
function wholeDays(parts: readonly ReportedSlo[]): readonly MonthDay[] {
  return (parts[0]?.days ?? []).map(({ date }, day) => {
    const counted = parts.flatMap(({ definition, days }) => {
      const share = days[day]?.sli ?? null;
      return share === null ? [] : [{ weight: definition.compositeWeight ?? 1, share }];
    });
    const ratio = {
      good: tidy(counted.reduce((sum, { weight, share }) => sum + weight * share, 0)),
      valid: counted.reduce((sum, { weight }) => sum + weight, 0),
    };
    return { date, ...ratio, sli: sli(ratio) };
  });
}
