import { ceilTo, MINUTE_MS } from '../../domain/clock.js';
import type { HistoryReader } from '../../domain/history-reader.js';
import type { Correction, OperatorRecords } from '../../domain/operator-action.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { SloStatus } from '../../domain/slo-status.js';
import { evaluateAt } from '../evaluate-at.js';
import { budgetWindow } from '../kept-window.js';
import type { RoundMsOf } from '../slo-plan.js';

/** Figures of one objective with and without a correction, over the same attempts. */
export interface CorrectionEffect {
  readonly slo: string;
  /** Of several objectives which one; absent where there is one. */
  readonly objectiveName?: string;
  readonly window: SloStatus['window'];
  readonly before: EffectFigures;
  readonly after: EffectFigures;
}

export type EffectFigures = Pick<SloStatus, 'good' | 'valid' | 'sli' | 'errorBudget' | 'status'>;

/**
 * What a correction does to its SLO: over the window of now where it lies in it, else over the window it
 * ends in. Where it is revoked, `after` is without it.
 */
export async function correctionEffect(
  deps: { readonly history: HistoryReader; readonly roundMsOf: RoundMsOf },
  slos: readonly SloDefinition[],
  correction: Correction,
  nowMs: number,
): Promise<readonly CorrectionEffect[]> {
  const records = await deps.history.operatorRecords();
  const [before, after] = correction.revokedAtMs === null ? [false, true] : [true, false];
  const effects: CorrectionEffect[] = [];
  for (const slo of slos.filter(({ name }) => name === correction.slo)) {
    const atMs = toldAtMs(slo, correction, nowMs);
    const status = async (isInForce: boolean): Promise<SloStatus | undefined> => {
      const history = withRecords(deps.history, recordsWith(records, correction, isInForce));
      return (await evaluateAt({ ...deps, history, alertStates: null }, [slo], atMs))[0];
    };
    const [was, is] = [await status(before), await status(after)];
    if (was !== undefined && is !== undefined) effects.push(effectOf(was, is));
  }
  return effects;
}

function effectOf(before: SloStatus, after: SloStatus): CorrectionEffect {
  const { name: slo, objectiveName, window } = after;
  const which = objectiveName === undefined ? {} : { objectiveName };
  return { slo, ...which, window, before: figuresOf(before), after: figuresOf(after) };
}

function figuresOf({ good, valid, sli, errorBudget, status }: SloStatus): EffectFigures {
  return { good, valid, sli, errorBudget, status };
}

/** The instant whose window shows what a correction does. */
function toldAtMs(slo: SloDefinition, { toMs }: Correction, nowMs: number): number {
  const window = budgetWindow(slo);
  if (toMs > window.wholeAt(ceilTo(nowMs, MINUTE_MS)).fromMs) return nowMs;
  return Math.min(nowMs, window.wholeAt(ceilTo(toMs, MINUTE_MS)).toMs);
}

/** The records as if a correction were in force, or had never been. */
function recordsWith(records: OperatorRecords, correction: Correction, isInForce: boolean): OperatorRecords {
  const others = records.corrections.filter(({ id }) => id !== correction.id);
  if (!isInForce) return { ...records, corrections: others };
  const inForce = { ...correction, revokedAtMs: null, revokedBy: null };
  return { ...records, corrections: [...others, inForce].sort((a, b) => a.id - b.id) };
}

function withRecords(history: HistoryReader, records: OperatorRecords): HistoryReader {
  return {
    series: () => history.series(),
    rolledUp: () => history.rolledUp(),
    scanCells: (query, visit) => history.scanCells(query, visit),
    firstCellMs: () => history.firstCellMs(),
    operatorRecords: () => Promise.resolve(records),
    version: () => history.version(),
  };
}
