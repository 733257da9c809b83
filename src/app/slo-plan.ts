import type { AlertRule } from '../domain/alert-state.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { Exclusion } from '../domain/operator-action.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { alertsOf } from '../judge/alert/alerts-of.js';
import type { ControlRow } from './control-rows.js';
import type { SloIndex } from './slo-index.js';

/** Time between two rounds of a configured probe; `null` for one that is not configured. */
export type RoundMsOf = (probe: string) => number | null;

/** How one SLO is judged, given the series it counts. */
export interface SloPlan {
  readonly definition: SloDefinition;
  readonly rules: readonly AlertRule[];
  /** Width of the slots that coverage counts: the fastest probe's round in whole minutes, 1 when unknown. */
  readonly slotMinutes: number;
  /** Its row, had no operator taken time out. */
  readonly asMeasured: number;
  /** Time taken out, in order. */
  readonly exclusions: readonly Exclusion[];
  /** What is shown beside it, never subtracted. */
  readonly controls: readonly ControlRow[];
}

/** One plan for each SLO of the index, in its order. */
export function sloPlans(index: SloIndex, roundMsOf: RoundMsOf): readonly SloPlan[] {
  const rounds = index.slos.map((): number[] => []);
  for (const { series, terms } of index.counted) {
    const roundMs = roundMsOf(series.probe);
    if (roundMs !== null) for (const { row } of terms) rounds[row]?.push(roundMs);
  }
  return index.slos.map((definition, slo) => ({
    ...planOf(definition, rounds[slo] ?? []),
    asMeasured: index.asMeasured(slo),
    exclusions: index.judged[slo]?.exclusions ?? [],
    controls: index.controls.filter((control) => control.slo === slo),
  }));
}

function planOf(
  definition: SloDefinition,
  rounds: readonly number[],
): Omit<SloPlan, 'controls' | 'asMeasured' | 'exclusions'> {
  const fastestMs = rounds.length === 0 ? null : Math.min(...rounds);
  return {
    definition,
    rules: alertsOf(definition, fastestMs),
    slotMinutes: Math.max(1, Math.ceil((fastestMs ?? 0) / MINUTE_MS)),
  };
}
