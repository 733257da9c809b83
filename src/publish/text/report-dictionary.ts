import type { AlertSeverity } from '../../domain/alert-state.js';
import type { IncidentImpact, IncidentState } from '../../domain/incident.js';
import type { Outcome } from '../../domain/outcome.js';
import type { SloState } from '../../domain/slo-status.js';
import type { DayLevel } from '../status-page/day-level.js';
import type { IndicatorKind } from '../status-page/indicator-kind.js';
import type { StateCounts } from './state-counts.js';

/**
 * Every word of the report of a month, beside those of the status page (`Dictionary`). Figures and times arrive
 * formatted.
 */
export interface ReportDictionary {
  readonly title: (month: string) => string;
  readonly description: (month: string) => string;
  /** Sentences in one paragraph. */
  readonly sentences: (sentences: readonly string[]) => string;
  readonly skipToContent: string;
  readonly generated: (time: string) => string;
  readonly underWay: (time: string) => string;
  readonly internalOnly: string;
  readonly overall: (counts: StateCounts, isOver: boolean) => string;
  readonly noSlos: string;
  readonly notBegun: (names: readonly string[]) => string;
  readonly notEvaluated: (reason: string) => string;
  readonly state: (state: SloState, isOver: boolean) => string;
  readonly noData: string;
  readonly none: string;
  readonly headings: Headings;
  readonly columns: Columns;
  readonly objective: (promise: ReportPromise) => string;
  readonly monthOf: (timeZone: string) => string;
  readonly result: (result: ResultWords) => string;
  /** Where much of the month is not known. */
  readonly partlyKnown: (share: string) => string;
  readonly noDataResult: (isOver: boolean) => string;
  readonly compositeOf: (
    parts: readonly { readonly name: string; readonly share: string; readonly weight: string }[],
  ) => string;
  readonly composedDays: string;
  readonly sliLabel: Readonly<Record<IndicatorKind['kind'], string>>;
  readonly failedLabel: string;
  readonly ofAll: (count: string, unit: UnitKind) => string;
  readonly budgetLeft: string;
  readonly budgetOverspent: string;
  readonly known: string;
  readonly budgetRows: { readonly allowed: string; readonly spent: string; readonly left: string };
  readonly budgetSoFar: string;
  readonly madeOf: (good: string, valid: string) => string;
  readonly outcome: Readonly<Record<Outcome, string>>;
  readonly slow: string;
  readonly more: (count: string) => string;
  readonly nothingFailed: string;
  readonly dayLevel: Readonly<Record<DayLevel, string>>;
  readonly dayChart: (counts: Readonly<Record<DayLevel, string>>) => string;
  readonly burnChart: (left: string) => string;
  readonly latencyChart: (percentiles: PercentileWords) => string;
  readonly latency: (percentiles: PercentileWords) => string;
  readonly percentileNote: string;
  readonly beyondTimeout: string;
  readonly alert: (alert: FiringWords) => string;
  readonly alertsNotKept: string;
  readonly noAlerts: string;
  readonly noIncidents: string;
  readonly incidentImpact: Readonly<Record<IncidentImpact, string>>;
  readonly incidentState: Readonly<Record<IncidentState, string>>;
  readonly incident: (incident: IncidentWords) => string;
  readonly concerning: (slos: readonly string[]) => string;
  readonly noExclusions: string;
  readonly exclusionKind: Readonly<Record<'maintenance' | 'exclude' | 'restore', string>>;
  readonly recorded: (time: string, by: string | null) => string;
  readonly effect: (effect: EffectWords) => string;
  readonly noEffect: string;
  readonly void: VoidWords;
  readonly asMeasured: (effect: EffectWords) => string;
  readonly coverage: (share: string, covered: string, slots: string, minutes: string) => string;
  readonly dataSince: (time: string) => string;
  readonly gap: (from: string, to: string, length: string) => string;
  readonly moreGaps: (count: string) => string;
  readonly noDataCounts: string;
  readonly proberErrors: (count: string, resolver: string) => string;
  readonly unreadable: (count: string) => string;
  /** Of all votes by the minute, those of too few vantages. */
  readonly inconclusive: (count: string, all: string, fewest: string) => string;
  readonly noChanges: string;
  readonly since: (time: string) => string;
  readonly definitionChanged: (key: string, before: string, after: string) => string;
  readonly seriesJoined: (series: string) => string;
  readonly seriesLeft: (series: string) => string;
  readonly seriesImported: (series: string) => string;
  readonly seriesPart: (series: string, first: string | null, last: string | null) => string;
  readonly method: MethodWords;
  readonly publication: PublicationWords;
  readonly differences: DifferenceWords;
  readonly glossary: readonly { readonly term: string; readonly text: string }[];
  readonly poweredBy: (version: string) => string;
}

/** What is counted: queries, slices of time, or series of a minute, each as one. */
export type UnitKind = 'queries' | 'slices' | 'series' | 'weights';

export interface Headings {
  readonly overview: string;
  readonly budget: string;
  readonly byDay: string;
  readonly burnDown: string;
  readonly latency: string;
  readonly outcomes: string;
  readonly resolvers: string;
  readonly worstDays: string;
  readonly worstHours: string;
  readonly alerts: string;
  readonly incidents: string;
  readonly exclusions: string;
  readonly coverage: string;
  readonly changes: string;
  readonly method: string;
  readonly digest: string;
  readonly glossary: string;
  readonly allDays: string;
}

export interface Columns {
  readonly slo: string;
  readonly objective: string;
  readonly share: string;
  readonly budgetLeft: string;
  readonly coverage: string;
  readonly state: string;
  readonly shareOfBudget: string;
  readonly time: string;
  readonly outcome: string;
  readonly good: string;
  readonly notGood: string;
  readonly notCounted: string;
  readonly resolver: string;
  readonly queries: string;
  readonly mostly: string;
  readonly day: string;
  readonly hour: string;
  readonly counted: (unit: UnitKind) => string;
  readonly budget: string;
  readonly asMeasured: string;
}

/** What is promised in the month. */
export interface ReportPromise {
  readonly indicator: IndicatorKind;
  readonly objective: string;
  /** Where time is cut into slices; `target`: the least share of a good one, `null` where slices are as good as their share. */
  readonly slices: { readonly width: string; readonly target: string | null } | null;
}

export interface ResultWords {
  readonly state: SloState;
  readonly isOver: boolean;
  readonly share: string;
  readonly objective: string;
  readonly notGood: string;
  readonly valid: string;
  readonly unit: UnitKind;
}

export interface PercentileWords {
  readonly p50: string;
  readonly p90: string;
  readonly p99: string;
}

export interface FiringWords {
  readonly name: string;
  readonly severity: AlertSeverity;
  /** `null`: before the month. */
  readonly from: string | null;
  /** `null`: not in this month. */
  readonly to: string | null;
  /** `null`: both ends are not in the month. */
  readonly length: string | null;
  readonly cause: FiringCause | null;
}

export type FiringCause =
  | {
      readonly kind: 'burn-rate';
      readonly notGood: string;
      readonly valid: string;
      readonly window: string;
      readonly rate: string;
    }
  | { readonly kind: 'no-data' };

export interface IncidentWords {
  readonly impact: string;
  readonly from: string;
  /** `null`: it is not resolved. */
  readonly to: string | null;
  readonly length: string | null;
}

export interface EffectWords {
  readonly now: string;
  readonly without: string;
  readonly attempts: string;
  /** Whether attempts came back in. */
  readonly isMore: boolean;
}

export interface VoidWords {
  readonly policy: string;
  readonly late: (notice: string) => string;
  readonly cancelled: (time: string, by: string | null) => string;
  readonly revoked: (time: string, by: string | null) => string;
}

/** How the figures come about, a sentence each. */
export interface MethodWords {
  readonly month: (ownWindow: string) => string;
  readonly counted: (selectors: string | null, total: string) => string;
  readonly good: (events: string) => string;
  readonly bad: (events: string) => string;
  readonly elsewhere: (selectors: string) => string;
  readonly events: {
    readonly valid: string;
    readonly answered: string;
    readonly replied: string;
    readonly within: (threshold: string) => string;
  };
  readonly selector: Readonly<Record<'probe' | 'resolver' | 'query' | 'vantage', (names: string) => string>>;
  readonly weighing: {
    readonly attempts: string;
    readonly series: string;
    readonly quorum: (share: string, fewest: string) => string;
    readonly enoughOfMany: string;
  };
  readonly slices: (width: string, target: string | null) => string;
  readonly budget: (share: string, unit: UnitKind) => string;
  readonly maintenanceCounts: string;
  readonly maintenanceOut: (notice: string) => string;
  readonly threshold: string;
}

export interface PublicationWords {
  readonly digest: string;
  readonly digestNote: string;
  readonly reportDigest: string;
  readonly never: string;
  readonly published: (time: string, digest: string) => string;
  readonly same: (time: string) => string;
  readonly differs: string;
}

/** What is not as it was published; counts that are less for it are told as such. */
export interface DifferenceWords {
  readonly window: (before: string, after: string) => string;
  readonly definition: (key: string, before: string, after: string) => string;
  readonly record: (record: {
    readonly kind: string;
    readonly id: string;
    readonly change: 'added' | 'removed' | 'changed';
    readonly from: string;
    readonly to: string;
    readonly recorded: string;
    readonly by: string | null;
    readonly attempts: string;
    readonly sign: -1 | 0 | 1;
  }) => string;
  readonly series: (series: string, change: 'added' | 'removed', attempts: string) => string;
  readonly attempts: (change: {
    readonly series: string;
    readonly before: string;
    readonly after: string;
    readonly goodBefore: string;
    readonly goodAfter: string;
    readonly from: string;
    readonly to: string;
  }) => string;
  readonly coverage: (before: string, after: string) => string;
  readonly rounds: (before: string, after: string) => string;
  readonly latency: string;
  readonly resolution: string;
  readonly unreadable: string;
}
