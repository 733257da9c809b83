import type { LatencyPoint } from '../../domain/latency.js';
import type { SloState, SloStatus } from '../../domain/slo-status.js';
import type {
  CountedAttempts,
  ExplainedCoverage,
  ExplainedSeries,
  FigureWithout,
  HourCount,
  NamedCount,
  OutcomeCount,
} from '../explain/explanation.js';

/** What `slo --json` tells too, of a month: made of its inputs alone. */
export type MonthStatus = Pick<
  SloStatus,
  | 'window'
  | 'good'
  | 'valid'
  | 'sli'
  | 'attempts'
  | 'votes'
  | 'asMeasured'
  | 'errorBudget'
  | 'coverage'
  | 'dataSince'
  | 'excluded'
> & {
  /** Without alerts: `at_risk` is a month with less than a tenth of its budget left. */
  readonly status: SloState;
};

/** Every figure of one SLO's month. Attempts by outcome, resolver, query and hour each add up to `attempts`. */
export interface MonthFigures {
  readonly status: MonthStatus;
  /** All attempts that count; behind slices, those that they are made of. */
  readonly attempts: CountedAttempts;
  /** Every day of the month so far; they add up to `good` and `valid`. */
  readonly days: readonly MonthDay[];
  readonly byOutcome: readonly OutcomeCount[];
  /** The one with the most failures first. */
  readonly byResolver: readonly NamedCount[];
  readonly byQuery: readonly NamedCount[];
  /** Hours that cost the most of the budget, the worst first; none where nothing failed. */
  readonly worstHours: readonly HourCount[];
  /** How much of the budget was left, wherever that changes its course. */
  readonly burnDown: readonly BurnDownPoint[];
  /** Each record that takes time out (or puts it back) in turn, and the figure without it. */
  readonly effects: readonly ExclusionEffect[];
  readonly known: ExplainedCoverage;
  readonly proberErrors: readonly { readonly resolver: string; readonly attempts: number }[];
  /** Series with attempts, and which came later than others or ended before them. */
  readonly series: readonly ExplainedSeries[];
  /** Where it matters how long answers took; else `null`. */
  readonly latency: MonthLatency | null;
}

export interface MonthDay extends CountedAttempts {
  /** `YYYY-MM-DD` in the zone of the month. */
  readonly date: string;
  /** good / valid; `null` without data. */
  readonly sli: number | null;
  /** Where slices (or series by the minute) count: the attempts of the day. */
  readonly attempts?: CountedAttempts;
  /** The same with time that was taken out; absent on days of which none was. */
  readonly asMeasured?: CountedAttempts & { readonly sli: number | null };
}

export interface BurnDownPoint {
  readonly time: string;
  /** Share of the month's budget; negative when overspent. */
  readonly remaining: number;
}

export interface ExclusionEffect {
  readonly kind: 'maintenance' | 'exclude' | 'restore';
  readonly id: number;
  readonly without: FigureWithout;
  /** Valid attempts that count less for it (more: negative). */
  readonly attemptsLess: number;
}

export interface MonthLatency {
  /** Over the whole month. */
  readonly whole: LatencyPoint;
  /** Days with data. */
  readonly days: readonly (LatencyPoint & { readonly date: string })[];
}
