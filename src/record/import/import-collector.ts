import { MINUTE_MS } from '../../domain/clock.js';
import { type Series, seriesKey } from '../../domain/series.js';
import { encodeCellData } from '../cell-data.js';
import { cellStart } from '../merge-cells.js';
import { OpenCell } from '../open-cell.js';
import type { CellRun, ImportedCell } from './cell-run.js';
import type { CellSpool } from './cell-spool.js';
import { type ImportPlan, resolutionOf } from './import-plan.js';

/** An open cell takes 0.5 to 4 KB, a recorded round-trip up to 60 bytes: together below 100 MB. */
const MAX_CELLS = 30_000;
const MAX_RECORDS = 1_000_000;

/** Equal attempts of one series; `rttUs` is NaN where no reply came. */
export interface CollectedAttempts {
  readonly series: Series;
  readonly timeMs: number;
  readonly outcomeCode: number;
  readonly rttUs: number;
  readonly count: number;
}

/** Sorts the attempts of an import into cells, in whatever order they come, in bounded memory. */
export class ImportCollector {
  readonly #plan: ImportPlan;
  readonly #spool: CellSpool;
  readonly #indexOfSeries = new Map<string, number>();
  readonly #series: Series[] = [];
  /** Open cells of each series by their start. */
  #cells: Map<number, OpenCell>[] = [];
  #cellCount = 0;
  #recordCount = 0;
  #total = { cells: 0, attempts: 0 };

  constructor(plan: ImportPlan, spool: CellSpool) {
    this.#plan = plan;
    this.#spool = spool;
  }

  /** The series that came, in the order of their first attempt: cells refer to them by position. */
  get series(): readonly Series[] {
    return this.#series;
  }

  /** Cells handed out or to be handed out (one that came in several runs counts several times), and attempts added. */
  get total(): { readonly cells: number; readonly attempts: number } {
    return { cells: this.#total.cells + this.#cellCount, attempts: this.#total.attempts };
  }

  /** Returns `false` for attempts older than anything that is kept. Throws `StoreError` if the spool is full. */
  add(attempts: CollectedAttempts): boolean {
    const { timeMs, outcomeCode, rttUs, count } = attempts;
    const minute = Math.floor(timeMs / MINUTE_MS);
    const resolution = resolutionOf(this.#plan, minute);
    if (resolution === null) return false;
    const start = resolution === 'minute' ? minute : cellStart(timeMs, resolution) / MINUTE_MS;
    this.#cellOf(attempts.series, start).add(outcomeCode, rttUs, count, minute - start);
    this.#total.attempts += count;
    if (++this.#recordCount >= MAX_RECORDS || this.#cellCount >= MAX_CELLS) this.#spillOver();
    return true;
  }

  /** Everything added, as sorted runs; nothing may be added after it. */
  finish(): CellRun[] {
    const last = this.#takeSorted();
    return [...this.#spool.runs(), last];
  }

  #cellOf(series: Series, start: number): OpenCell {
    const index = this.#indexOf(series);
    const ofSeries = (this.#cells[index] ??= new Map());
    let cell = ofSeries.get(start);
    if (cell === undefined) {
      cell = new OpenCell();
      ofSeries.set(start, cell);
      this.#cellCount++;
    }
    return cell;
  }

  #indexOf(series: Series): number {
    const key = seriesKey(series);
    const known = this.#indexOfSeries.get(key);
    if (known !== undefined) return known;
    this.#indexOfSeries.set(key, this.#series.length);
    return this.#series.push(series) - 1;
  }

  #spillOver(): void {
    this.#spool.write(this.#takeSorted());
  }

  #takeSorted(): ImportedCell[] {
    const sorted: ImportedCell[] = [];
    this.#cells.forEach((ofSeries, series) => {
      for (const [start, cell] of ofSeries) sorted.push({ start, series, data: encodeCellData(cell.toData()) });
    });
    sorted.sort((a, b) => a.start - b.start || a.series - b.series);
    this.#total = { ...this.#total, cells: this.#total.cells + this.#cellCount };
    this.#cells = [];
    this.#cellCount = 0;
    this.#recordCount = 0;
    return sorted;
  }
}
