import type { LatencyQueries } from '../public-api/latency-queries.js';

/** What pages and public queries ask of history; answered off the thread that serves. */
export type SiteHistory = LatencyQueries;
