import type { DayBar, LatencyPoint, LatencyRange } from './latency.js';
import type { Series } from './series.js';
import type { SloDefinition } from './slo-definition.js';
import type { SloStatus } from './slo-status.js';

/** Everything that is shown of the SLOs at one instant; made by the daemon, read by every publisher. */
export interface Snapshot {
  readonly evaluatedAtMs: number;
  /** In the order of the configuration; internal ones too: publishers on public paths leave them out. */
  readonly slos: readonly SloView[];
  /** The measured resolvers are the embedded lab and older history is generated: pages must say so. */
  readonly isDemo: boolean;
}

export interface SloView {
  readonly definition: SloDefinition;
  readonly status: SloStatus;
  /** 90 days, oldest first, the last one is today; in the page's time zone. */
  readonly days: readonly DayBar[];
  /** Percentiles of the SLO's series over the last day (the last hour while there is less data). */
  readonly latency: LatencyRange;
  /** Percentiles over the whole range of `latency`; `null` without data. */
  readonly latencySummary: LatencyPoint | null;
  /** The series its total selects. */
  readonly series: readonly Series[];
}
