import type { Series } from '../../domain/series.js';

/** How long cells are kept; data older than one resolution's is kept in coarser ones only. */
export interface KeptHistory {
  readonly minutesMs: number;
  readonly hoursMs: number;
  readonly daysMs: number;
}

/** Equal attempts of one series. */
export interface ImportedAttempts {
  readonly series: Series;
  /** Scheduled send time, milliseconds since the epoch. */
  readonly timeMs: number;
  /** A code of `OUTCOMES`. */
  readonly outcomeCode: number;
  /** NaN where no reply came. */
  readonly rttUs: number;
  readonly count: number;
}

/** By what an import is known and listed. */
export interface ImportIdentity {
  readonly sha256: Uint8Array;
  readonly name: string;
}

export type CommitProgress =
  /** Another import is being stored; this one begins when it is done. */
  { readonly kind: 'waiting' } | { readonly kind: 'storing'; readonly cells: number; readonly totalCells: number };

/** Takes in history. Errors are `StoreError`s of `record/errors.ts`. */
export interface ImportStore {
  /** Begins an import, of which nothing reaches the store before `commit()`. */
  openImport(options: { readonly nowMs: number; readonly retention: KeptHistory }): ImportBatch;
}

/** One import: all of it becomes visible at once, or nothing. End it with `commit()` or `discard()`. */
export interface ImportBatch {
  /** Adds attempts in whatever order; memory stays bounded. Returns `false` for attempts older than anything that is kept: they are left out. */
  add(attempts: ImportedAttempts): boolean;
  /**
   * Stores what was added, in transactions short enough for a daemon to go on writing.
   * @returns `unchanged` if an import with this SHA-256 is already there; then nothing was stored
   */
  commit(identity: ImportIdentity, onProgress?: (progress: CommitProgress) => void): Promise<'imported' | 'unchanged'>;
  /** Forgets what was added. May be called after `commit()`, without effect. */
  discard(): void;
}
