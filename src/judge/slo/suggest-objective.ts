import { errorBudget } from './error-budget.js';
import type { Ratio } from './sli.js';

/** Objectives that people publish, the strictest first. */
export const ROUND_OBJECTIVES: readonly number[] = [0.99999, 0.9999, 0.9995, 0.999, 0.995, 0.99, 0.95, 0.9];

/** So much of the budget must have been left: what comes may be worse than what was. */
export const BUDGET_TO_SPARE = 0.25;

/**
 * The strictest round objective that a window as bad as this would have met with a quarter of its budget
 * left; `null`: not even the mildest, or without data.
 */
export function suggestObjective(worst: Ratio): number | null {
  return (
    ROUND_OBJECTIVES.find((objective) => {
      const { remaining } = errorBudget(worst, objective);
      return remaining !== null && remaining >= BUDGET_TO_SPARE;
    }) ?? null
  );
}
