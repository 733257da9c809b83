import type { Cell, Resolution } from './cell.js';
import type { OperatorRecords } from './operator-action.js';
import type { Series } from './series.js';

export interface StoredSeries {
  readonly id: number;
  readonly series: Series;
}

/** Cells of some series at one resolution whose start lies in `[fromMs, toMs)`. */
export interface CellQuery {
  /** `null`: of all series. */
  readonly seriesIds: readonly number[] | null;
  readonly resolution: Resolution;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Up to where coarser cells have been made; before these times they may be read instead of minutes. */
export interface RolledUp {
  readonly hoursToMs: number;
  readonly daysToMs: number;
  /** Before this some hours may be kept of which no minutes are, … */
  readonly minutesFromMs: number;
  /** … and before this days of which no hours are. */
  readonly hoursFromMs: number;
}

/** Takes a cell in, and tells what of it could not be read: the store says so where it must be heard. */
export type CellVisitor = (cell: Cell, tell: (fault: Error) => void) => void;

/** What judging and showing need of the store. All errors are `StoreError`s of `record/errors.ts`. */
export interface HistoryReader {
  series(): Promise<readonly StoredSeries[]>;
  rolledUp(): Promise<RolledUp>;
  /**
   * Visits cells in order of start time. One series may have several cells with one start (from
   * the daemon, from imports): together they are what is known, so consumers add them up (and
   * unite `coveredMinutes`). A cell of which nothing can be read is left out.
   */
  scanCells(query: CellQuery, visit: CellVisitor): Promise<void>;
  /** Start of the first cell in the store, at any resolution; `null` when it is empty. */
  firstCellMs(): Promise<number | null>;
  /** What operators said that changes what counts. */
  operatorRecords(): Promise<OperatorRecords>;
  /** Rises whenever time that was final may have changed (an import became visible, an operator took time out, a row turned out to be damaged): sums kept must be made afresh. */
  version(): Promise<number>;
}
