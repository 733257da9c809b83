import type { TimeWindow } from '../../domain/window.js';
import { burnRate } from './burn-rate.js';
import { elapsedShare, errorBudget } from './error-budget.js';
import type { Ratio } from './sli.js';

export interface ForecastInput {
  /** `false`: the window is the calendar's, and a new one with a new budget follows it. */
  readonly isRolling: boolean;
  /** The whole window the objective is judged over: of a calendar's window what is yet to come too. */
  readonly whole: TimeWindow;
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
 * epoch. `null` if it is spent already, without data, and if at this rate it never is: a rolling
 * window that loses no more than its share (a burn rate of 1 or less) never runs out, and a calendar's
 * window may end first. While a window is still filling, its budget grows with every event; once it is
 * full only failures move it. Failures that will leave the window are not counted on: the forecast errs
 * on the early side.
 */
export function exhaustsAtMs(input: ForecastInput): number | null {
  return input.isRolling ? inRolling(input) : inCalendar(input);
}

function inRolling(input: ForecastInput): number | null {
  const { total: allowed, remaining } = errorBudget(input.window, input.objective);
  const rate = burnRate(input.recent, input.objective);
  if (rate === null || rate <= 1 || remaining === null || remaining <= 0) return null;
  const { badPerMs, earnedPerMs } = perMs(input, allowed);
  return input.toMs + spentAfterMs(remaining * allowed * input.window.valid, badPerMs, earnedPerMs, fillingMs(input));
}

/** The whole window's budget is there from the start: only failures move it. */
function inCalendar({ whole, toMs, window, recent, objective }: ForecastInput): number | null {
  const lengthMs = whole.toMs - whole.fromMs;
  const { remaining } = errorBudget(window, objective, elapsedShare(whole, toMs));
  const rate = burnRate(recent, objective);
  if (rate === null || rate === 0 || remaining === null || remaining <= 0) return null;
  const atMs = toMs + Math.round((remaining * lengthMs) / rate);
  return atMs < whole.toMs ? atMs : null;
}

/** Events per millisecond. */
function perMs(input: ForecastInput, allowed: number) {
  const { recent } = input;
  const lengthMs = Math.max(1, Math.min(input.recentMs, recentDataMs(input)));
  return { badPerMs: (recent.valid - recent.good) / lengthMs, earnedPerMs: (recent.valid * allowed) / lengthMs };
}

/**
 * How much time the recent events are known of: more than has data would dilute the rate. Of a recent
 * window that begins before the window, nobody has told since when it has data: it is as long as so many
 * events took within the window.
 */
function recentDataMs({ whole, window, recent, recentMs, toMs, dataSinceMs }: ForecastInput): number {
  const knownMs = toMs - dataSinceMs;
  if (recentMs <= whole.toMs - whole.fromMs || window.valid === 0) return knownMs;
  return knownMs * Math.max(1, recent.valid / window.valid);
}

/** How long the window still grows before its oldest data leave it. */
function fillingMs({ whole, toMs, dataSinceMs }: ForecastInput): number {
  return Math.max(0, whole.toMs - whole.fromMs - (toMs - dataSinceMs));
}

function spentAfterMs(left: number, badPerMs: number, earnedPerMs: number, growingMs: number): number {
  const whileGrowing = left / (badPerMs - earnedPerMs);
  if (whileGrowing <= growingMs) return Math.round(whileGrowing);
  return Math.round(growingMs + (left - growingMs * (badPerMs - earnedPerMs)) / badPerMs);
}
