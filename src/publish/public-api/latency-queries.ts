import type { Phase } from '../../domain/phase.js';
import type { LatencyRange } from '../../domain/latency.js';
import type { Series } from '../../domain/series.js';

/** A question about the past; times are whole minutes, `[fromMs, toMs)`. */
export interface LatencyQuery {
  readonly probe?: string;
  readonly resolver?: string;
  readonly query?: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Only this part of the attempts' time; `null`: the whole. */
  readonly phase: Phase | null;
  /** A whole number of minutes; `null`: one point for the whole. */
  readonly stepMs: number | null;
  /** Only these series may be read: those asked for that the listener may show. Never empty. */
  readonly allowed: readonly Series[];
}

/** What listeners need of the history: answered off the judging thread. */
export interface LatencyQueries {
  latency(query: LatencyQuery): Promise<LatencyRange>;
}
