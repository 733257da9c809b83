import type { StoredSeries } from '../domain/history-reader.js';
import type { Series } from '../domain/series.js';
import { type EventSource, type SloDefinition, selects } from '../domain/slo-definition.js';
import type { ControlRow } from './control-rows.js';
import { ANSWERED, type EventColumn, FIRST_THRESHOLD, REPLIED, VALID_ATTEMPTS } from './event-columns.js';

/** How one series counts in one SLO; columns of the series' facts, `null` counts nothing. */
export interface SloTerm {
  /** The row that it counts in. */
  readonly row: number;
  readonly total: EventColumn;
  readonly good: EventColumn | null;
  readonly bad: EventColumn | null;
  /** Whether the indicator counts bad events instead of good ones. */
  readonly countsBad: boolean;
}

/** A series that at least one SLO counts, or shows as a control. */
export interface CountedSeries {
  readonly id: number;
  readonly series: Series;
  /** Thresholds that its SLOs ask for, in rising order. */
  readonly thresholdsUs: readonly number[];
  readonly terms: readonly SloTerm[];
}

/** How a series counts in the SLOs of some rows. */
export function countedSeries(stored: StoredSeries, definitions: readonly SloDefinition[]): CountedSeries {
  const counting = [...definitions.entries()].map(([row, definition]) => ({ row, definition }));
  const selected = counting.filter(({ definition }) => selects(definition.indicator.total.selector, stored.series));
  return seriesCountedIn(stored, selected);
}

/** The same of fewer rows: no more thresholds than they ask for. */
export function narrowedSeries(
  { terms, ...stored }: CountedSeries,
  definitions: readonly SloDefinition[],
  rows: ReadonlySet<number>,
): CountedSeries {
  const counting = terms.flatMap(({ row }) => {
    const definition = definitions[row];
    return definition === undefined || !rows.has(row) ? [] : [{ row, definition }];
  });
  return seriesCountedIn(stored, counting);
}

/** @param rows all that select the series */
function seriesCountedIn(
  { id, series }: StoredSeries,
  rows: readonly { readonly row: number; readonly definition: SloDefinition }[],
): CountedSeries {
  const thresholdsUs = thresholdsOf(rows.map(({ definition }) => definition));
  const terms = rows.map(({ row, definition: { indicator } }) => ({
    row,
    total: columnOf(indicator.total, thresholdsUs),
    good: selectedColumn(indicator.good, series, thresholdsUs),
    bad: selectedColumn(indicator.bad, series, thresholdsUs),
    countsBad: indicator.good === null,
  }));
  return { id, series, thresholdsUs, terms };
}

/** Of an authority it is asked whether it answered, whatever the SLO calls good. */
export function withControls(counted: CountedSeries, controls: readonly ControlRow[]): CountedSeries {
  const rows = controls.flatMap(({ row, besideRow, controls: own, beside }) => [
    ...(own.has(counted.id) ? [row] : []),
    ...(beside.has(counted.id) ? [besideRow] : []),
  ]);
  const terms = rows.map((row) => ({ row, total: VALID_ATTEMPTS, good: ANSWERED, bad: null, countsBad: false }));
  return terms.length === 0 ? counted : { ...counted, terms: [...counted.terms, ...terms] };
}

function thresholdsOf(slos: readonly SloDefinition[]): number[] {
  const sources = slos.flatMap(({ indicator }) => [indicator.good, indicator.bad, indicator.total]);
  const thresholds = sources.flatMap((source) =>
    source?.events === 'within' && source.thresholdUs !== null ? [source.thresholdUs] : [],
  );
  return [...new Set(thresholds)].sort((a, b) => a - b);
}

function selectedColumn(source: EventSource | null, series: Series, thresholdsUs: readonly number[]) {
  return source !== null && selects(source.selector, series) ? columnOf(source, thresholdsUs) : null;
}

function columnOf(source: EventSource, thresholdsUs: readonly number[]): EventColumn {
  switch (source.events) {
    case 'valid':
      return VALID_ATTEMPTS;
    case 'answered':
      return ANSWERED;
    case 'replied':
      return REPLIED;
    case 'within':
      return FIRST_THRESHOLD + thresholdsUs.indexOf(source.thresholdUs ?? NaN);
    default:
      return source.events satisfies never;
  }
}
