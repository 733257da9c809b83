import type { Exclusion } from '../domain/operator-action.js';

/** The exclusion that holds an instant, of exclusions in order of time; `null` if none does. */
export function exclusionAt(exclusions: readonly Exclusion[], timeMs: number): Exclusion | null {
  let from = 0;
  let to = exclusions.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const exclusion = exclusions[middle];
    if (exclusion === undefined) return null;
    if (timeMs < exclusion.fromMs) to = middle;
    else if (timeMs >= exclusion.toMs) from = middle + 1;
    else return exclusion;
  }
  return null;
}
