import type { Ratio } from './sli.js';
import { tidy } from './tidy.js';

/**
 * How many times faster than allowed the error budget is being spent: the bad ratio divided by
 * 1 − objective. 1 spends exactly the budget in a period.
 *
 * @param objective in [0, 1)
 * @returns to 12 significant digits; `null` without data
 * @see Site Reliability Workbook, chapter 5
 */
export function burnRate({ good, valid }: Ratio, objective: number): number | null {
  if (valid === 0) return null;
  return tidy((valid - good) / (valid * tidy(1 - objective)));
}
