import type { SloMonth } from '../../../app/report/month-report.js';
import type { Outcome } from '../../../domain/outcome.js';
import type { SloDefinition } from '../../../domain/slo-definition.js';
import { formatObjective } from '../../status-page/format-share.js';
import { indicatorKind } from '../../status-page/indicator-kind.js';
import { sloTitle } from '../../status-page/slo-title.js';
import type { ReportWords } from '../report-words.js';
import type { ReportPromise, UnitKind } from '../../text/report-dictionary.js';

/** What the SLO promises in the month. */
export function promiseOf({ indicator, objective, slices }: SloDefinition, words: ReportWords): ReportPromise {
  return {
    indicator: indicatorKind(indicator),
    objective: formatObjective(objective),
    slices: slices && {
      width: words.length(slices.widthMs),
      target: slices.target === null ? null : formatObjective(slices.target),
    },
  };
}

/** What `good` and `valid` of a month count. */
export function unitOf({ kind, definition: { slices, weighing } }: SloMonth): UnitKind {
  if (kind === 'whole') return 'weights';
  if (slices !== null) return 'slices';
  return weighing.kind === 'attempts' ? 'queries' : 'series';
}

/** Of a whole its name is not that of one of its objectives. */
export function titleOf({ kind, definition }: SloMonth): string {
  return kind === 'whole' ? definition.displayName : sloTitle(definition);
}

export function nameOf({ kind, definition }: SloMonth): string {
  const { name, objectiveName } = definition;
  return kind === 'whole' || objectiveName === null ? name : `${name} / ${objectiveName}`;
}

export function budgetText(remaining: number | null, { text, budget }: ReportWords): string {
  return remaining === null ? text.none : budget(remaining);
}

/** The outcome that most of what was not good had: an answer that is not good came too late. */
export function mostly(bad: Readonly<Partial<Record<Outcome, number>>>, { text, count }: ReportWords): string {
  const [first] = Object.entries(bad).sort((a, b) => b[1] - a[1]) as [Outcome, number][];
  if (first === undefined) return '';
  const [outcome, many] = first;
  return `${outcome === 'answered' ? text.slow : text.outcome[outcome]} (${count(many)})`;
}

export function seriesName(series: {
  readonly vantage: string;
  readonly probe: string;
  readonly resolver: string;
  readonly query: string;
}): string {
  return [series.vantage, series.probe, series.resolver, series.query].join('/');
}
