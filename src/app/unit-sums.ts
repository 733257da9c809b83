import type { SliceHour } from '../domain/slice-hour.js';
import type { Ratio } from '../judge/slo/sli.js';
import type { Votes } from '../judge/slo/votes.js';
import { addTo } from './tally-sums.js';

/**
 * What counts in SLOs that do not count attempts: slices, series by the minute. Row by row as in
 * tallies. A slice may be good in part, so that good units stand as a whole number and two fractions,
 * of 2^−26 and 2^−52, each a sum of whole numbers: adding and taking away lose nothing. Behind them stand,
 * where vantages vote, all votes and those without a verdict.
 */
export type UnitSums = Float64Array;

/** What counts, and the votes behind it; without votes both are absent. */
export interface Units extends Ratio {
  readonly votes?: number;
  readonly inconclusive?: number;
}

const VOTES = 4;
const INCONCLUSIVE = 5;
const WIDTH = 6;
const FRACTION = 2 ** 26;

export function newUnitSums(rowCount: number): UnitSums {
  return new Float64Array(rowCount * WIDTH);
}

/** Adds `sign` times so many units. `valid` is whole, `good` rounded to 2^−52. */
export function addUnits(sums: UnitSums, row: number, units: Units, sign: 1 | -1 = 1): void {
  const { good, valid, votes = 0, inconclusive = 0 } = units;
  const whole = Math.floor(good);
  const fraction = (good - whole) * FRACTION;
  const coarse = Math.floor(fraction);
  addTo(sums, row * WIDTH, sign * valid);
  addTo(sums, row * WIDTH + 1, sign * whole);
  addTo(sums, row * WIDTH + 2, sign * coarse);
  addTo(sums, row * WIDTH + 3, sign * Math.round((fraction - coarse) * FRACTION));
  addTo(sums, row * WIDTH + VOTES, sign * votes);
  addTo(sums, row * WIDTH + INCONCLUSIVE, sign * inconclusive);
}

/** Adds what is kept of an hour. */
export function addSliceHour(sums: UnitSums, row: number, hour: HourSums): void {
  addTo(sums, row * WIDTH, hour.valid);
  hour.good.forEach((part, i) => addTo(sums, row * WIDTH + 1 + i, part));
  addTo(sums, row * WIDTH + VOTES, hour.votes);
  addTo(sums, row * WIDTH + INCONCLUSIVE, hour.inconclusive);
}

type HourSums = Omit<SliceHour, 'key' | 'startMs'>;

/** A row as it is kept. */
export function sliceHourOf(sums: UnitSums, row: number): HourSums {
  const [valid = 0, whole = 0, coarse = 0, fine = 0] = sums.subarray(row * WIDTH, (row + 1) * WIDTH);
  const { all: votes, inconclusive } = votesOf(sums, row);
  return { valid, good: [whole, coarse, fine], votes, inconclusive };
}

export function votesOf(sums: UnitSums, row: number): Votes {
  return { all: sums[row * WIDTH + VOTES] ?? 0, inconclusive: sums[row * WIDTH + INCONCLUSIVE] ?? 0 };
}

export function unitsOf(sums: UnitSums, row: number): Ratio {
  const fraction = (sums[row * WIDTH + 2] ?? 0) + (sums[row * WIDTH + 3] ?? 0) / FRACTION;
  return { good: (sums[row * WIDTH + 1] ?? 0) + fraction / FRACTION, valid: sums[row * WIDTH] ?? 0 };
}
