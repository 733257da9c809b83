import type { Phase } from './phase.js';

/**
 * Percentiles over a stretch of time: over all valid attempts, failures lying above every RTT; of a
 * phase over the attempts that had it.
 */
export interface LatencyPoint {
  /** Start of the stretch, ISO 8601. */
  readonly time: string;
  /** Valid attempts; of a phase, the attempts that had it. */
  readonly count: number;
  /** Integer microseconds; `null` without data or where the percentile lies beyond the timeout. */
  readonly p50Us: number | null;
  readonly p90Us: number | null;
  readonly p99Us: number | null;
  /** The slowest answer, or the longest time a phase took; `null` if there was none. */
  readonly maxUs: number | null;
}

/** Points that one answer about a range may hold. */
export const MAX_LATENCY_POINTS = 1_500;

/** The answer of `/api/v1/latency`. */
export interface LatencyRange {
  readonly from: string;
  readonly to: string;
  /** As a duration text; equal to `to - from` when one point was asked for. */
  readonly step: string;
  readonly points: readonly LatencyPoint[];
  /** Which part of attempts' time this is about; absent: round-trip times. */
  readonly phase?: Phase;
}

/** One day of an SLO, in the page's time zone. */
export interface DayBar {
  /** `YYYY-MM-DD` in the page's time zone. */
  readonly date: string;
  readonly good: number;
  readonly valid: number;
  /** good / valid; `null` without data. */
  readonly sli: number | null;
}
