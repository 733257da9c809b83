import type { DayBar, LatencyPoint } from './latency.js';
import type { MeasuredProbe } from './measured-probe.js';
import type { Series } from './series.js';
import type { SloDefinition } from './slo-definition.js';
import type { SloStatus } from './slo-status.js';

/** Everything that is shown of the SLOs at one instant; made by the daemon, read by every publisher. */
export interface Snapshot {
  readonly evaluatedAtMs: number;
  /** In the order of the configuration; internal ones too: publishers on public paths leave them out. */
  readonly slos: readonly SloView[];
  /** How it is measured; publishers on public paths leave out what no public SLO selects. */
  readonly probes: readonly MeasuredProbe[];
  /** The measured resolvers are the embedded lab and older history is generated: pages must say so. */
  readonly isDemo: boolean;
  /** Start of the first data that are kept; `null` while there are none. */
  readonly historyFromMs: number | null;
}

export interface SloView {
  readonly definition: SloDefinition;
  readonly status: SloStatus;
  /** Of the last objective of a composite SLO: where the SLO stands as a whole; absent otherwise. */
  readonly whole?: SloStatus;
  /** 90 days, oldest first, the last one is today; in the page's time zone. */
  readonly days: readonly DayBar[];
  /** Percentiles of the SLO's series over the last 24 hours; `null` without data. */
  readonly latencySummary: LatencyPoint | null;
  /** The series its total selects. */
  readonly series: readonly Series[];
}

/** The objects of `slo --json`: that of a composite SLO as a whole follows those of its objectives. */
export function snapshotStatuses(snapshot: Snapshot | null): readonly SloStatus[] {
  return (snapshot?.slos ?? []).flatMap(({ status, whole }) => (whole === undefined ? [status] : [status, whole]));
}
