import { burnRate } from './burn-rate.js';
import { errorBudget } from './error-budget.js';
import type { Ratio } from './sli.js';

export interface ForecastInput {
  /** The rolling window the objective is judged over. */
  readonly periodMs: number;
  readonly toMs: number;
  /** Since when the window has data; before that it is empty. */
  readonly dataSinceMs: number;
  readonly window: Ratio;
  /** The last `recentMs`: the current rate is taken from here. */
  readonly recent: Ratio;
  readonly recentMs: number;
  readonly objective: number;
}

/**
 * When the error budget is spent if failures go on at the current rate, in milliseconds since the
 * epoch. `null` if it is spent already, without data, and at a burn rate of 1 or less: a rolling
 * window that loses no more than its share never runs out. While the window is still filling, its
 * budget grows with every attempt; once it is full only failures move it. Failures that will leave
 * the window are not counted on: the forecast errs on the early side.
 */
export function exhaustsAtMs(input: ForecastInput): number | null {
  const { total: allowed, remaining } = errorBudget(input.window, input.objective);
  const rate = burnRate(input.recent, input.objective);
  if (rate === null || rate <= 1 || remaining === null || remaining <= 0) return null;
  // Events per millisecond. A recent window longer than the data would dilute the rate.
  const recentMs = Math.max(1, Math.min(input.recentMs, input.toMs - input.dataSinceMs));
  const badPerMs = (input.recent.valid - input.recent.good) / recentMs;
  const earnedPerMs = (input.recent.valid * allowed) / recentMs;
  return input.toMs + spentAfterMs(remaining * allowed * input.window.valid, badPerMs, earnedPerMs, fillingMs(input));
}

/** How long the window still grows before its oldest data leave it. */
function fillingMs({ periodMs, toMs, dataSinceMs }: ForecastInput): number {
  return Math.max(0, periodMs - (toMs - dataSinceMs));
}

function spentAfterMs(left: number, badPerMs: number, earnedPerMs: number, growingMs: number): number {
  const whileGrowing = left / (badPerMs - earnedPerMs);
  if (whileGrowing <= growingMs) return Math.round(whileGrowing);
  return Math.round(growingMs + (left - growingMs * (badPerMs - earnedPerMs)) / badPerMs);
}
