import { errorBudget } from '../../judge/slo/error-budget.js';
import type { Ratio } from '../../judge/slo/sli.js';

/** What counts in a window up to the end of a step of it. */
export interface CountedUpTo {
  readonly upTo: Ratio;
  /** Whether anything is known of the step itself: something counted in it, or was taken out. */
  readonly isKnown: boolean;
}

/**
 * The window as a whole, had nothing more gone wrong after a step. At the window's end it is the window
 * itself, to the last digit.
 */
export function spentUpTo(upTo: Ratio, all: Ratio): Ratio {
  const yetToFail = all.valid - upTo.valid - (all.good - upTo.good);
  return { good: all.good + yetToFail, valid: all.valid };
}

/**
 * The share of a window's budget that was left after each of its steps; `null` after one of which nothing is
 * known. It is the budget of the window as it is now, of all that counts in it: not what an earlier
 * window that ended then had left.
 *
 * @param all what counts in the whole window
 * @param elapsed as of `errorBudget`
 */
export function budgetLeft(
  steps: readonly CountedUpTo[],
  all: Ratio,
  objective: number,
  elapsed: number,
): readonly (number | null)[] {
  return steps.map(({ upTo, isKnown }) => {
    return isKnown ? errorBudget(spentUpTo(upTo, all), objective, elapsed).remaining : null;
  });
}
