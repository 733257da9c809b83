import type { LatencyQuery } from '../../app/latency-range.js';
import type { SituationQuery } from '../../app/situation/read-situation.js';
import type { SloHistoryQuery } from '../../app/site/slo-history.js';
import type { FailureQuery } from '../../domain/failure-reader.js';
import type { Correction } from '../../domain/operator-action.js';
import type { ProbeDefinition } from '../../domain/probe-definition.js';
import type { Series } from '../../domain/series.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import type { CellDamage } from '../../record/cell-damage.js';
import type { RetentionConfig } from '../../record/config.js';

/** What the history thread is asked; it answers each with its `id`. */
export type HistoryRequest =
  | {
      readonly id: number;
      readonly kind: 'latency';
      readonly query: LatencyQuery;
    }
  | {
      readonly id: number;
      readonly kind: 'latency-of-series';
      readonly series: readonly Series[];
      readonly query: Omit<LatencyQuery, 'seriesIds'>;
    }
  | {
      readonly id: number;
      readonly kind: 'tallies';
      readonly slos: readonly SloDefinition[];
      readonly windows: readonly TimeWindow[];
    }
  | { readonly id: number; readonly kind: 'slo-history'; readonly query: SloHistoryQuery }
  | {
      readonly id: number;
      readonly kind: 'correction-effect';
      readonly slos: readonly SloDefinition[];
      readonly correction: Correction;
      readonly probes: readonly ProbeDefinition[];
      readonly nowMs: number;
    }
  | { readonly id: number; readonly kind: 'report'; readonly asked: ReportQuestion }
  | {
      readonly id: number;
      readonly kind: 'situation';
      readonly query: SituationQuery;
      readonly probes: readonly ProbeDefinition[];
    }
  | { readonly id: number; readonly kind: 'latest-minutes'; readonly nowMs: number }
  | { readonly id: number; readonly kind: 'failures' | 'failure-losses'; readonly query: FailureQuery };

/** What reports need to know besides the store. */
export interface ReportSettings {
  /** Length of each probe's rounds in milliseconds, where it is known. */
  readonly rounds: Readonly<Record<string, number | null>>;
  readonly retention: RetentionConfig;
}

/** How public SLOs kept a month. */
export interface ReportQuestion extends ReportSettings {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly slos: readonly SloDefinition[];
  readonly nowMs: number;
}

export type HistoryResponse =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly message: string; readonly code: string | null } };

/** All that the thread says: answers, and rows of the store that turned out to be damaged. */
export type FromHistory = HistoryResponse | { readonly damage: CellDamage };

/** What the thread is started with. */
export interface HistoryWorkerData {
  readonly storeFile: string;
}
