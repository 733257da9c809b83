/**
 * What the slices that begin in one hour come to, nothing taken out: kept so that weeks of minutes need not
 * be read again.
 */
export interface SliceHour {
  /** Names which series are counted and how: equal keys, equal sums. */
  readonly key: string;
  /** Start of the hour. */
  readonly startMs: number;
  /** Slices with data. */
  readonly valid: number;
  /** How many were good: a whole number and two fractions, of 2^−26 and 2^−52, so that sums lose nothing. */
  readonly good: readonly [whole: number, coarse: number, fine: number];
  /** Where vantages vote: on how many addresses, minute by minute; else 0. */
  readonly votes: number;
  /** Votes of too few vantages for a verdict. */
  readonly inconclusive: number;
}
