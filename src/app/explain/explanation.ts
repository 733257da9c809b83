import type { AlertLogEntry } from '../../domain/alert-evidence.js';
import type { Outcome } from '../../domain/outcome.js';
import type { Series } from '../../domain/series.js';
import type { CompositionChange } from '../../domain/slo-composition.js';
import type { SloStatus } from '../../domain/slo-status.js';
import type { Votes } from '../../judge/slo/votes.js';

/** How many of the attempts that count were good. */
export interface CountedAttempts {
  readonly good: number;
  readonly valid: number;
}

/**
 * The way back from an SLO's figure to what was measured. Attempts of `byOutcome`, `byResolver`, `byQuery`
 * and `byHour` each add up to `attempts`; what counts of `byHour` adds up to `good` and `valid` of `status`.
 */
export interface SloExplanation {
  readonly status: SloStatus;
  /** How the figure comes about, a sentence each. */
  readonly method: readonly string[];
  /** Of an SLO that asks how long answers took: up to where they count. */
  readonly threshold: ExplainedThreshold | null;
  /** All attempts that count; behind slices, those that they are made of. */
  readonly attempts: CountedAttempts;
  readonly byOutcome: readonly OutcomeCount[];
  readonly byResolver: readonly NamedCount[];
  readonly byQuery: readonly NamedCount[];
  readonly byHour: readonly HourCount[];
  /** Those of `byHour` that cost the most of the budget, the worst first; none where nothing failed. */
  readonly worstHours: readonly HourCount[];
  readonly exclusions: readonly ExplainedExclusion[];
  readonly coverage: ExplainedCoverage;
  /** Attempts that could not be made or judged by our own fault: in no sum. */
  readonly proberErrors: readonly { readonly resolver: string; readonly attempts: number }[];
  readonly composition: readonly ExplainedSeries[];
  /** When its definition or its series were changed within the window; `null` where that is not kept. */
  readonly compositionChanges: readonly CompositionChange[] | null;
  /** The last changes of its alerts, the newest first; `null` where none are kept. */
  readonly alertChanges: readonly AlertLogEntry[] | null;
}

export interface ExplainedThreshold {
  readonly thresholdUs: number;
  /** Answers up to here count as within it: the end of the histogram's bucket that holds it. */
  readonly countedUpToUs: number;
  /** That bucket's smallest and largest whole microseconds. */
  readonly bucketUs: readonly [lowest: number, highest: number];
}

export interface OutcomeCount {
  readonly outcome: Outcome;
  readonly good: number;
  readonly bad: number;
  /** Attempts with this outcome that are in no sum: not what the SLO counts, taken out, or unreadable. */
  readonly notCounted: number;
}

export interface NamedCount extends CountedAttempts {
  readonly name: string;
  /** What was not good, by outcome. */
  readonly bad: Readonly<Partial<Record<Outcome, number>>>;
}

export interface HourCount {
  /** ISO 8601; an hour, of which the window may hold only a part; a day where hours are no longer kept. */
  readonly from: string;
  readonly to: string;
  /** In the budget's unit: of slices, those that begin in it. */
  readonly good: number;
  readonly valid: number;
  readonly attempts: CountedAttempts;
  /** Share of the whole error budget that it cost; `null` without data in the window. */
  readonly budget: number | null;
  readonly bad: Readonly<Partial<Record<Outcome, number>>>;
}

/** Maintenance or a correction that touches the window, and what it does to the figure. */
export interface ExplainedExclusion {
  readonly kind: 'maintenance' | 'exclude' | 'restore';
  readonly id: number;
  /** Title of the maintenance, reason of the correction. */
  readonly reason: string;
  readonly from: string;
  readonly to: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
  /** Why it changes nothing: too late, cancelled, revoked, the policy; `null`: it is in force. */
  readonly void: string | null;
  /** What the figure would be without this one record. */
  readonly without: FigureWithout;
}

export interface FigureWithout extends CountedAttempts {
  readonly sli: number | null;
  readonly consumed: number | null;
}

export interface ExplainedCoverage {
  /** Of time that is known: with votes, of slots with attempts the share of votes that came to a verdict. */
  readonly share: number;
  /** Where vantages vote: all votes (on an address, in a minute), those of fewer than `fewestVantages`; absent elsewhere. */
  readonly votes?: Votes & { readonly fewestVantages: number };
  /** Slots with a valid attempt, and all: a slot is a minute, or a round where rounds are slower. */
  readonly coveredSlots: number;
  readonly slots: number;
  readonly slotMinutes: number;
  /** Time without data within the window, in order: slots of it and those of `coveredSlots` are all slots. */
  readonly gaps: readonly { readonly from: string; readonly to: string; readonly slots: number }[];
}

/** A series that the SLO counts, and from when to when it has attempts in the window. */
export interface ExplainedSeries extends CountedAttempts {
  readonly series: Series;
  /** The hours of its first and last attempt. */
  readonly first: string;
  readonly last: string;
  /** It came after the others, or ended before them: the figure is not of the same series all along. */
  readonly change: 'joined' | 'left' | 'joined and left' | null;
}
