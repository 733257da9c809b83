import type { StoredSeries } from '../domain/history-reader.js';
import { type Exclusion, NO_OPERATOR_RECORDS, type OperatorRecords } from '../domain/operator-action.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { exclusionsOf } from '../judge/calendar/exclusions.js';
import { CONTROL_WIDTH, type ControlRow, controlRows } from './control-rows.js';
import { type CountedSeries, countedSeries, narrowedSeries, withControls } from './counted-series.js';
import { type SliceGroup, countsSlices, sliceGroups } from './slice-groups.js';

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
  /** Instants at which minutes of some SLO begin or cease to count. */
  readonly exclusionBoundsMs: readonly number[];
  /** By row: the positions in `counted` of the series that it counts. */
  readonly slotsOfRow: readonly (readonly number[])[];
  readonly #slots = new Map<number, number>();
  readonly #known: ReadonlySet<number>;
  /** By SLO: the row of the same without exclusions. */
  readonly #asMeasured: readonly number[];
  readonly #series: readonly StoredSeries[];
  readonly #records: OperatorRecords;

  /** @param counted instead of all series that count, and controls */
  constructor(
    slos: readonly SloDefinition[],
    series: readonly StoredSeries[],
    records: OperatorRecords = NO_OPERATOR_RECORDS,
    counted: readonly CountedSeries[] | null = null,
  ) {
    this.slos = slos;
    this.#series = series;
    this.#records = records;
    const own = slos.map((definition) => judgedSlo(definition, exclusionsOf(definition, records)));
    const changed = own.filter(({ exclusions }) => exclusions.length > 0);
    this.judged = [...own, ...changed.map(({ definition }) => judgedSlo(definition, []))];
    this.#asMeasured = own.map((slo, row) => (changed.includes(slo) ? own.length + changed.indexOf(slo) : row));
    this.#known = new Set(series.map(({ id }) => id));
    this.controls = counted === null ? controlRows(slos, series, this.judged.length) : [];
    const definitions = this.judged.map(({ definition }) => definition);
    this.counted =
      counted ??
      series
        .map((stored) => withControls(countedSeries(stored, definitions), this.controls))
        .filter(({ terms }) => terms.length > 0);
    this.counted.forEach(({ id }, slot) => this.#slots.set(id, slot));
    this.exclusionBoundsMs = boundsOf(own);
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

  /** Ids of the series that some of the rows count. */
  seriesIdsOf(rows: readonly number[]): readonly number[] {
    const slots = new Set(rows.flatMap((row) => this.slotsOfRow[row] ?? []));
    return [...slots].flatMap((slot) => this.counted[slot]?.id ?? []);
  }

  /** The same rows, of which only some count anything: what reads with it decodes no more than they need. */
  narrowedTo(rows: readonly number[]): SloIndex {
    const wanted = new Set(rows);
    const definitions = this.judged.map(({ definition }) => definition);
    const counted = this.counted.map((one) => narrowedSeries(one, definitions, wanted));
    const counting = counted.filter(({ terms }) => terms.length > 0);
    return new SloIndex(this.slos, this.#series, this.#records, counting);
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

function boundsOf(judged: readonly JudgedSlo[]): readonly number[] {
  return [...new Set(judged.flatMap(({ exclusions }) => exclusions.flatMap(({ fromMs, toMs }) => [fromMs, toMs])))];
}

function slotsOfRow(counted: readonly CountedSeries[], rowCount: number): readonly (readonly number[])[] {
  const rows = Array.from({ length: rowCount }, (): number[] => []);
  counted.forEach(({ terms }, slot) => {
    for (const { row } of terms) rows[row]?.push(slot);
  });
  return rows;
}
