import type { MonthReport } from '../../app/report/month-report.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { Tally } from '../../domain/tally.js';
import type { TimeWindow } from '../../domain/window.js';
import type { LatencyQueries } from '../public-api/latency-queries.js';
import type { SloHistoryQueries } from '../public-api/slo-history-queries.js';

/** What pages and public queries ask of history; answered off the thread that serves. */
export interface SiteHistory extends LatencyQueries, SloHistoryQueries {
  /** What each SLO did in each window of whole minutes: `result[window][slo]`. */
  tallies(slos: readonly SloDefinition[], windows: readonly TimeWindow[]): Promise<readonly (readonly Tally[])[]>;
  /** How SLOs kept a month (`YYYY-MM`); takes seconds. Rejects with `REPORT_MONTH_INVALID` where it has not begun. */
  report(month: string, slos: readonly SloDefinition[]): Promise<MonthReport>;
}
