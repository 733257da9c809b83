import type { TimeWindow } from '../../domain/window.js';
import { burnRate } from './burn-rate.js';
import type { Ratio } from './sli.js';
import { tidy } from './tidy.js';

export interface ErrorBudget {
  /** The share of events that may fail: 1 − objective. */
  readonly total: number;
  /** Share of the whole budget that is spent, more than 1 when overspent; `null` without data. */
  readonly consumed: number | null;
  /** 1 − consumed, may be negative; `null` without data. */
  readonly remaining: number | null;
}

/**
 * Where the budget of a period stands. `objective` is in [0, 1).
 *
 * @param elapsed share of the period that is over, in (0, 1]: the budget is that of the whole period, with
 * as many events in what is yet to come
 */
export function errorBudget(ratio: Ratio, objective: number, elapsed = 1): ErrorBudget {
  // Over the whole period, the rate at which the budget burns is the share of it that is spent.
  const rate = burnRate(ratio, objective);
  const consumed = rate === null ? null : tidy(rate * elapsed);
  return { total: tidy(1 - objective), consumed, remaining: consumed === null ? null : remainingOf(consumed) };
}

/** Share of a period that is over: 1 of a rolling one, which ends now. */
export function elapsedShare({ fromMs, toMs }: TimeWindow, nowMs: number): number {
  return (nowMs - fromMs) / (toMs - fromMs);
}

/**
 * What the bad of a part of a period costs, as a share of the period's whole budget; `null` without data.
 *
 * @param all what counts in the period so far
 */
export function budgetShare(part: Ratio, all: Ratio, objective: number, elapsed: number): number | null {
  const rate = burnRate({ good: all.valid - (part.valid - part.good), valid: all.valid }, objective);
  return rate === null ? null : rate * elapsed;
}

/** Tidied in decimals, not digits: near zero the noise of 1 − 1.1 would be all there is. */
function remainingOf(consumed: number): number {
  return Number((1 - consumed).toFixed(12));
}
