import { OUTCOMES, type Outcome } from '../domain/outcome.js';
import type { Tally } from '../domain/tally.js';

/**
 * Tallies of many SLOs as one array of numbers, so that they can be added and subtracted every
 * second: row i belongs to SLO i, those behind them to controls. All are whole numbers below 2^53, so nothing is lost in either.
 */
export type TallySums = Float64Array;

export const GOOD = 0;
export const VALID = 1;
/** First of the columns that count the outcomes, in the order of `OUTCOMES`. */
export const FIRST_OUTCOME = 2;
/** Answers left out, of which nobody knows any more how long they took. */
export const UNREADABLE = FIRST_OUTCOME + OUTCOMES.length;
export const TALLY_WIDTH = UNREADABLE + 1;

const PROBER_ERROR = FIRST_OUTCOME + OUTCOMES.indexOf('prober_error');

export function newTallySums(rowCount: number): TallySums {
  return new Float64Array(rowCount * TALLY_WIDTH);
}

/** Adds `sign` times `other` to `sums`. */
export function addTallySums(sums: TallySums, other: TallySums, sign: 1 | -1 = 1): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + sign * (other[i] ?? 0);
}

export function goodOf(sums: TallySums, slo: number): number {
  return sums[slo * TALLY_WIDTH + GOOD] ?? 0;
}

export function validOf(sums: TallySums, slo: number): number {
  return sums[slo * TALLY_WIDTH + VALID] ?? 0;
}

export function proberErrorsOf(sums: TallySums, slo: number): number {
  return sums[slo * TALLY_WIDTH + PROBER_ERROR] ?? 0;
}

export function unreadableOf(sums: TallySums, slo: number): number {
  return sums[slo * TALLY_WIDTH + UNREADABLE] ?? 0;
}

/** Whether the SLO's series have a valid attempt. */
export function hasValidAttempt(sums: TallySums, slo: number): boolean {
  for (let column = FIRST_OUTCOME; column < UNREADABLE; column++) {
    if (column !== PROBER_ERROR && (sums[slo * TALLY_WIDTH + column] ?? 0) > 0) return true;
  }
  return false;
}

/** Whether some event that counts was not good. */
export function hasFailure(sums: TallySums, slo: number): boolean {
  return goodOf(sums, slo) < validOf(sums, slo);
}

/** One SLO's row as the value that crosses borders. */
export function tallyOf(sums: TallySums, slo: number): Tally {
  const outcomes = Object.fromEntries(
    OUTCOMES.map((outcome, i) => [outcome, sums[slo * TALLY_WIDTH + FIRST_OUTCOME + i] ?? 0]),
  ) as Record<Outcome, number>;
  return {
    good: goodOf(sums, slo),
    valid: validOf(sums, slo),
    excluded: { prober_error: outcomes.prober_error, maintenance: 0, correction: 0 },
    outcomes,
  };
}
