import { tidy } from './tidy.js';

/** How many of the events that count were good. */
export interface Ratio {
  readonly good: number;
  /** The denominator; 0: no data. */
  readonly valid: number;
}

/** good / valid, 0 … 1; `null` without data. */
export function sli({ good, valid }: Ratio): number | null {
  return valid === 0 ? null : good / valid;
}

/** The same for people to read: slices that are good in part sum up to a number with noise in its last digits. */
export function asShown({ good, valid }: Ratio): Ratio {
  return { good: tidy(good), valid };
}
