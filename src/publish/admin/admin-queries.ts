import type { OutcomeCounts } from '../../domain/outcome.js';
import type { Series } from '../../domain/series.js';

/** One series and what its latest minute holds; `null` while it has none. */
export interface SeriesLatestMinute {
  readonly series: Series;
  readonly minute: { readonly startMs: number; readonly counts: OutcomeCounts } | null;
}

/** What the admin listener needs of the history. */
export interface AdminQueries {
  /** Every series known, configured or in the store, with its latest minute (it may still be filling). */
  latestMinutes(): Promise<readonly SeriesLatestMinute[]>;
}
