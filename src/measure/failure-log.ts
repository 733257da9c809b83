import type { FailureEvidence } from '../domain/failure-evidence.js';
import type { Series } from '../domain/series.js';

/** So many of one series reach the next batch, and so many in all: an outage must not drown the main thread. */
const MOST_OF_A_SERIES = 8;
const MOST = 256;

/** Puts the evidence together; only asked for what is told in the end. */
export type MakeEvidence = () => FailureEvidence;

/** The latest failures of each series since the last batch. */
export class FailureLog {
  readonly #bySeries = new Map<Series, MakeEvidence[]>();
  #count = 0;
  readonly #random: () => number;

  /** `random`: a number in [0, 1), nothing secret. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  add(series: Series, make: MakeEvidence): void {
    const known = this.#bySeries.get(series) ?? [];
    if (known.length === 0) this.#bySeries.set(series, known);
    known.push(make);
    this.#count++;
    if (known.length > MOST_OF_A_SERIES) this.#dropOf(series, known);
    else if (this.#count > MOST) this.#dropFromMost();
  }

  /** In order of series, then of time; the log is empty afterwards. */
  take(): readonly FailureEvidence[] {
    const taken = [...this.#bySeries.values()].flat().map((make) => make());
    this.#bySeries.clear();
    this.#count = 0;
    return taken;
  }

  /** Of the series that has the most; of several, one by chance: else it would always be the same that have none. */
  #dropFromMost(): void {
    let most: [Series, MakeEvidence[]] | null = null;
    let ties = 0;
    for (const entry of this.#bySeries) {
      const difference = entry[1].length - (most?.[1].length ?? 0);
      ties = difference > 0 ? 1 : difference === 0 ? ties + 1 : ties;
      if (difference > 0 || (difference === 0 && this.#random() * ties < 1)) most = entry;
    }
    if (most !== null) this.#dropOf(...most);
  }

  #dropOf(series: Series, failures: MakeEvidence[]): void {
    failures.shift();
    this.#count--;
    if (failures.length === 0) this.#bySeries.delete(series);
  }
}
