import type { AlertCondition, AlertRule, AlertState } from '../../domain/alert-state.js';
import type { Verdict } from './verdict.js';

/** An alert went from one condition to another. */
export interface AlertTransition {
  readonly slo: string;
  readonly rule: AlertRule;
  readonly from: AlertCondition;
  readonly to: AlertCondition;
  readonly atMs: number;
  /** Since when it was in the condition that it left; `null`: ever since it was first judged. */
  readonly leftSinceMs: number | null;
}

/** So many evaluations in a row must be quiet before a firing alert resolves. */
export const QUIET_EVALUATIONS = 2;

/** The state of an alert that was never judged. */
export function initialAlertState(slo: string, alert: string): AlertState {
  return { slo, alert, state: 'ok', sinceMs: null, quietEvaluations: 0 };
}

/**
 * The state after one more evaluation; the same object where nothing changed.
 *
 * @param alertAfterMs how long the condition must hold before the alert fires; 0 for the default alerts
 */
export function nextAlertState(state: AlertState, verdict: Verdict, nowMs: number, alertAfterMs = 0): AlertState {
  switch (state.state) {
    case 'ok':
      return verdict === 'holds' ? opened(state, nowMs, alertAfterMs) : state;
    case 'pending':
      return whilePending(state, verdict, nowMs, alertAfterMs);
    case 'firing':
      return whileFiring(state, verdict, nowMs);
    default:
      return state.state satisfies never;
  }
}

function opened(state: AlertState, nowMs: number, alertAfterMs: number): AlertState {
  return entered(state, alertAfterMs > 0 ? 'pending' : 'firing', nowMs);
}

function whilePending(state: AlertState, verdict: Verdict, nowMs: number, alertAfterMs: number): AlertState {
  if (verdict === 'quiet') return entered(state, 'ok', nowMs);
  const hasHeldLong = nowMs - (state.sinceMs ?? nowMs) >= alertAfterMs;
  return verdict === 'holds' && hasHeldLong ? entered(state, 'firing', nowMs) : state;
}

function whileFiring(state: AlertState, verdict: Verdict, nowMs: number): AlertState {
  if (verdict === 'unknown') return state;
  if (verdict !== 'quiet') return state.quietEvaluations === 0 ? state : { ...state, quietEvaluations: 0 };
  const quietEvaluations = state.quietEvaluations + 1;
  return quietEvaluations >= QUIET_EVALUATIONS ? entered(state, 'ok', nowMs) : { ...state, quietEvaluations };
}

function entered(state: AlertState, condition: AlertCondition, nowMs: number): AlertState {
  return { ...state, state: condition, sinceMs: nowMs, quietEvaluations: 0 };
}
