import type { FailureEvidence, FailureLoss } from './failure-evidence.js';
import type { Outcome } from './outcome.js';

/** Which of the kept failures are wanted; `null` asks for no particular one. */
export interface FailureQuery {
  readonly vantage: string | null;
  readonly probe: string | null;
  readonly resolver: string | null;
  readonly query: string | null;
  readonly outcome: Outcome | null;
  /** Scheduled at or after this time, milliseconds since the epoch. */
  readonly sinceMs: number | null;
  /** At most so many, the newest. */
  readonly limit: number;
}

/** So many of one series are kept: those that are worth most (`failure-choice.ts`). */
export const FAILURES_PER_SERIES = 50;

/** Reads the kept failures. All errors are `StoreError`s of `record/errors.ts`. */
export interface FailureReader {
  /** Newest first, by scheduled time. */
  failures(query: FailureQuery): Promise<readonly FailureEvidence[]>;
  /** What is not kept of that, whatever the limit: by series and outcome, where some were since then. */
  failureLosses(query: FailureQuery): Promise<readonly FailureLoss[]>;
}
