import type { Phase } from './phase.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from './clock.js';
import type { OutcomeCounts } from './outcome.js';

/** How wide a stored cell is; each coarser one is the merge of the finer ones within it. */
export type Resolution = 'minute' | 'hour' | 'day';

export const RESOLUTION_MS: Readonly<Record<Resolution, number>> = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** The `source` of cells that the daemon itself measured. */
export const MEASURED = 0;

/**
 * What is known of one series in one minute, hour or day.
 * Histograms are the compact bytes of `histogram/`; `null` means that there was no such reply.
 */
export interface Cell {
  readonly seriesId: number;
  readonly startMs: number;
  /** `MEASURED`: by this daemon; else the id of the import it came from. */
  readonly source: number;
  readonly counts: OutcomeCounts;
  /** RTTs of answered attempts. */
  readonly answered: Uint8Array | null;
  /** RTTs of the other replies. */
  readonly otherReplies: Uint8Array | null;
  /** Which minutes of the cell have a valid attempt: compact bytes of `MinuteSet` (`domain/minute-set.ts`). */
  readonly coveredMinutes: Uint8Array;
  /** Parts of attempts' time, each a histogram; `null` where no attempt had any. */
  readonly phases: PhaseHistograms | null;
}

/** Histograms by phase, as compact bytes; a missing one is empty. */
export type PhaseHistograms = Readonly<Partial<Record<Phase, Uint8Array>>>;
