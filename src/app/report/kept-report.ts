import type { PublishedReport } from '../../domain/published-report.js';
import type { MonthDay, MonthStatus } from './month-figures.js';
import { INPUTS_VERSION, type ReportInputs } from './report-inputs.js';

/** What is kept of an SLO's month that was published: its inputs, and what they came to then. */
export interface KeptReport {
  readonly inputs: ReportInputs;
  readonly figures: KeptFigures;
}

export interface KeptFigures {
  readonly status: MonthStatus;
  readonly days: readonly MonthDay[];
}

/** What was kept; `null`: it is of a later version, which this one cannot read. */
export function keptReport({ inputs }: Pick<PublishedReport, 'inputs'>): KeptReport | null {
  const kept = inputs as Partial<KeptReport> | null;
  return kept?.inputs?.version === INPUTS_VERSION && kept.figures !== undefined ? (kept as KeptReport) : null;
}
