import type { AlertCondition, AlertSeverity } from './alert-state.js';

export type SloState = 'met' | 'at_risk' | 'violated' | 'no_data';

/** Where one SLO stands: an element of `slo --json` and of `/api/v1/slos`, as users and scripts read it. */
export interface SloStatus {
  readonly name: string;
  /** Of an SLO with several objectives, which one this is; absent where there is one. */
  readonly objectiveName?: string;
  readonly service: string;
  readonly displayName: string;
  readonly objective: number;
  readonly budgetingMethod: string;
  readonly window: {
    readonly from: string;
    readonly to: string;
    readonly duration: string;
    readonly isRolling: boolean;
    /** Of a calendar's window, which grows until then: its end; absent where it rolls. */
    readonly until?: string;
  };
  /** Attempts; slices, or series by the minute, where those count. A slice may be good in part. */
  readonly good: number;
  readonly valid: number;
  /** good / valid; `null` without data. */
  readonly sli: number | null;
  /** The attempts that slices (or series by the minute) are made of; absent where attempts count. */
  readonly attempts?: { readonly good: number; readonly valid: number };
  /**
   * Where vantages vote: on how many addresses they did, minute by minute, `excluded.inconclusive` of them
   * without a verdict; absent elsewhere.
   */
  readonly votes?: number;
  /** The same with the time that operators took out; absent where they took none. */
  readonly asMeasured?: {
    readonly good: number;
    readonly valid: number;
    readonly sli: number | null;
    readonly consumed: number | null;
  };
  readonly errorBudget: { readonly total: number; readonly consumed: number | null; readonly remaining: number | null };
  /**
   * Share of the window's minutes (rounds, for slower schedules) that have a valid attempt; where vantages
   * vote, of that the share of votes that came to a verdict.
   */
  readonly coverage: number;
  /** The first minute of the window with a valid attempt, ISO 8601; `null` without data. */
  readonly dataSince: string | null;
  readonly excluded: {
    readonly prober_error: number;
    readonly maintenance: number;
    readonly correction: number;
    /** Answers of which nobody knows any more how long they took, since the store was damaged; absent where there are none. */
    readonly unreadable?: number;
    /** Votes of too few vantages for a verdict: neither good nor bad; absent where vantages do not vote. */
    readonly inconclusive?: number;
  };
  /** By window length; `null` where that window has no data. */
  readonly burnRates: Readonly<Record<string, number | null>>;
  readonly alerts: readonly AlertStatus[];
  readonly status: SloState;
  /** When the budget is spent at the current rate, ISO 8601; `null` if it is not being spent, or is spent. */
  readonly exhaustsAt: string | null;
  /** The same at the rates of the last hour, six hours and three days. */
  readonly forecast: Readonly<Record<string, string | null>>;
  /** Of a composite SLO as a whole: its objectives, whose weights `good` and `valid` count; absent otherwise. */
  readonly composite?: readonly {
    readonly objectiveName: string;
    readonly weight: number;
    readonly sli: number | null;
  }[];
  /**
   * What the authoritative servers did over the same window that are asked beside the SLO's queries
   * (`control`), never subtracted from its own; absent where none was.
   */
  readonly controls?: readonly ControlStatus[];
  /** Why it could not be evaluated: then nothing of it is known, and its status is `no_data`; else absent. */
  readonly error?: string;
}

/** Attempts to the control of one query, of which there is at least one valid one. */
export interface ControlStatus {
  readonly probe: string;
  readonly query: string;
  readonly answered: number;
  readonly valid: number;
  readonly sli: number;
}

export interface AlertStatus {
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly state: AlertCondition;
  /** Absent (`null`) for `no-data`. */
  readonly longWindow: string | null;
  readonly shortWindow: string | null;
  readonly threshold: number | null;
  readonly since: string | null;
}
