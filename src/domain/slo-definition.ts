import type { ResponsibilityTexts } from './responsibility.js';
import { isSelectedByNameOnly, type Series } from './series.js';

/** Which attempts of which series count, and as what. */
export interface Selector {
  /** Globs with `*`; `null` selects everything (but stubs and controls, which are selected by name only). */
  readonly probe: readonly string[] | null;
  readonly resolver: readonly string[] | null;
  readonly query: readonly string[] | null;
  readonly vantage: readonly string[] | null;
}

export type Events = 'valid' | 'answered' | 'replied' | 'within';

/** One side of an SLI: how many of the selected series' attempts are such events. */
export interface EventSource {
  readonly selector: Selector;
  readonly events: Events;
  /** With `within`: answered and no slower than this; else `null`. */
  readonly thresholdUs: number | null;
}

/** A ratio of events. Exactly one of `good` and `bad` is set; both are counted against `total`. */
export interface Indicator {
  readonly good: EventSource | null;
  readonly bad: EventSource | null;
  readonly total: EventSource;
}

export type BudgetingMethod = 'Occurrences' | 'Timeslices' | 'RatioTimeslices';

/** Time cut into slices, multiples of their width since the Unix epoch, of which each counts as one. */
export interface Slices {
  /** Whole minutes. */
  readonly widthMs: number;
  /** Timeslices: the least ratio of a good slice, in (0, 1]. RatioTimeslices: `null`, a slice is as good as its ratio. */
  readonly target: number | null;
}

/** How the attempts of one minute (with `enough-of-many`, of five) come to what counts of it. */
export type Weighing =
  /** Attempts weigh alike. */
  | { readonly kind: 'attempts' }
  /** Series weigh alike, however often each is asked. */
  | { readonly kind: 'series' }
  /**
   * Vantages vote on each resolver: it is down while at least `share` of those with an attempt have no
   * good one; with fewer than `fewestVantages` of them nothing counts.
   */
  | { readonly kind: 'quorum'; readonly share: number; readonly fewestVantages: number }
  /** Of the n resolvers that a vantage has asked in a measurement interval, k = ⌈(n − 1) · 2/3⌉ are enough. */
  | { readonly kind: 'enough-of-many' };

/** A window whose start the calendar sets. */
export interface CalendarWindow {
  readonly unit: 'minute' | 'day' | 'month';
  /** How many of them a window is long. */
  readonly count: number;
  /** IANA name. */
  readonly timeZone: string;
  /**
   * Local time at which a window begins, `YYYY-MM-DD hh:mm`, and others before and after it; `null`: months
   * in a row of their own (quarters and years begin with January).
   */
  readonly anchor: string | null;
}

/** An alert that a document defines itself: fires when the burn rate passes `threshold` over both windows. */
export interface OwnAlert {
  readonly name: string;
  /** As the condition names it. */
  readonly severity: string;
  readonly lookbackMs: number;
  readonly threshold: number;
  /** Whether a rate equal to the threshold is enough (`gte`). */
  readonly orEqual: boolean;
  /** How long the condition must hold. */
  readonly afterMs: number;
}

/** What a document's alert policies ask for instead of the default alerts. */
export interface OwnAlerts {
  readonly burnRates: readonly OwnAlert[];
  /** Some policy wants to hear of missing data. */
  readonly onNoData: boolean;
}

export interface SloDefinition {
  readonly name: string;
  /** The name, and which objective of several: one text for each definition, equal after a restart. */
  readonly key: string;
  /** Of several objectives this one's name; `null` where there is one only. */
  readonly objectiveName: string | null;
  readonly displayName: string;
  readonly description: string;
  readonly service: string;
  readonly serviceDisplayName: string;
  readonly indicator: Indicator;
  /** In [0, 1). */
  readonly objective: number;
  readonly budgetingMethod: BudgetingMethod;
  /** With another method than Occurrences. */
  readonly slices: Slices | null;
  readonly weighing: Weighing;
  /** Its share in a composite SLO of several objectives with indicators of their own; `null` where it is none. */
  readonly compositeWeight: number | null;
  /** Length of the window the objective is judged over, a whole number of minutes; of a calendar's month, quarter and year 30, 90 and 365 days. */
  readonly periodMs: number;
  /** `null`: the window rolls. */
  readonly calendar: CalendarWindow | null;
  /** The window as the document writes it: `28d`, `4w`. */
  readonly periodText: string;
  readonly visibility: 'public' | 'internal';
  /** Not-good attempts that the long window must hold before an alert fires; 0 turns the rule off. */
  readonly minFailures: number;
  /** Instead of the default alerts; `null`: those. */
  readonly ownAlerts: OwnAlerts | null;
  /** Whether maintenance that was announced in time is left out. */
  readonly maintenance: 'exclude' | 'count';
  /** How long before it begins maintenance must have been announced. */
  readonly maintenanceNoticeMs: number;
  /** Who does what, as its operator has put it. */
  readonly responsibility: ResponsibilityTexts;
}

/** Whether a selector picks this series. */
export function selects(selector: Selector, series: Series): boolean {
  return (
    matches(selector.probe, series.probe) &&
    matchesResolver(selector.resolver, series.resolver) &&
    matches(selector.query, series.query) &&
    matches(selector.vantage, series.vantage)
  );
}

/** Whether a text matches a glob in which `*` stands for any run of characters. */
export function globMatches(glob: string, text: string): boolean {
  if (!glob.includes('*')) return glob === text;
  const parts = glob.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let position = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, position);
    if (found < 0 || found + part.length > end) return false;
    position = found + part.length;
  }
  return true;
}

function matches(globs: readonly string[] | null, name: string): boolean {
  return globs === null || globs.some((glob) => globMatches(glob, name));
}

function matchesResolver(globs: readonly string[] | null, name: string): boolean {
  return isSelectedByNameOnly(name) ? (globs?.includes(name) ?? false) : matches(globs, name);
}

/** Whether attempts count as such: neither by slices of time nor weighed by series. */
export function countsAttempts({ slices, weighing }: Pick<SloDefinition, 'slices' | 'weighing'>): boolean {
  return slices === null && weighing.kind === 'attempts';
}
