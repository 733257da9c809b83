import type { AlertSeverity } from '../../domain/alert-state.js';
import type { IncidentImpact, IncidentState } from '../../domain/incident.js';
import type { MaintenanceState } from '../../domain/maintenance-state.js';
import type { MaintenanceEffect, PublicCorrection } from '../../domain/public-records.js';
import type { SloState } from '../../domain/slo-status.js';
import type { IncidentDictionary } from '../../judge/incident/incident-dictionary.js';
import type { DayLevel } from '../status-page/day-level.js';
import type { IndicatorKind } from '../status-page/indicator-kind.js';
import type { PercentileWords, ReportDictionary } from './report-dictionary.js';
import type { ResolvConfWords, ResponsibilityWords } from './responsibility-words.js';
import type { SloPageWords } from './slo-page-words.js';
import type { StateCounts } from './state-counts.js';

/**
 * Every word that the public reads. A language is one object of this type, in a file of its own; figures arrive
 * formatted, so that a language decides about words and their order only.
 */
export interface Dictionary {
  /** BCP 47, for `lang` and for `Intl`. */
  readonly locale: string;
  /** What those who speak it call it. */
  readonly languageName: string;
  /** Parts of a sentence, or of a line, one after the other. */
  readonly list: (parts: readonly string[]) => string;
  /** Between names in a row. */
  readonly listComma: string;
  readonly nav: {
    readonly label: string;
    readonly status: string;
    readonly history: string;
    readonly setup: string;
    readonly languages: string;
  };
  /** What is shown instead of a page. */
  readonly messages: Readonly<
    Record<'notFound' | 'starting' | 'unavailable', { readonly title: string; readonly explanation: string }>
  >;
  /** Of a file: before the time at which it was made, and the one from which on it is out of date. */
  readonly madeAt: string;
  readonly staleFrom: string;
  readonly subscribe: string;
  readonly calendarFeed: string;
  readonly events: EventWords;
  readonly feeds: FeedWords;
  readonly sloPage: SloPageWords;
  readonly responsibility: ResponsibilityWords;
  readonly resolvConf: ResolvConfWords;
  /** Of a month. */
  readonly report: ReportDictionary;
  /** Of incidents that are opened without a person. */
  readonly incident: IncidentDictionary;
  readonly timesLabel: string;
  /** Below the median: where the slowest hundredth begins; `null`: beyond the timeout. */
  readonly slowest: (p99: string | null) => string;
  readonly skipToContent: string;
  readonly pageDescription: (title: string) => string;
  readonly overall: (counts: StateCounts) => string;
  readonly overallAlerts: (firing: { readonly page: number; readonly ticket: number }) => string;
  readonly dataAsOf: string;
  readonly daysAreIn: (timeZone: string) => string;
  readonly demoTitle: string;
  readonly demoText: string;
  readonly staleTitle: (age: string) => string;
  readonly staleText: string;
  readonly cannotRefresh: string;
  readonly needsAttention: string;
  readonly services: string;
  readonly serviceSummary: (counts: StateCounts) => string;
  readonly noSlos: string;
  readonly state: Readonly<Record<SloState, string>>;
  readonly objective: (promise: PromiseWords) => string;
  readonly allowance: (oneIn: string) => string;
  readonly sliLabel: Readonly<Record<IndicatorKind['kind'], string>>;
  readonly goodOfValid: (good: string, valid: string, unit: UnitWords) => string;
  readonly noData: string;
  readonly budgetLabel: string;
  readonly stateAndBudget: (state: string, budget: string) => string;
  readonly budgetLeft: (share: string) => string;
  readonly budgetOverspent: (share: string) => string;
  readonly budgetSpentExactly: string;
  readonly burnLabel: string;
  readonly burnNote: (window: string) => string;
  readonly noAlerts: string;
  readonly alertSeverity: Readonly<Record<AlertSeverity, string>>;
  readonly alert: (alert: AlertWords) => string;
  readonly exhausts: (time: string) => string;
  readonly daysLabel: (days: number) => string;
  /** Where bars stand in rows. */
  readonly daysPerRow: (days: number) => string;
  readonly dayLevel: Readonly<Record<DayLevel, string>>;
  readonly day: (date: string, sli: string, notGood: string, valid: string) => string;
  readonly dayWithoutData: (date: string) => string;
  readonly today: string;
  readonly daysBelow: (days: readonly string[], more: number) => string;
  readonly noDaysBelow: string;
  readonly noDaysMeasured: string;
  readonly dayAndSli: (date: string, sli: string) => string;
  readonly legend: string;
  readonly latencySummary: (overall: PercentileWords, highest: string) => string;
  readonly latencyNoData: string;
  readonly percentileNote: string;
  readonly beyondTimeout: string;
  readonly whole: (sli: string, objective: string, budget: string) => string;
  readonly coverage: (share: string) => string;
  readonly dataSince: (time: string) => string;
  readonly window: (from: string, to: string) => string;
  readonly excluded: (count: string) => string;
  readonly inMaintenance: (count: string) => string;
  readonly corrected: (count: string) => string;
  /** What the share would be with all time that operators took out. */
  readonly asMeasured: (share: string) => string;
  readonly unreadable: (count: string) => string;
  /** Of all votes by the minute, those for which too few vantages had a valid attempt. */
  readonly inconclusive: (count: string, all: string, fewest: string) => string;
  readonly control: (query: string, share: string) => string;
  readonly howToRead: string;
  readonly explanations: readonly Explanation[];
  readonly poweredBy: (version: string) => string;
  readonly machineReadable: string;
  readonly backToStatus: string;
  readonly underAMinute: string;
  readonly period: (amount: number, unit: 'day' | 'hour' | 'minute') => string;
}

/** Incidents and maintenance. */
export interface EventWords {
  readonly current: string;
  readonly past: string;
  readonly nothingPast: (days: number) => string;
  readonly wholeHistory: string;
  readonly impact: Readonly<Record<IncidentImpact, string>>;
  readonly state: Readonly<Record<IncidentState, string>>;
  /** Before the time since when it goes on. */
  readonly since: string;
  readonly goesOn: string;
  readonly lasted: (period: string) => string;
  readonly maintenanceNow: string;
  readonly maintenanceAhead: string;
  /** Before the names of SLOs. */
  readonly affects: string;
  /** Of maintenance that names none. */
  readonly affectsAll: string;
  readonly updates: string;
  readonly postMortem: string;
  readonly costs: string;
  readonly costNote: string;
  readonly objective: string;
  readonly notGood: string;
  readonly share: string;
  readonly ofBudget: string;
  readonly badOf: (bad: string, valid: string, unit: UnitWords) => string;
  readonly maintenance: string;
  readonly maintenanceState: Readonly<Record<MaintenanceState, string>>;
  /** Before the time of recording, and of cancelling. */
  readonly announced: string;
  readonly cancelled: string;
  readonly effects: string;
  readonly effect: Readonly<Record<MaintenanceEffect['effect'], (notice: string) => string>>;
  readonly byMonth: string;
  readonly byMonthNote: string;
  readonly years: string;
  readonly latestMonths: string;
  readonly monthReport: (month: string) => string;
  readonly nothingInMonth: string;
  /** Before the reason. */
  readonly correction: Readonly<Record<PublicCorrection['kind'], string>>;
}

/** What feeds say besides what operators wrote. */
export interface FeedWords {
  /** Title of the feed of a site of this title. */
  readonly title: (site: string) => string;
  readonly description: string;
  readonly maintenanceState: Readonly<Record<MaintenanceState, string>>;
  /** Title of an entry about maintenance of this title. */
  readonly maintenance: (title: string) => string;
  readonly endedEarly: (time: string) => string;
  readonly postMortem: string;
}

/** What is promised. */
export interface PromiseWords {
  readonly indicator: IndicatorKind;
  readonly objective: string;
  readonly span: SpanWords;
  /** Where time is cut into slices; `target`: the least share of a good one, `null` where slices are as good as their share. */
  readonly slices: { readonly width: string; readonly target: string | null } | null;
}

/** Over which time: any stretch of so long, or each of the calendar's. */
export type SpanWords =
  | { readonly kind: 'rolling'; readonly period: string }
  | { readonly kind: 'calendar'; readonly unit: CalendarUnit; readonly timeZone: string }
  | { readonly kind: 'tiled'; readonly period: string; readonly timeZone: string };

export type CalendarUnit = 'month' | 'quarter' | 'year' | 'week' | 'day';

/** What is counted: queries, slices of time, or series of a minute, each as one. */
export type UnitWords =
  { readonly kind: 'queries' } | { readonly kind: 'slices'; readonly width: string } | { readonly kind: 'series' };

export interface AlertWords {
  readonly name: string;
  readonly isNoData: boolean;
  /** Times the rate that just uses the budget up; `null` for `no-data`. */
  readonly threshold: string | null;
  readonly longWindow: string | null;
  readonly since: string | null;
}

export interface Explanation {
  readonly term: string;
  readonly text: string;
}
