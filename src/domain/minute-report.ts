import type { OutcomeCounts } from './outcome.js';
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
  /** The same by probe and resolver, over all queries. */
  readonly resolvers: readonly ResolverMinute[];
}

export interface SeriesMinute extends Percentiles {
  readonly series: Series;
  readonly valid: number;
  readonly answered: number;
}

export interface ResolverMinute extends Percentiles {
  readonly probe: string;
  readonly resolver: string;
  readonly counts: OutcomeCounts;
}

export interface Percentiles {
  /** Over all valid attempts, failures above every RTT; `null` where there is no such value. */
  readonly p50Us: number | null;
  readonly p90Us: number | null;
  readonly p99Us: number | null;
  readonly maxUs: number | null;
}
