import type { AlertLogEntry } from '../domain/alert-evidence.js';
import type { AlertRule, AlertState } from '../domain/alert-state.js';
import { type AlertTransition, initialAlertState, nextAlertState } from '../judge/alert/transition.js';
import type { Verdict } from '../judge/alert/verdict.js';
import type { AlertStateStore } from './ports.js';
import type { SloPlan } from './slo-plan.js';

/** When an evaluation is made. */
export interface EvaluatedAt {
  readonly nowMs: number;
  /** The end of the final minute at which it judges; `null`: it judges as the running minute fills. */
  readonly settledMs: number | null;
}

/** The states of all alerts, and which of them have yet to be saved. */
export class AlertKeeper {
  /** By SLO, then by alert. */
  readonly #alerts = new Map<string, Map<string, Kept>>();
  #unsaved = new Set<Kept>();
  #unlogged: AlertLogEntry[] = [];

  constructor(states: readonly AlertState[]) {
    for (const state of states) this.#keep({ state, exceededMs: null });
  }

  /** `undefined` for an alert that was never judged. */
  find(plan: SloPlan, rule: AlertRule): AlertState | undefined {
    return this.#alerts.get(plan.definition.key)?.get(rule.name)?.state;
  }

  /** The kept state, `ok` for an alert that was never judged. */
  stateOf(plan: SloPlan, rule: AlertRule): AlertState {
    return this.find(plan, rule) ?? initialAlertState(plan.definition.key, rule.name);
  }

  /**
   * Takes in one evaluation. Burn-rate alerts open at once, as a minute fills; quiet they are only by
   * the figures of final minutes: of one that has just begun too little is known.
   */
  judge(plan: SloPlan, rule: AlertRule, verdict: Verdict, at: EvaluatedAt): AlertTransition | null {
    const kept = this.#alerts.get(plan.definition.key)?.get(rule.name) ?? this.#introduce(plan, rule);
    const previous = kept.state;
    const atMs = at.settledMs ?? at.nowMs;
    const isBurning = rule.kind === 'burn-rate';
    const told = isBurning && verdict === 'quiet' && !isQuietNow(kept, at) ? 'unknown' : verdict;
    if (at.settledMs === null && isExceeded(told)) kept.exceededMs = at.nowMs;
    kept.state = nextAlertState(previous, told, atMs, isBurning ? rule.afterMs : 0);
    if (kept.state === previous) return null;
    this.#unsaved.add(kept);
    const { slo, state } = kept.state;
    if (state === previous.state) return null;
    return { slo, rule, from: previous.state, to: state, atMs, leftSinceMs: previous.sinceMs };
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
    const kept = { state: this.stateOf(plan, rule), exceededMs: null };
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
  /** When its rate was last seen to be exceeded as a minute filled; `null`: not since the start. */
  exceededMs: number | null;
}

function isExceeded(verdict: Verdict): boolean {
  return verdict === 'holds' || verdict === 'doubtful';
}

/** Whether being quiet at the end of a minute still says so: nothing later has opened the alert or held it open. */
function isQuietNow({ state, exceededMs }: Kept, { nowMs, settledMs }: EvaluatedAt): boolean {
  if (settledMs === null) return false;
  const heldMs = Math.max(state.sinceMs ?? 0, state.state === 'firing' ? (exceededMs ?? 0) : 0);
  // A clock that was set back must not hold the alert for hours.
  return heldMs <= settledMs || heldMs > nowMs;
}
