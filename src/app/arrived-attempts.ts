import type { StepTallies } from './projection.js';
import { attemptsOf } from './tally-sums.js';

/**
 * How many attempts that count have come of each SLO, ever since some moment: nothing ever leaves,
 * so that figures which differ between two evaluations only because time went by can be told from
 * those of which something new is known. Time that operators took out, and minutes that come to
 * nothing (too few vantages for a vote), bring nothing new.
 */
export class ArrivedAttempts {
  readonly #counts: Float64Array;
  readonly #lastMinute: Float64Array;
  #lineage: symbol;

  constructor(sloCount: number) {
    this.#counts = new Float64Array(sloCount);
    this.#lastMinute = new Float64Array(sloCount);
    this.#lineage = Symbol('arrived');
  }

  copy(): ArrivedAttempts {
    const copy = new ArrivedAttempts(this.#counts.length);
    copy.#counts.set(this.#counts);
    copy.#lastMinute.set(this.#lastMinute);
    copy.#lineage = this.#lineage;
    return copy;
  }

  /** Counts of one lineage have one beginning. */
  get lineage(): symbol {
    return this.#lineage;
  }

  /** Adds the minute that follows. */
  add(minute: StepTallies): void {
    for (let slo = 0; slo < this.#counts.length; slo++) {
      const count = countedIn(minute, slo);
      this.#lastMinute[slo] = count;
      this.#counts[slo] = (this.#counts[slo] ?? 0) + count;
    }
  }

  /** Takes over the counts of totals that these replace; of `changed` SLOs what was known is not what it was. */
  continueFrom(before: ArrivedAttempts, changed: (slo: number) => boolean): void {
    this.#lineage = before.#lineage;
    for (let slo = 0; slo < this.#counts.length; slo++) {
      this.#counts[slo] = (before.#counts[slo] ?? 0) + (changed(slo) ? 1 : 0);
    }
  }

  /** Whether something is new since `before`; `null`, or counts that began elsewhere: whether the last minute has attempts. */
  isNewSince(before: ArrivedAttempts | null, slo: number): boolean {
    if (before?.lineage !== this.#lineage) return (this.#lastMinute[slo] ?? 0) > 0;
    return this.#counts[slo] !== before.#counts[slo];
  }
}

/** Attempts of a minute that make a figure of the SLO. */
export function countedIn({ sums, weighed }: StepTallies, slo: number): number {
  const units = weighed.get(slo);
  return units?.valid === 0 ? 0 : attemptsOf(sums, slo).valid;
}
