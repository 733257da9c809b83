import type { SloHistoryQuery } from '../../app/site/slo-history.js';
import type { SloHistories } from '../../domain/slo-history.js';

/** What pages and public queries ask of an SLO's past: answered off the judging thread. */
export interface SloHistoryQueries {
  /** Rejects with a `code` of `HISTORY_…` where the asker is at fault. */
  sloHistory(query: SloHistoryQuery): Promise<SloHistories>;
}
