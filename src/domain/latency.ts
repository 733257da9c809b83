/** Percentiles over all valid attempts of a stretch of time, failures lying above every RTT. */
export interface LatencyPoint {
  /** Start of the stretch, ISO 8601. */
  readonly time: string;
  /** Valid attempts. */
  readonly count: number;
  /** Integer microseconds; `null` without data or where the percentile lies beyond the timeout. */
  readonly p50Us: number | null;
  readonly p90Us: number | null;
  readonly p99Us: number | null;
  /** The slowest answer; `null` if nothing was answered. */
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
