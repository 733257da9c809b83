import type { AlertState } from '../domain/alert-state.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, ceilTo, floorTo } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import type { SloStatus } from '../domain/slo-status.js';
import { initialAlertState, nextAlertState } from '../judge/alert/transition.js';
import { AlertKeeper } from './alert-keeper.js';
import { JudgeableSlos } from './judgeable.js';
import { type JudgedAt, doubtfulStretches, verdictOf } from './judge-alerts.js';
import type { AlertStateStore, SliceHourStore } from './ports.js';
import { readTotals } from './read-totals.js';
import { refineFailures } from './refine-failures.js';
import type { SlidingTotals } from './sliding-totals.js';
import { SloIndex } from './slo-index.js';
import { type RoundMsOf, type SloPlan, sloPlans } from './slo-plan.js';
import { type OnEvaluateError, type StateOf, statusesOf } from './statuses.js';
import { withComposites } from './with-composites.js';

export interface EvaluateDeps {
  readonly history: HistoryReader;
  /** Alerts carry the daemon's kept states; `null`: they are judged from the windows alone. */
  readonly alertStates: AlertStateStore | null;
  readonly roundMsOf: RoundMsOf;
  /** Slices that are kept by the hour, and need not be read. */
  readonly sliceHours?: SliceHourStore;
  /** Without it an SLO that cannot be judged makes the whole evaluation reject. */
  readonly onError?: OnEvaluateError;
}

/**
 * Where the SLOs stand at any instant, read from scratch. Windows end at `atMs` rounded up to a
 * minute. Alerts the daemon never judged are judged from the windows alone; such have no `since`.
 */
export async function evaluateAt(
  deps: EvaluateDeps,
  slos: readonly SloDefinition[],
  atMs: number,
): Promise<readonly SloStatus[]> {
  const { history, alertStates, roundMsOf, onError } = deps;
  const judgeable = new JudgeableSlos(slos);
  const index = new SloIndex(judgeable.slos, await history.series(), await history.operatorRecords());
  const plans = sloPlans(index, roundMsOf);
  const keptSlices = deps.sliceHours === undefined ? null : { store: deps.sliceHours, version: null };
  const totals = await readTotals(history, index, ceilTo(atMs, MINUTE_MS), keptSlices);
  for (const stretch of doubtfulStretches(plans, totals)) await refineFailures(history, index, totals.failing, stretch);
  const kept = new AlertKeeper((await alertStates?.loadAlertStates()) ?? []);
  const judged = fromWindows(totals, { nowMs: await knownToMs(history, atMs), watchedSinceMs: null });
  const stateOf: StateOf = (rule, plan, slo) => kept.find(plan, rule) ?? judged(rule, plan, slo);
  const judgedStatuses = statusesOf(plans, totals, stateOf, onError);
  return withComposites(slos, judgeable.complete(judgedStatuses, atMs, onError));
}

/** Where an hour or a day is only known as a whole, nobody can tell whether it was silent up to an instant within it. */
async function knownToMs(history: HistoryReader, atMs: number): Promise<number> {
  const { minutesFromMs, hoursFromMs } = await history.rolledUp();
  if (atMs < hoursFromMs) return floorTo(atMs, DAY_MS);
  return atMs < minutesFromMs ? floorTo(atMs, HOUR_MS) : atMs;
}

function fromWindows(totals: SlidingTotals, at: JudgedAt): StateOf {
  return (rule, plan: SloPlan, slo): AlertState => {
    const initial = initialAlertState(plan.definition.key, rule.name);
    // Nobody can tell from the windows for how long it has held: one that waits is pending.
    const afterMs = rule.kind === 'burn-rate' ? rule.afterMs : 0;
    return { ...nextAlertState(initial, verdictOf(rule, plan, slo, totals, at), at.nowMs, afterMs), sinceMs: null };
  };
}
