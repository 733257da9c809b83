import type { StoredSeries } from '../domain/history-reader.js';
import type { Series } from '../domain/series.js';
import { type EventSource, type SloDefinition, selects } from '../domain/slo-definition.js';
import { CONTROL_WIDTH, type ControlRow, controlRows } from './control-rows.js';
import { type EventColumn, FIRST_THRESHOLD, REPLIED, VALID_ATTEMPTS, ANSWERED } from './event-columns.js';

/** How one series counts in one SLO; columns of the series' facts, `null` counts nothing. */
export interface SloTerm {
  /** The SLO's position, or a control's row behind them. */
  readonly slo: number;
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

/**
 * Which of the stored series count in which SLO, and as what. Good (or bad) events are events of
 * the total: of a series that only `good` selects nothing counts.
 */
export class SloIndex {
  readonly slos: readonly SloDefinition[];
  readonly counted: readonly CountedSeries[];
  readonly controls: readonly ControlRow[];
  readonly #slots = new Map<number, number>();
  readonly #known: ReadonlySet<number>;

  constructor(slos: readonly SloDefinition[], series: readonly StoredSeries[]) {
    this.slos = slos;
    this.#known = new Set(series.map(({ id }) => id));
    this.controls = controlRows(slos, series);
    this.counted = series
      .map((stored) => withControls(countedSeries(stored, slos), this.controls))
      .filter(({ terms }) => terms.length > 0);
    this.counted.forEach(({ id }, slot) => this.#slots.set(id, slot));
  }

  /** How many tallies there are: one of each SLO, then those of the controls. */
  get rowCount(): number {
    return this.slos.length + this.controls.length * CONTROL_WIDTH;
  }

  /** Position of a series in `counted`; `undefined` if no SLO counts it. */
  slotOf(seriesId: number): number | undefined {
    return this.#slots.get(seriesId);
  }

  /** Whether the series existed when this index was made. */
  knows(seriesId: number): boolean {
    return this.#known.has(seriesId);
  }

  /** Ids for a query of all that counts; `null` (all) where that is everything there is. */
  get seriesIds(): readonly number[] | null {
    return this.counted.length === this.#known.size ? null : this.counted.map(({ id }) => id);
  }

  /** Positions in `counted` of the series that one SLO's total selects. */
  slotsOfSlo(slo: number): readonly number[] {
    return [...this.counted.keys()].filter((slot) => this.counted[slot]?.terms.some((term) => term.slo === slo));
  }
}

function countedSeries({ id, series }: StoredSeries, slos: readonly SloDefinition[]): CountedSeries {
  const counting = [...slos.entries()].filter(([, slo]) => selects(slo.indicator.total.selector, series));
  const thresholdsUs = thresholdsOf(counting.map(([, slo]) => slo));
  const terms = counting.map(([slo, { indicator }]) => ({
    slo,
    total: columnOf(indicator.total, thresholdsUs),
    good: selectedColumn(indicator.good, series, thresholdsUs),
    bad: selectedColumn(indicator.bad, series, thresholdsUs),
    countsBad: indicator.good === null,
  }));
  return { id, series, thresholdsUs, terms };
}

/** Of an authority it is asked whether it answered, whatever the SLO calls good. */
function withControls(counted: CountedSeries, controls: readonly ControlRow[]): CountedSeries {
  const rows = controls.flatMap(({ row, besideRow, controls: own, beside }) => [
    ...(own.has(counted.id) ? [row] : []),
    ...(beside.has(counted.id) ? [besideRow] : []),
  ]);
  const terms = rows.map((slo) => ({ slo, total: VALID_ATTEMPTS, good: ANSWERED, bad: null, countsBad: false }));
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
