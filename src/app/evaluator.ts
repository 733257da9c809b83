import type { AlertLogEntry } from '../domain/alert-evidence.js';
import type { AlertRule } from '../domain/alert-state.js';
import { MINUTE_MS, ceilTo, floorTo } from '../domain/clock.js';
import type { FailureReader } from '../domain/failure-reader.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { SloStatus } from '../domain/slo-status.js';
import type { Verdict } from '../judge/alert/verdict.js';
import { AlertJudge } from './alert-judge.js';
import { AlertKeeper } from './alert-keeper.js';
import type { SeenTransition } from './alert-evidence.js';
import { explainTransitions } from './explain-transitions.js';
import { JudgeableSlos } from './judgeable.js';
import { verdictOf } from './judge-alerts.js';
import { LiveTotals } from './live-totals.js';
import type { AlertStateStore, SliceHourStore } from './ports.js';
import type { SlidingTotals } from './sliding-totals.js';
import type { RoundMsOf, SloPlan } from './slo-plan.js';
import { type OnEvaluateError, statusesOf } from './statuses.js';
import { withComposites } from './with-composites.js';

export interface EvaluatorDeps {
  readonly history: HistoryReader;
  readonly alertStates: AlertStateStore;
  /** Where failures are kept in full: names the rcodes by which alerts are explained. */
  readonly failures?: Pick<FailureReader, 'failures'>;
  readonly slos: readonly SloDefinition[];
  readonly roundMsOf: RoundMsOf;
  /** Where slices are kept by the hour: weeks of minutes then need not be read at each start. */
  readonly sliceHours?: SliceHourStore;
  /** Told of an SLO that cannot be judged, and (`null`) of what could not be saved; without it evaluating rejects. */
  readonly onError?: OnEvaluateError;
  /**
   * A clock that only goes forward, milliseconds: with it, history that keeps changing is read from
   * scratch at most a tenth of the time in the long run, and figures are that much older meanwhile.
   */
  readonly monotonicMs?: () => number;
}

export interface Evaluation {
  /** Windows end at the instant asked for, rounded up to a minute. */
  readonly statuses: readonly SloStatus[];
  /** Alerts that changed, each with why. */
  readonly transitions: readonly AlertLogEntry[];
  readonly settled: readonly SettledMinute[];
}

/** A minute that became final since the last call, and where the SLOs stood at its end: exact for ever. */
export interface SettledMinute {
  readonly minuteMs: number;
  readonly statuses: readonly SloStatus[];
}

/**
 * Judges all SLOs every second. A new configuration takes a new evaluator: what must outlive it,
 * alert states, is in the store.
 */
export class Evaluator {
  readonly #deps: EvaluatorDeps;
  readonly #slos: JudgeableSlos;
  readonly #totals: LiveTotals;
  #alerts: { readonly keeper: AlertKeeper; readonly judge: AlertJudge } | null = null;
  #watchedSinceMs: number | null = null;
  #settled: SettledMinute[] = [];

  constructor(deps: EvaluatorDeps) {
    this.#deps = deps;
    this.#slos = new JudgeableSlos(deps.slos);
    this.#totals = new LiveTotals({ ...deps, ...keepingOn(deps), slos: this.#slos.slos });
  }

  /**
   * One evaluation; calls must not overlap. Minutes before `settledToMs` are final. The first call
   * reports no settled minutes, and after a gap of more than an hour those of the gap are left out.
   * Rejects with what the store threw; the next call then carries on and loses nothing.
   */
  async evaluate(nowMs: number, settledToMs: number): Promise<Evaluation> {
    this.#watchedSinceMs ??= nowMs;
    const { keeper, judge } = (this.#alerts ??= await this.#loadAlerts());
    await this.#totals.settleTo(floorTo(settledToMs, MINUTE_MS), (settled) => {
      judge.judgeSettled(settled, nowMs);
      const { plans, totals } = settled;
      this.#settled.push({ minuteMs: totals.endMs - MINUTE_MS, statuses: this.#statuses(plans, totals, keeper) });
    });
    const { plans, totals } = await this.#totals.upTo(ceilTo(nowMs, MINUTE_MS));
    judge.judgeRunning({ plans, totals }, nowMs);
    const transitions = await explainTransitions(this.#deps, judge.takeTransitions());
    keeper.log(transitions);
    await this.#save(keeper);
    const settled = this.#settled.splice(0);
    return { statuses: this.#statuses(plans, totals, keeper), transitions, settled };
  }

  async #loadAlerts() {
    const keeper = new AlertKeeper(await this.#deps.alertStates.loadAlertStates());
    return { keeper, judge: new AlertJudge(keeper, (rule, of, nowMs) => this.#verdict(rule, of, nowMs)) };
  }

  #statuses(plans: readonly SloPlan[], totals: SlidingTotals, keeper: AlertKeeper): readonly SloStatus[] {
    const { onError } = this.#deps;
    const judged = statusesOf(plans, totals, (rule, plan) => keeper.stateOf(plan, rule), onError);
    return withComposites(this.#deps.slos, this.#slos.complete(judged, totals.endMs, onError));
  }

  /** Of an SLO that cannot be judged nothing is known: its alerts neither open nor resolve. That it cannot, its status tells. */
  #verdict(rule: AlertRule, { plan, slo, totals }: Omit<SeenTransition, 'transition'>, nowMs: number): Verdict {
    try {
      return verdictOf(rule, plan, slo, totals, { nowMs, watchedSinceMs: this.#watchedSinceMs });
    } catch (error) {
      if (this.#deps.onError === undefined) throw error;
      return 'unknown';
    }
  }

  /** States that cannot be saved now are saved with the next change; judging goes on meanwhile. */
  async #save(keeper: AlertKeeper): Promise<void> {
    try {
      await keeper.save((states, transitions) => this.#deps.alertStates.saveAlertStates(states, transitions));
    } catch (error) {
      if (this.#deps.onError === undefined) throw error;
      this.#deps.onError(null, error);
    }
  }
}

/** Hours that cannot be kept are read again after a restart; judging goes on meanwhile. */
function keepingOn({ sliceHours, onError }: EvaluatorDeps): Pick<EvaluatorDeps, 'sliceHours'> {
  if (sliceHours === undefined || onError === undefined) return {};
  return {
    sliceHours: {
      sliceHours: (keys, window) => sliceHours.sliceHours(keys, window),
      saveSliceHours: (hours, version) =>
        sliceHours.saveSliceHours(hours, version).catch((error: unknown) => onError(null, error)),
    },
  };
}
