import { ceilTo, MINUTE_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { TimeWindow } from '../../domain/window.js';
import { suggestObjective } from '../../judge/slo/suggest-objective.js';
import { evaluateAt } from '../evaluate-at.js';
import { longestAlertMs } from '../kept-windows.js';
import { SloIndex } from '../slo-index.js';
import { type RoundMsOf, type SloPlan, sloPlans } from '../slo-plan.js';
import { type WorstWindow, worstWindow } from './full-windows.js';
import { type MinuteColumns, readMinuteColumns } from './minute-columns.js';
import { PastWindows } from './past-windows.js';
import { type SimulatedAlert, simulateAlerts } from './simulate-alerts.js';

/** What one definition makes of the kept history. */
export interface Simulated {
  readonly definition: SloDefinition;
  readonly status: SloStatus;
  readonly alerts: readonly SimulatedAlert[];
  /** The worst full window; `null` where none is kept. */
  readonly worst: WorstWindow | null;
  /** The strictest round objective that every full window would have met with a quarter of the budget left. */
  readonly suggestedObjective: number | null;
}

export interface WhatIf {
  /** The minutes that are kept, from the first with data on. */
  readonly history: TimeWindow;
  /** In which of them alerts were judged: their windows must lie within the kept minutes. */
  readonly judged: TimeWindow;
  /** One for each definition, in their order. */
  readonly simulated: readonly Simulated[];
}

export interface WhatIfDeps {
  readonly history: HistoryReader;
  readonly roundMsOf: RoundMsOf;
  /** Minutes before this time may have been removed. */
  readonly minutesFromMs: number;
}

/** What some definitions would have made of the kept history up to `atMs`; `null` without any. */
export async function whatIf(
  { history, roundMsOf, minutesFromMs }: WhatIfDeps,
  definitions: readonly SloDefinition[],
  atMs: number,
): Promise<WhatIf | null> {
  const toMs = ceilTo(atMs, MINUTE_MS);
  const firstMs = await history.firstCellMs();
  if (firstMs === null || firstMs >= toMs) return null;
  const fromMs = ceilTo(Math.min(toMs, Math.max(firstMs, minutesFromMs)), MINUTE_MS);
  const index = new SloIndex(definitions, await history.series(), await history.operatorRecords());
  const columns = await readMinuteColumns(history, index, { fromMs, toMs });
  // Where older minutes were removed, the first windows would be filled in part only.
  const isCut = firstMs < fromMs;
  const judged = { fromMs: Math.min(toMs, fromMs + (isCut ? longestAlertMs(definitions) : 0)), toMs };
  const statuses = await evaluateAt({ history, roundMsOf, alertStates: null }, definitions, atMs);
  const simulated = sloPlans(index, roundMsOf).flatMap((plan, i): Simulated[] => {
    const [status, own] = [statuses[i], columns[i]];
    return status === undefined || own === undefined ? [] : [simulate(plan, own, status, judged)];
  });
  return { history: { fromMs, toMs }, judged, simulated };
}

function simulate(plan: SloPlan, columns: MinuteColumns, status: SloStatus, judged: TimeWindow): Simulated {
  const past = new PastWindows(columns, plan.definition);
  const worst = worstWindow(plan.definition, past, columns);
  return {
    definition: plan.definition,
    status,
    alerts: simulateAlerts(plan, past, columns, judged),
    worst,
    suggestedObjective: worst === null ? null : suggestObjective(worst),
  };
}
