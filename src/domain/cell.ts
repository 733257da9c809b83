import type { OutcomeCounts } from './outcome.js';

/** How wide a stored cell is; each coarser one is the merge of the finer ones within it. */
export type Resolution = 'minute' | 'hour' | 'day';

/**
 * What is known of one series in one minute, hour or day.
 * Histograms are the compact bytes of `histogram/`; `null` means that there was no such reply.
 */
export interface Cell {
  readonly seriesId: number;
  readonly startMs: number;
  /** 0: measured by this daemon; else the id of the import it came from. */
  readonly source: number;
  readonly counts: OutcomeCounts;
  /** RTTs of answered attempts. */
  readonly answered: Uint8Array | null;
  /** RTTs of the other replies. */
  readonly otherReplies: Uint8Array | null;
  /** Which minutes of the cell have a valid attempt: compact bytes of `MinuteSet` (`domain/minute-set.ts`). */
  readonly coveredMinutes: Uint8Array;
}
