import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { elapsedShare } from '../../judge/slo/error-budget.js';
import type { ReportInputs } from './report-inputs.js';

/** What of a definition decides how a month's inputs are judged. */
export type JudgedDefinition = Pick<
  SloDefinition,
  | 'name'
  | 'objective'
  | 'slices'
  | 'weighing'
  | 'maintenance'
  | 'maintenanceNoticeMs'
  | 'budgetingMethod'
  | 'calendar'
  | 'compositeWeight'
>;

/** Inputs, with what is parsed of them once. */
export interface JudgedInputs extends TimeWindow {
  readonly inputs: ReportInputs;
  readonly definition: JudgedDefinition;
  /** End of the whole month. */
  readonly untilMs: number;
  /** Share of the month that is over. */
  readonly elapsed: number;
}

/** What is `null` in a definition stands in no inputs. */
const NULLS = { slices: null, calendar: null, compositeWeight: null } as const;

export function judgedInputs(inputs: ReportInputs): JudgedInputs {
  const [fromMs, toMs, untilMs] = [inputs.window.from, inputs.window.to, inputs.window.until].map(Date.parse) as [
    number,
    number,
    number,
  ];
  const definition = { ...NULLS, ...(inputs.definition as JudgedDefinition) };
  return { inputs, definition, fromMs, toMs, untilMs, elapsed: elapsedShare({ fromMs, toMs: untilMs }, toMs) };
}
