import type { AlertRule, AlertState } from '../domain/alert-state.js';
import { type AlertTransition, initialAlertState, nextAlertState } from '../judge/alert/transition.js';
import type { Verdict } from '../judge/alert/verdict.js';
import type { SloPlan } from './slo-plan.js';

/**
 * How far apart quiet evaluations must lie to count as two. Figures are judged every second; a
 * condition that flickers within seconds must not resolve an alert and open it again.
 */
export const QUIET_SPACING_MS = 10_000;

/** The states of all alerts, and which of them have yet to be saved. */
export class AlertKeeper {
  readonly #states = new Map<string, AlertState>();
  readonly #quietAtMs = new Map<string, number>();
  readonly #unsaved = new Set<string>();

  constructor(states: readonly AlertState[]) {
    for (const state of states) this.#states.set(keyOf(state.slo, state.alert), state);
  }

  /** `undefined` for an alert that was never judged. */
  find(plan: SloPlan, rule: AlertRule): AlertState | undefined {
    return this.#states.get(keyOf(plan.definition.name, rule.name));
  }

  /** The kept state, `ok` for an alert that was never judged. */
  stateOf(plan: SloPlan, rule: AlertRule): AlertState {
    return this.find(plan, rule) ?? initialAlertState(plan.definition.name, rule.name);
  }

  /** Takes in one evaluation: alerts open at once, and resolve after quiet evaluations `QUIET_SPACING_MS` apart. */
  judge(plan: SloPlan, rule: AlertRule, verdict: Verdict, nowMs: number): AlertTransition | null {
    const key = keyOf(plan.definition.name, rule.name);
    const previous = this.stateOf(plan, rule);
    const state = this.#isRepeated(key, verdict, nowMs) ? previous : nextAlertState(previous, verdict, nowMs);
    if (state !== this.#states.get(key)) this.#unsaved.add(key);
    this.#states.set(key, state);
    if (state.state === previous.state) return null;
    return { slo: state.slo, rule, from: previous.state, to: state.state, atMs: nowMs };
  }

  /** Hands the changed states to `save`; they stay unsaved if it rejects. */
  async save(save: (states: readonly AlertState[]) => Promise<void>): Promise<void> {
    const keys = [...this.#unsaved];
    if (keys.length === 0) return;
    await save(keys.flatMap((key) => this.#states.get(key) ?? []));
    for (const key of keys) this.#unsaved.delete(key);
  }

  #isRepeated(key: string, verdict: Verdict, nowMs: number): boolean {
    if (verdict !== 'quiet') {
      this.#quietAtMs.delete(key);
      return false;
    }
    const sinceMs = nowMs - (this.#quietAtMs.get(key) ?? -Infinity);
    // A clock that was set back must not hold the alert for hours.
    if (sinceMs >= 0 && sinceMs < QUIET_SPACING_MS) return true;
    this.#quietAtMs.set(key, nowMs);
    return false;
  }
}

/** Names of SLOs and alerts hold no U+001F. */
function keyOf(slo: string, alert: string): string {
  return `${slo}\u001f${alert}`;
}
