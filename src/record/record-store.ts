import type { Cell } from '../domain/cell.js';
import type { Series } from '../domain/series.js';
import type { RetentionConfig } from './config.js';
import type { StoreError } from './errors.js';
import type { FailuresToWrite } from './pending-failures.js';

export interface MinuteKey {
  readonly seriesId: number;
  readonly startMs: number;
}

/** What the recorder needs of a store. Errors are `StoreError`s; a call that fails has changed nothing. */
export interface RecordStore {
  /** The number of a series, given at its first use. */
  seriesId(series: Series): Promise<number>;
  /** The daemon's own minutes with these keys, in their order; `null` where there is none, an error where it cannot be read. */
  ownMinutes(keys: readonly MinuteKey[]): Promise<readonly (Cell | StoreError | null)[]>;
  /**
   * Replaces minutes whole and adds failures to those kept, in one transaction.
   * @param settledToMs minutes before this were final: changing one raises the version
   * @param failures absent: none
   */
  writeMinutes(cells: readonly Cell[], settledToMs: number, failures?: FailuresToWrite): Promise<void>;
  /** Minutes before this time were removed: nothing may be added to them. */
  minutesFromMs(): Promise<number>;
  /** Does one bounded step of merging minutes before `settledToMs` into hours and days; `false` if none was due. */
  rollUpStep(settledToMs: number): Promise<boolean>;
  /** Removes a bounded number of cells and failures that are older than they are kept; `false` if there were none. */
  pruneStep(retention: RetentionConfig, nowMs: number): Promise<boolean>;
  /** Removes a bounded part of what imports that were killed left behind; `false` if there is nothing, or another process is at it. */
  removeLeftOversStep(): Promise<boolean>;
}
