import type { AlertCondition, AlertSeverity, BurnRateAlert, NoDataAlert } from './alert-state.js';
import type { Outcome } from './outcome.js';

/** What an SLO's budget is counted in. */
export type BudgetUnit =
  | { readonly kind: 'attempts' }
  /** `target`: the least ratio of a good slice; `null`: a slice is as good as its ratio. */
  | { readonly kind: 'slices'; readonly widthMs: number; readonly target: number | null }
  /** By the minute: series, votes of vantages on resolvers, answers of as many resolvers as are needed. */
  | { readonly kind: 'series' | 'votes' | 'needed answers' };

/** What counted in a window up to the change. */
export interface WindowEvidence {
  readonly lengthMs: number;
  /** In the budget's unit. */
  readonly counted: { readonly good: number; readonly valid: number };
  /** The attempts that they are made of. */
  readonly attempts: { readonly good: number; readonly valid: number };
  /** How many times faster than allowed; `null` without data. */
  readonly burnRate: number | null;
}

/** Attempts of a window that were not good, at one resolver and in one way. */
export interface FailureGroup {
  readonly resolver: string;
  /** `answered`: too slow, or where answers are what is bad. */
  readonly outcome: Outcome;
  /** Of `wrong_rcode`, which; `null`: not known. */
  readonly rcode: string | null;
  /** Only the latest of the group are known to have had the rcode. */
  readonly isRcodeSampled: boolean;
  readonly count: number;
}

interface Change {
  readonly from: AlertCondition;
  readonly to: AlertCondition;
  readonly atMs: number;
  /** How long it was in the condition that it left; `null`: ever since it was first judged. */
  readonly heldMs: number | null;
}

/** Why an alert on the burn rate changed: all that is to be said of it, in figures. */
export interface BurnRateEvidence extends Change {
  readonly rule: BurnRateAlert;
  readonly unit: BudgetUnit;
  readonly long: WindowEvidence;
  readonly short: WindowEvidence;
  /** Answers slower than this were not good; `null` where time does not matter. */
  readonly thresholdUs: number | null;
  /** What failed in the long window, the most first; `null`: it could not be read. */
  readonly failures: readonly FailureGroup[] | null;
  /** The window of the budget, as its document writes it. */
  readonly periodText: string;
  /** Share of the budget that is spent; `null` without data. */
  readonly consumed: number | null;
  /** When it will all be spent at the rate of the long window; `null`: never, or it is already. */
  readonly exhaustsAtMs: number | null;
}

/** Why an alert on missing data changed. */
export interface NoDataEvidence extends Change {
  readonly rule: NoDataAlert;
  /** Start of the last minute with a valid attempt; `null`: none in the budget's window. */
  readonly lastHeardMs: number | null;
  /** The attempts of that minute; `null`: it could not be read. */
  readonly lastHeard: { readonly good: number; readonly valid: number } | null;
  /** Attempts that could not be made since, by our own fault; `null`: it could not be read. */
  readonly proberErrors: number | null;
}

export type AlertEvidence = BurnRateEvidence | NoDataEvidence;

/** A change of an alert as it is kept and shown. */
export interface AlertLogEntry {
  /** Key of the SLO's definition. */
  readonly slo: string;
  readonly alert: string;
  readonly severity: AlertSeverity;
  readonly from: AlertCondition;
  readonly to: AlertCondition;
  readonly atMs: number;
  /** Why, in a sentence for people. */
  readonly explanation: string;
  /** The same in figures. */
  readonly evidence: AlertEvidence;
}
