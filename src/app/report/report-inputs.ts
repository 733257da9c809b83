import type { Correction, Maintenance } from '../../domain/operator-action.js';
import type { Series } from '../../domain/series.js';
import type { CompositionContent } from '../../domain/slo-composition.js';
import type { MinuteRun } from '../explain/gaps.js';

/**
 * All that one SLO's figures of a month are made of, as JSON: whoever has it can recompute each of them,
 * and its digest shows that it is unchanged. Nothing in it depends on the order in which history was read
 * or imported, or on how it was rolled up (as long as hours are kept, and minutes where figures need them).
 */
export interface ReportInputs {
  readonly version: typeof INPUTS_VERSION;
  /** `YYYY-MM`. */
  readonly month: string;
  readonly window: InputWindow;
  /** What of the SLO's definition decides its figures; what is `null` there is left out. */
  readonly definition: CompositionContent['definition'];
  /** Width of the slots that coverage counts, in minutes. */
  readonly slotMinutes: number;
  /** Those that take time out of the window, in order of recording. */
  readonly maintenances: readonly InputMaintenance[];
  readonly corrections: readonly InputCorrection[];
  /** Those with attempts in the window, in order of their names. */
  readonly series: readonly Series[];
  readonly attempts: AttemptTable;
  /** Where slices (or series by the minute) count; `null` where attempts do. */
  readonly units: UnitTable | null;
  /** Where more than a minute is weighed at once, and something taken out cuts it: what is to be weighed; absent elsewhere. */
  readonly unweighed?: UnweighedTable;
  /** Minutes of the window with a valid attempt, time that was taken out included. */
  readonly coveredMinutes: readonly MinuteRun[];
  /** Where it matters how long answers took; else `null`. */
  readonly latency: readonly LatencyDay[] | null;
}

export const INPUTS_VERSION = 1;

/** Times are ISO 8601; minutes elsewhere in the inputs are counted from `from`. */
export interface InputWindow {
  readonly from: string;
  /** Where what is known ends: the end of the month once it is over. */
  readonly to: string;
  /** The end of the month. */
  readonly until: string;
  /** IANA name of the zone whose month it is. */
  readonly timeZone: string;
}

export type InputMaintenance = Omit<Maintenance, 'message' | 'slos' | 'cancelledBy'>;
export type InputCorrection = Omit<Correction, 'slo' | 'revokedAtMs' | 'revokedBy'>;

/**
 * Attempts by step of time, series (its place in the list) and outcome: how many there were, how many of
 * them count and how many of these were good, had nobody taken time out. A step begins at `minute`, and is
 * an hour of UTC, or the part of one before or after something taken out.
 */
export interface AttemptTable {
  readonly columns: readonly ['minute', 'series', 'outcome', 'attempts', 'valid', 'good'];
  readonly outcomes: readonly string[];
  readonly rows: readonly AttemptRow[];
  /** Steps that are whole days, since hours were no longer kept. */
  readonly days: readonly number[];
}

export type AttemptRow = readonly [
  minute: number,
  series: number,
  outcome: number,
  attempts: number,
  valid: number,
  good: number,
];

/** What counts by step of time (a slice, or the part of one before or after something taken out; a minute where series weigh alike). */
export interface UnitTable {
  readonly columns: readonly ['minute', 'good', 'valid'] | readonly ['minute', 'good', 'valid', 'inconclusive'];
  readonly rows: readonly UnitRow[];
}

/**
 * What series (their place in the list) did by step of time: a step is the part of a measurement interval
 * before or after something taken out. What is left of an interval is weighed together.
 */
export interface UnweighedTable {
  readonly columns: readonly ['minute', 'series', 'good', 'valid'];
  readonly rows: readonly UnweighedRow[];
}

export type UnweighedRow = readonly [minute: number, series: number, good: number, valid: number];

/** Where vantages vote, with how many votes were inconclusive. */
export type UnitRow = readonly [minute: number, good: number, valid: number, inconclusive?: number];

/** Round-trips of a day, without time that was taken out. */
export interface LatencyDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Valid attempts that were not answered. */
  readonly failed: number;
  /** Histogram of those answered: its stored bytes (docs/guides/report.md) in base64. */
  readonly answered: string;
}
