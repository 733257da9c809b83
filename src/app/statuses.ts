import type { AlertRule, AlertState } from '../domain/alert-state.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { SloStatus } from '../domain/slo-status.js';
import { type Standing, sloStatus } from '../judge/slo/slo-status.js';
import type { ControlRow } from './control-rows.js';
import { ratioOver } from './judge-alerts.js';
import type { SlidingTotals } from './sliding-totals.js';
import type { SloPlan } from './slo-plan.js';
import { goodOf, proberErrorsOf, type TallySums, unreadableOf, validOf } from './tally-sums.js';

/** Told of what went wrong with one SLO (`null`: with none in particular) while the others go on. */
export type OnEvaluateError = (slo: string | null, error: unknown) => void;

/** The state of one alert of the SLO at position `slo`. */
export type StateOf = (rule: AlertRule, plan: SloPlan, slo: number) => AlertState;

/**
 * Where the SLOs stand at the end of the totals, in their order. One that cannot be judged is left
 * out and told to `onError`; without `onError` it throws.
 */
export function statusesOf(
  plans: readonly SloPlan[],
  totals: SlidingTotals,
  stateOf: StateOf,
  onError?: OnEvaluateError,
): readonly SloStatus[] {
  return plans.flatMap((plan, slo) => {
    try {
      return [statusOf(plan, slo, totals, stateOf)];
    } catch (error) {
      if (onError === undefined) throw error;
      onError(plan.definition.name, error);
      return [];
    }
  });
}

function statusOf(plan: SloPlan, slo: number, totals: SlidingTotals, stateOf: StateOf): SloStatus {
  const { definition, rules, slotMinutes, controls } = plan;
  const ring = totals.coverage.ringOf(slo);
  const firstMinute = ring.firstFrom(ring.startMinute);
  const tallies = totals.tallies(definition.periodMs);
  return sloStatus({
    definition,
    toMs: totals.endMs,
    window: ratioOver(totals, slo, definition.periodMs),
    proberErrors: proberErrorsOf(tallies, slo),
    unreadable: unreadableOf(tallies, slo),
    ratioOver: (lengthMs) => ratioOver(totals, slo, lengthMs),
    coverage: ring.coverage(slotMinutes),
    dataSinceMs: firstMinute === null ? null : firstMinute * MINUTE_MS,
    alerts: rules.map((rule) => ({ rule, state: stateOf(rule, plan, slo) })),
    controls: controlsIn(tallies, controls),
  });
}

/** Those that have data in a window in which the SLO has some of the same query. */
function controlsIn(tallies: TallySums, controls: readonly ControlRow[]): Standing['controls'] {
  return controls
    .filter(({ row, besideRow }) => validOf(tallies, row) > 0 && validOf(tallies, besideRow) > 0)
    .map(({ row, probe, query }) => ({ probe, query, good: goodOf(tallies, row), valid: validOf(tallies, row) }));
}
