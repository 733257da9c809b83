import type { LatencyRange } from '../../domain/latency.js';
import type { Series } from '../../domain/series.js';

/** A question about the past; times are whole minutes, `[fromMs, toMs)`. */
export interface LatencyQuery {
  readonly probe?: string;
  readonly resolver?: string;
  readonly query?: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** A whole number of minutes; `null`: one point for the whole. */
  readonly stepMs: number | null;
  /** Only these series may be read: those asked for that a public SLO selects. Never empty. */
  readonly allowed: readonly Series[];
}

/** What the public listener needs of the history: answered off the judging thread. */
export interface LatencyQueries {
  latency(query: LatencyQuery): Promise<LatencyRange>;
}
