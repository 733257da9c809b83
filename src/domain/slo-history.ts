import type { LatencyPoint } from './latency.js';
import type { OutcomeCounts } from './outcome.js';
import type { SloStatus } from './slo-status.js';

/** Points that one answer about an SLO's past may hold. */
export const MAX_HISTORY_POINTS = 1_500;

/**
 * What one objective did, step by step: an element of `/api/v1/slos/NAME/history`. Steps begin at multiples
 * of their width since the Unix epoch; the first and the last may be shorter.
 */
export interface SloHistory {
  readonly name: string;
  /** Of an SLO with several objectives, which one this is; absent where there is one. */
  readonly objectiveName?: string;
  readonly objective: number;
  readonly from: string;
  readonly to: string;
  /** As a duration text. */
  readonly step: string;
  /**
   * Upper bounds of the bands of round-trip times that `answeredByBand` counts, microseconds, rising. The
   * first band reaches down to the fastest answer. Empty where nothing was answered.
   */
  readonly bandsUs: readonly number[];
  /** Percentiles over the whole of it. */
  readonly latency: Omit<LatencyPoint, 'time'>;
  readonly points: readonly SloHistoryPoint[];
}

/** One step. Attempts are those that were measured, whether they count or not; `good` and `valid` are what counts. */
export interface SloHistoryPoint extends BudgetPoint {
  /** In the SLO's own unit: attempts; slices, or series by the minute, where those count. */
  readonly good: number;
  readonly valid: number;
  /** The attempts behind them; absent where attempts count. */
  readonly attempts?: { readonly good: number; readonly valid: number };
  /** Attempts by outcome, those that were left out too. */
  readonly outcomes: OutcomeCounts;
  readonly excluded: SloStatus['excluded'];
  /** Percentiles over all valid attempts, as `/api/v1/latency` gives them. */
  readonly latency: Omit<LatencyPoint, 'time'>;
  /** Answered attempts by band of round-trip time, in the order of `bandsUs`. */
  readonly answeredByBand: readonly number[];
}

/** Where an SLO stood after one step. */
export interface BudgetPoint {
  /** Start of the step, ISO 8601. */
  readonly time: string;
  /** good / valid of the step; `null` without data. */
  readonly sli: number | null;
  /**
   * Only over the SLO's current window: share of the window's budget that was left at the end of the step;
   * `null` where nothing is known of it. The last one is where the SLO stands.
   */
  readonly remaining?: number | null;
}

/** A composite SLO as a whole. */
export interface WholeHistory extends Omit<SloHistory, 'objectiveName' | 'bandsUs' | 'latency' | 'points'> {
  readonly points: readonly BudgetPoint[];
}

/** All objectives of one SLO over the same steps. */
export interface SloHistories {
  readonly objectives: readonly SloHistory[];
  /** Of a composite SLO; else `null`. */
  readonly whole: WholeHistory | null;
}
