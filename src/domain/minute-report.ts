import type { Series } from './series.js';
import type { SloStatus } from './slo-status.js';

/** A final minute as it is told to others once. */
export interface MinuteReport {
  /** Start of the minute. */
  readonly minuteMs: number;
  /** Where each SLO stood at the minute's end. */
  readonly slos: readonly SloStatus[];
  /** What the daemon itself measured in that minute (nothing imported). */
  readonly series: readonly SeriesMinute[];
}

export interface SeriesMinute {
  readonly series: Series;
  readonly valid: number;
  readonly answered: number;
  /** Over all valid attempts, failures above every RTT; `null` where there is no such value. */
  readonly p50Us: number | null;
  readonly p90Us: number | null;
  readonly p99Us: number | null;
  readonly maxUs: number | null;
}
