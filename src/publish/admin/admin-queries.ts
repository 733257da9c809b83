import type { FailureReader } from '../../domain/failure-reader.js';
import type { OutcomeCounts } from '../../domain/outcome.js';
import type { Transport } from '../../domain/probe-definition.js';
import type { Series } from '../../domain/series.js';
import type { LatencyQueries } from '../public-api/latency-queries.js';

/** One series and what its latest minute holds; `null` while it has none. */
export interface SeriesLatestMinute {
  readonly series: Series;
  readonly minute: { readonly startMs: number; readonly counts: OutcomeCounts } | null;
}

/** What the admin listener needs of the history and the configuration. */
export interface AdminQueries extends FailureReader, LatencyQueries {
  /** Every series known, configured or in the store. */
  series(): Promise<readonly Series[]>;
  /** Each of them with its latest minute (it may still be filling). */
  latestMinutes(): Promise<readonly SeriesLatestMinute[]>;
  /** How the resolver of a series is asked; `null` of stubs, of controls, and of what is not configured any more. */
  transportOf(series: Series): Transport | null;
}
