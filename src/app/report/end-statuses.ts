import { groupBy } from '../../domain/group-by.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloStatus } from '../../domain/slo-status.js';
import { evaluateAt } from '../evaluate-at.js';
import type { SliceHourStore } from '../ports.js';
import type { RoundMsOf } from '../slo-plan.js';
import { elapsedMonth, overMonths, reportZone } from './report-month.js';

interface Deps {
  readonly history: HistoryReader;
  readonly roundMsOf: RoundMsOf;
  /** Slices that are kept by the hour, and need not be read. */
  readonly sliceHours?: SliceHourStore;
}

/** How each stood at the end of its month: those with one end are read together. */
export async function statusesAtEnd(
  deps: Deps,
  month: string,
  slos: readonly SloDefinition[],
  nowMs: number,
): Promise<ReadonlyMap<SloDefinition, SloStatus>> {
  const found = new Map<SloDefinition, SloStatus>();
  for (const [toMs, group] of byEnd(slos, month, nowMs)) {
    // Alone, a composite SLO's objectives have no whole behind them.
    const judged = group.map((slo) => ({ ...overMonths(slo), compositeWeight: null }));
    const onError = (): void => undefined;
    const statuses = await evaluateAt({ ...deps, alertStates: null, onError }, judged, toMs);
    statuses.forEach((status, i) => group.slice(i, i + 1).forEach((slo) => found.set(slo, status)));
  }
  return found;
}

function byEnd(slos: readonly SloDefinition[], month: string, nowMs: number) {
  return groupBy(slos, (slo) => elapsedMonth(month, reportZone(slo), nowMs)?.toMs ?? nowMs);
}
