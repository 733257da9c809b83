import type { StoredSeries } from '../domain/history-reader.js';
import { type Exclusion, NO_OPERATOR_RECORDS, type OperatorRecords } from '../domain/operator-action.js';
import type { Series } from '../domain/series.js';
import { type EventSource, type SloDefinition, selects } from '../domain/slo-definition.js';
import { exclusionsOf } from '../judge/calendar/exclusions.js';
import { CONTROL_WIDTH, type ControlRow, controlRows } from './control-rows.js';
import { type SliceGroup, countsSlices, sliceGroups } from './slice-groups.js';
import { type EventColumn, FIRST_THRESHOLD, REPLIED, VALID_ATTEMPTS, ANSWERED } from './event-columns.js';

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

/** An SLO as one row counts it. */
export interface JudgedSlo {
  readonly definition: SloDefinition;
  /** Minutes that do not count, in order of time. */
  readonly exclusions: readonly Exclusion[];
}

/**
 * Which of the stored series count in which SLO, and as what. Good (or bad) events are events of
 * the total: of a series that only `good` selects nothing counts.
 *
 * Rows are those of the SLOs, then, for each SLO of which operators took time out, one more of the
 * same as if they had not, then those of the controls.
 */
export class SloIndex {
  readonly slos: readonly SloDefinition[];
  readonly judged: readonly JudgedSlo[];
  readonly counted: readonly CountedSeries[];
  readonly controls: readonly ControlRow[];
  /** Rows that count slices. */
  readonly sliceGroups: readonly SliceGroup[];
  /** By row: the positions in `counted` of the series that it counts. */
  readonly slotsOfRow: readonly (readonly number[])[];
  readonly #slots = new Map<number, number>();
  readonly #known: ReadonlySet<number>;
  /** By SLO: the row of the same without exclusions. */
  readonly #asMeasured: readonly number[];

  constructor(
    slos: readonly SloDefinition[],
    series: readonly StoredSeries[],
    records: OperatorRecords = NO_OPERATOR_RECORDS,
  ) {
    this.slos = slos;
    const own = slos.map((definition) => judgedSlo(definition, exclusionsOf(definition, records)));
    const changed = own.filter(({ exclusions }) => exclusions.length > 0);
    this.judged = [...own, ...changed.map(({ definition }) => judgedSlo(definition, []))];
    this.#asMeasured = own.map((slo, row) => (changed.includes(slo) ? own.length + changed.indexOf(slo) : row));
    this.#known = new Set(series.map(({ id }) => id));
    this.controls = controlRows(slos, series, this.judged.length);
    const definitions = this.judged.map(({ definition }) => definition);
    this.counted = series
      .map((stored) => withControls(countedSeries(stored, definitions), this.controls))
      .filter(({ terms }) => terms.length > 0);
    this.counted.forEach(({ id }, slot) => this.#slots.set(id, slot));
    this.sliceGroups = sliceGroups(definitions);
    this.slotsOfRow = slotsOfRow(this.counted, this.rowCount);
  }

  /** How many tallies there are. */
  get rowCount(): number {
    return this.judged.length + this.controls.length * CONTROL_WIDTH;
  }

  /** The row of an SLO as if no operator had taken time out of it: its own where nobody has. */
  asMeasured(slo: number): number {
    return this.#asMeasured[slo] ?? slo;
  }

  /** Whether a row counts slices, not attempts. */
  countsSlices(row: number): boolean {
    const judged = this.judged[row];
    return judged !== undefined && countsSlices(judged.definition);
  }

  /** Instants at which minutes of some SLO begin or cease to count. */
  get exclusionBoundsMs(): readonly number[] {
    const bounds = this.judged.flatMap(({ exclusions }) => exclusions.flatMap(({ fromMs, toMs }) => [fromMs, toMs]));
    return [...new Set(bounds)];
  }

  /** Ids of the series that some of the rows count. */
  seriesIdsOf(rows: readonly number[]): readonly number[] {
    const slots = new Set(rows.flatMap((row) => this.slotsOfRow[row] ?? []));
    return [...slots].flatMap((slot) => this.counted[slot]?.id ?? []);
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
}

function judgedSlo(definition: SloDefinition, exclusions: readonly Exclusion[]): JudgedSlo {
  return { definition, exclusions };
}

function countedSeries({ id, series }: StoredSeries, slos: readonly SloDefinition[]): CountedSeries {
  const counting = [...slos.entries()].filter(([, slo]) => selects(slo.indicator.total.selector, series));
  const thresholdsUs = thresholdsOf(counting.map(([, slo]) => slo));
  const terms = counting.map(([row, { indicator }]) => ({
    row,
    total: columnOf(indicator.total, thresholdsUs),
    good: selectedColumn(indicator.good, series, thresholdsUs),
    bad: selectedColumn(indicator.bad, series, thresholdsUs),
    countsBad: indicator.good === null,
  }));
  return { id, series, thresholdsUs, terms };
}

function slotsOfRow(counted: readonly CountedSeries[], rowCount: number): readonly (readonly number[])[] {
  const rows = Array.from({ length: rowCount }, (): number[] => []);
  counted.forEach(({ terms }, slot) => {
    for (const { row } of terms) rows[row]?.push(slot);
  });
  return rows;
}

/** Of an authority it is asked whether it answered, whatever the SLO calls good. */
function withControls(counted: CountedSeries, controls: readonly ControlRow[]): CountedSeries {
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
