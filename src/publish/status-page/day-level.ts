import type { DayBar } from '../../domain/latency.js';

/** How a day went, in the steps that its bar tells apart by height, colour and pattern. */
export type DayLevel = 'met' | 'below' | 'far_below' | 'no_data';

export const DAY_LEVELS: readonly DayLevel[] = ['met', 'below', 'far_below', 'no_data'];

/** Days that failed more than this many times what the objective allows are far below it. */
const FAR_BELOW_BURN = 10;

export function dayLevel(day: DayBar, objective: number): DayLevel {
  if (day.sli === null) return 'no_data';
  if (day.sli >= objective) return 'met';
  return 1 - day.sli > FAR_BELOW_BURN * (1 - objective) ? 'far_below' : 'below';
}

/** Where ninety bars do not fit side by side they stand in rows of as many. */
export const DAYS_PER_ROW = 30;
