import { OUTCOMES, type Outcome } from '../domain/outcome.js';
import type { Tally } from '../domain/tally.js';
import type { Ratio } from '../judge/slo/sli.js';

/**
 * Tallies of many SLOs as one array of numbers, so that they can be added and subtracted every
 * second: row i belongs to SLO i, others behind them. They count attempts, whatever an SLO makes of
 * them. All are whole numbers below 2^53, so nothing is lost in either.
 */
export type TallySums = Float64Array;

export const GOOD = 0;
export const VALID = 1;
/** Valid attempts that do not count since an operator took their time out. */
export const IN_MAINTENANCE = 2;
export const CORRECTED = 3;
/** Answers left out, of which nobody knows any more how long they took. */
export const UNREADABLE = 4;
/** First of the columns that count the outcomes, in the order of `OUTCOMES`. */
export const FIRST_OUTCOME = 5;
export const TALLY_WIDTH = FIRST_OUTCOME + OUTCOMES.length;

const PROBER_ERROR = FIRST_OUTCOME + OUTCOMES.indexOf('prober_error');

export function newTallySums(rowCount: number): TallySums {
  return new Float64Array(rowCount * TALLY_WIDTH);
}

/** Adds `sign` times `other` to `sums`. */
export function addTallySums(sums: TallySums, other: TallySums, sign: 1 | -1 = 1): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + sign * (other[i] ?? 0);
}

/** Good and valid attempts. */
export function attemptsOf(sums: TallySums, row: number): Ratio {
  return { good: sums[row * TALLY_WIDTH + GOOD] ?? 0, valid: sums[row * TALLY_WIDTH + VALID] ?? 0 };
}

export function unreadableOf(sums: TallySums, row: number): number {
  return sums[row * TALLY_WIDTH + UNREADABLE] ?? 0;
}

/** Attempts left out, by reason. */
export function excludedOf(sums: TallySums, row: number): Tally['excluded'] {
  const start = row * TALLY_WIDTH;
  return {
    prober_error: sums[start + PROBER_ERROR] ?? 0,
    maintenance: sums[start + IN_MAINTENANCE] ?? 0,
    correction: sums[start + CORRECTED] ?? 0,
  };
}

/** Whether the row's series have a valid attempt. */
export function hasValidAttempt(sums: TallySums, row: number): boolean {
  for (let column = FIRST_OUTCOME; column < TALLY_WIDTH; column++) {
    const position = row * TALLY_WIDTH + column;
    if (position !== row * TALLY_WIDTH + PROBER_ERROR && (sums[position] ?? 0) > 0) return true;
  }
  return false;
}

/** Whether some attempt that counts was not good. */
export function hasFailure(sums: TallySums, row: number): boolean {
  const { good, valid } = attemptsOf(sums, row);
  return good < valid;
}

/** One row as the value that crosses borders. */
export function tallyOf(sums: TallySums, row: number): Tally {
  const outcomes = Object.fromEntries(
    OUTCOMES.map((outcome, i) => [outcome, sums[row * TALLY_WIDTH + FIRST_OUTCOME + i] ?? 0]),
  ) as Record<Outcome, number>;
  return { ...attemptsOf(sums, row), excluded: excludedOf(sums, row), outcomes };
}

export function addTo(sums: Float64Array, position: number, count: number): void {
  sums[position] = (sums[position] ?? 0) + count;
}
