import type { AlertRule, AlertState } from '../domain/alert-state.js';
import type { SloStatus } from '../domain/slo-status.js';
import type { TimeWindow } from '../domain/window.js';
import { notEvaluated, type Standing, sloStatus } from '../judge/slo/slo-status.js';
import type { ControlRow } from './control-rows.js';
import { ratioOver } from './judge-alerts.js';
import { budgetWindow } from './kept-window.js';
import type { SlidingTotals } from './sliding-totals.js';
import type { SloPlan } from './slo-plan.js';
import { attemptsOf, excludedOf, type TallySums, unreadableOf } from './tally-sums.js';

/** Told of what went wrong with one SLO (`null`: with none in particular) while the others go on. */
export type OnEvaluateError = (slo: string | null, error: unknown) => void;

/** The state of one alert of the SLO at position `slo`. */
export type StateOf = (rule: AlertRule, plan: SloPlan, slo: number) => AlertState;

/**
 * Where the SLOs stand at the end of the totals, in their order. One that cannot be judged says so
 * (`error`) and is told to `onError`; without `onError` it throws.
 */
export function statusesOf(
  plans: readonly SloPlan[],
  totals: SlidingTotals,
  stateOf: StateOf,
  onError?: OnEvaluateError,
): readonly SloStatus[] {
  return plans.map((plan, slo) => {
    try {
      return statusOf(plan, slo, totals, stateOf);
    } catch (error) {
      if (onError === undefined) throw error;
      onError(plan.definition.name, error);
      return notEvaluated(plan.definition, totals.endMs, errorText(error), knownAlerts(plan, slo, stateOf));
    }
  });
}

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An alert that fires goes on firing while its SLO cannot be judged. */
function knownAlerts(plan: SloPlan, slo: number, stateOf: StateOf): Standing['alerts'] {
  try {
    return plan.rules.map((rule) => ({ rule, state: stateOf(rule, plan, slo) }));
  } catch {
    return [];
  }
}

function statusOf(plan: SloPlan, slo: number, totals: SlidingTotals, stateOf: StateOf): SloStatus {
  const { definition, rules, slotMinutes, asMeasured, controls } = plan;
  const { coverage, endMs } = totals;
  const window = budgetWindow(definition);
  const [sums, whole] = [totals.over(window), window.wholeAt(endMs)];
  return sloStatus({
    definition,
    toMs: endMs,
    whole,
    window: sums.ratio(slo),
    attempts: attemptsOf(sums.tallies, slo),
    asMeasured: isTakenOutOf(plan, { fromMs: whole.fromMs, toMs: endMs }) ? sums.ratio(asMeasured) : null,
    excluded: excludedOf(sums.tallies, slo),
    unreadable: unreadableOf(sums.tallies, slo),
    ratioOver: (lengthMs) => ratioOver(totals, slo, lengthMs),
    coverage: coverage.share(slo, slotMinutes),
    votes: sums.votes(slo),
    dataSinceMs: coverage.firstMs(slo),
    alerts: rules.map((rule) => ({ rule, state: stateOf(rule, plan, slo) })),
    controls: controlsIn(sums.tallies, controls),
  });
}

function isTakenOutOf({ exclusions }: SloPlan, window: TimeWindow): boolean {
  return exclusions.some(({ fromMs, toMs }) => fromMs < window.toMs && toMs > window.fromMs);
}

/** Those that have data in a window in which the SLO has some of the same query. */
function controlsIn(tallies: TallySums, controls: readonly ControlRow[]): Standing['controls'] {
  return controls
    .filter(({ row, besideRow }) => attemptsOf(tallies, row).valid > 0 && attemptsOf(tallies, besideRow).valid > 0)
    .map(({ row, probe, query }) => ({ probe, query, ...attemptsOf(tallies, row) }));
}
