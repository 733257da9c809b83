import type { Outcome } from './outcome.js';

/** What decides whether the evidence of a failure is kept. */
export interface RankedFailure {
  readonly outcome: Outcome;
  /** Which it is of its run: of failures of its series with the same outcome that follow each other; from 1. */
  readonly nth: number;
}

/** So many at the beginning of a run are worth more than what follows them: they tell how an outage began. */
const FIRSTS = 3;
/** After so long without a failure of the outcome, a run is over. */
const RUN_GAP_MS = 60_000;

/** The place of a further failure in its run, given the one before it of the same series and outcome. */
export function nthOfRun(
  scheduledAtMs: number,
  before: { readonly scheduledAtMs: number; readonly nth: number } | undefined,
): number {
  return before === undefined || scheduledAtMs - before.scheduledAtMs > RUN_GAP_MS ? 1 : before.nth + 1;
}

/**
 * The index of the failure that is worth least of those kept of one series, oldest first; -1 of none.
 *
 * It is one of the outcome with the most of them: what fails in one way all the time must not push out the
 * evidence of how it failed otherwise, once. Of these it is the oldest, but for the firsts of runs: the middle
 * of an outage tells least. Firsts go too once they are more than half, lest many short runs push out the
 * latest.
 */
export function leastWorth(kept: readonly RankedFailure[]): number {
  const outcome = mostFrequent(kept);
  let firsts = 0;
  let others = 0;
  for (const failure of kept) {
    if (failure.outcome !== outcome) continue;
    if (isFirst(failure)) firsts++;
    else others++;
  }
  const goesFirst = firsts > others;
  return kept.findIndex((failure) => failure.outcome === outcome && isFirst(failure) === goesFirst);
}

function isFirst({ nth }: RankedFailure): boolean {
  return nth <= FIRSTS;
}

/** In an outage this is asked of every failure, and they nearly all have one outcome: then nothing is added up. */
function mostFrequent(kept: readonly RankedFailure[]): Outcome | null {
  const last = kept.at(-1)?.outcome ?? null;
  let equal = 0;
  for (const { outcome } of kept) if (outcome === last) equal++;
  return equal * 2 > kept.length ? last : mostCounted(kept);
}

function mostCounted(kept: readonly RankedFailure[]): Outcome | null {
  const counts = new Map<Outcome, number>();
  let most: Outcome | null = null;
  for (const { outcome } of kept) {
    const count = (counts.get(outcome) ?? 0) + 1;
    counts.set(outcome, count);
    if (most === null || count > (counts.get(most) ?? 0)) most = outcome;
  }
  return most;
}
