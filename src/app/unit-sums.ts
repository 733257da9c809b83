import type { SliceHour } from '../domain/slice-hour.js';
import type { Ratio } from '../judge/slo/sli.js';
import { addTo } from './tally-sums.js';

/**
 * What counts in SLOs that do not count attempts: slices, series by the minute. Row by row as in
 * tallies. A slice may be good in part, so that good units stand as a whole number and two fractions,
 * of 2^−26 and 2^−52, each a sum of whole numbers: adding and taking away lose nothing.
 */
export type UnitSums = Float64Array;

const WIDTH = 4;
const FRACTION = 2 ** 26;

export function newUnitSums(rowCount: number): UnitSums {
  return new Float64Array(rowCount * WIDTH);
}

/** Adds `sign` times so many units. `valid` is whole, `good` rounded to 2^−52. */
export function addUnits(sums: UnitSums, row: number, { good, valid }: Ratio, sign: 1 | -1 = 1): void {
  const whole = Math.floor(good);
  const fraction = (good - whole) * FRACTION;
  const coarse = Math.floor(fraction);
  addTo(sums, row * WIDTH, sign * valid);
  addTo(sums, row * WIDTH + 1, sign * whole);
  addTo(sums, row * WIDTH + 2, sign * coarse);
  addTo(sums, row * WIDTH + 3, sign * Math.round((fraction - coarse) * FRACTION));
}

/** Adds what is kept of an hour. */
export function addSliceHour(sums: UnitSums, row: number, { valid, good }: Pick<SliceHour, 'valid' | 'good'>): void {
  addTo(sums, row * WIDTH, valid);
  good.forEach((part, i) => addTo(sums, row * WIDTH + 1 + i, part));
}

/** A row as it is kept. */
export function sliceHourOf(sums: UnitSums, row: number): Pick<SliceHour, 'valid' | 'good'> {
  const [valid = 0, whole = 0, coarse = 0, fine = 0] = sums.subarray(row * WIDTH, (row + 1) * WIDTH);
  return { valid, good: [whole, coarse, fine] };
}

export function unitsOf(sums: UnitSums, row: number): Ratio {
  const fraction = (sums[row * WIDTH + 2] ?? 0) + (sums[row * WIDTH + 3] ?? 0) / FRACTION;
  return { good: (sums[row * WIDTH + 1] ?? 0) + fraction / FRACTION, valid: sums[row * WIDTH] ?? 0 };
}
