import type { AlertLogEntry } from '../domain/alert-evidence.js';
import type { AlertRule, AlertState } from '../domain/alert-state.js';
import { type AlertTransition, initialAlertState, nextAlertState } from '../judge/alert/transition.js';
import type { Verdict } from '../judge/alert/verdict.js';
import type { AlertStateStore } from './ports.js';
import type { SloPlan } from './slo-plan.js';

/**
 * How far apart quiet evaluations must lie to count as two. Figures are judged every second; a
 * condition that flickers within seconds must not resolve an alert and open it again.
 */
export const QUIET_SPACING_MS = 10_000;

/** The states of all alerts, and which of them have yet to be saved. */
export class AlertKeeper {
  /** By SLO, then by alert. */
  readonly #alerts = new Map<string, Map<string, Kept>>();
  #unsaved = new Set<Kept>();
  #unlogged: AlertLogEntry[] = [];

  constructor(states: readonly AlertState[]) {
    for (const state of states) this.#keep({ state, quietAtMs: null });
  }

  /** `undefined` for an alert that was never judged. */
  find(plan: SloPlan, rule: AlertRule): AlertState | undefined {
    return this.#alerts.get(plan.definition.key)?.get(rule.name)?.state;
  }

  /** The kept state, `ok` for an alert that was never judged. */
  stateOf(plan: SloPlan, rule: AlertRule): AlertState {
    return this.find(plan, rule) ?? initialAlertState(plan.definition.key, rule.name);
  }

  /** Takes in one evaluation: alerts open at once, and resolve after quiet evaluations `QUIET_SPACING_MS` apart. */
  judge(plan: SloPlan, rule: AlertRule, verdict: Verdict, nowMs: number): AlertTransition | null {
    const kept = this.#alerts.get(plan.definition.key)?.get(rule.name) ?? this.#introduce(plan, rule);
    const previous = kept.state;
    if (isRepeated(kept, verdict, nowMs)) return null;
    if (verdict !== 'unknown') kept.quietAtMs = verdict === 'quiet' ? nowMs : null;
    const alertAfterMs = rule.kind === 'burn-rate' ? rule.afterMs : 0;
    kept.state = nextAlertState(previous, verdict, nowMs, alertAfterMs);
    if (kept.state === previous) return null;
    this.#unsaved.add(kept);
    const { slo, state } = kept.state;
    if (state === previous.state) return null;
    return { slo, rule, from: previous.state, to: state, atMs: nowMs, leftSinceMs: previous.sinceMs };
  }

  /** Has changes that `judge()` gave go to the log, with their reasons, when states are saved next. */
  log(changes: readonly AlertLogEntry[]): void {
    this.#unlogged.push(...changes);
  }

  /** Hands the changed states to `save`, and the changes to be logged; they stay unsaved if it rejects. */
  async save(save: AlertStateStore['saveAlertStates']): Promise<void> {
    if (this.#unsaved.size === 0) return;
    const states = [...this.#unsaved].map(({ state }) => state);
    await save(states, [...this.#unlogged]);
    this.#unsaved = new Set();
    this.#unlogged = [];
  }

  /** An alert that is judged for the first time is saved too: readers of the store then know that it was. */
  #introduce(plan: SloPlan, rule: AlertRule): Kept {
    const kept = { state: this.stateOf(plan, rule), quietAtMs: null };
    this.#keep(kept);
    this.#unsaved.add(kept);
    return kept;
  }

  #keep(kept: Kept): void {
    const { slo, alert } = kept.state;
    const alerts = this.#alerts.get(slo) ?? new Map<string, Kept>();
    this.#alerts.set(slo, alerts.set(alert, kept));
  }
}

interface Kept {
  state: AlertState;
  /** When it was last counted as quiet; `null` once its rate was exceeded again. */
  quietAtMs: number | null;
}

/** Whether a quiet evaluation comes too soon after the last one to count. */
function isRepeated({ quietAtMs }: Kept, verdict: Verdict, nowMs: number): boolean {
  if (verdict !== 'quiet' || quietAtMs === null) return false;
  // A clock that was set back must not hold the alert for hours.
  return nowMs >= quietAtMs && nowMs - quietAtMs < QUIET_SPACING_MS;
}
