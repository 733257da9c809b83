import type { Cell } from '../domain/cell.js';
import { countUpToEach } from '../histogram/count-up-to.js';
import { refuseMore } from '../histogram/errors.js';
import { readable } from './readable.js';

export interface AnswersWithin {
  /** Answers within each threshold. */
  readonly within: readonly number[];
  /** Answers of which nobody knows any more how long they took. */
  readonly unreadable: number;
}

/**
 * How many answers of a cell came within each threshold (in rising order, microseconds). Answers
 * that its histogram lacks took nobody knows how long: those of a damaged one, and those of damaged
 * minutes that hours and days were made without.
 *
 * @param tell what keeps the histogram from being read
 */
export function answersWithin(
  { answered, counts }: Cell,
  thresholdsUs: readonly number[],
  tell: (fault: Error) => void,
): AnswersWithin {
  const read = (): AnswersWithin => {
    const within = answered === null ? [0] : countUpToEach(answered, [...thresholdsUs, Infinity]);
    const known = within.at(-1) ?? 0;
    refuseMore(known, counts.answered);
    return { within, unreadable: counts.answered - known };
  };
  return readable(read, { within: [], unreadable: counts.answered }, tell);
}
