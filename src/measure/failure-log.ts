import { leastWorth, nthOfRun } from '../domain/failure-choice.js';
import type { FailureEvidence, FailureLoss } from '../domain/failure-evidence.js';
import type { Outcome } from '../domain/outcome.js';
import type { Series } from '../domain/series.js';

/** So many of one series reach the next batch, and so many in all: an outage must not drown the main thread. */
const MOST_OF_A_SERIES = 8;
const MOST = 256;

/** A failure, with its evidence as yet to be put together: only asked for what is told in the end. */
export interface LoggedFailure {
  readonly outcome: Outcome;
  /** Milliseconds since the epoch. */
  readonly scheduledAtMs: number;
  readonly make: () => FailureEvidence;
}

/** What became of the failures since the last batch. */
export interface TakenFailures {
  /** In order of series, then of time. */
  readonly failures: readonly FailureEvidence[];
  /** Those that were too many. */
  readonly losses: readonly FailureLoss[];
}

/** Failures of each series since the last batch: where there are many, those that are worth most. */
export class FailureLog {
  readonly #bySeries = new Map<Series, Ranked[]>();
  readonly #losses = new Map<Series, Map<Outcome, Loss>>();
  #count = 0;
  readonly #random: () => number;

  /** `random`: a number in [0, 1), nothing secret. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  add(series: Series, failure: LoggedFailure): void {
    const known = this.#bySeries.get(series) ?? [];
    if (known.length === 0) this.#bySeries.set(series, known);
    const before = known.findLast(({ outcome }) => outcome === failure.outcome);
    const { outcome, scheduledAtMs, make } = failure;
    known.push({ outcome, scheduledAtMs, make, nth: nthOfRun(scheduledAtMs, before) });
    this.#count++;
    if (known.length > MOST_OF_A_SERIES) this.#dropOf(series, known);
    else if (this.#count > MOST) this.#dropFromMost();
  }

  /** The log is empty afterwards. */
  take(): TakenFailures {
    const failures = [...this.#bySeries.values()].flat().map(({ make }) => make());
    const losses = [...this.#losses.values()].flatMap((ofSeries) => [...ofSeries.values()]);
    this.#bySeries.clear();
    this.#losses.clear();
    this.#count = 0;
    return { failures, losses };
  }

  /** Of the series that has the most; of several, one by chance: else it would always be the same that have none. */
  #dropFromMost(): void {
    let most: [Series, Ranked[]] | null = null;
    let ties = 0;
    for (const entry of this.#bySeries) {
      const difference = entry[1].length - (most?.[1].length ?? 0);
      ties = difference > 0 ? 1 : difference === 0 ? ties + 1 : ties;
      if (difference > 0 || (difference === 0 && this.#random() * ties < 1)) most = entry;
    }
    if (most !== null) this.#dropOf(...most);
  }

  #dropOf(series: Series, failures: Ranked[]): void {
    const [dropped] = failures.splice(leastWorth(failures), 1);
    this.#count--;
    if (failures.length === 0) this.#bySeries.delete(series);
    if (dropped !== undefined) this.#lose(series, dropped);
  }

  #lose(series: Series, { outcome, scheduledAtMs }: Ranked): void {
    const ofSeries = this.#losses.get(series) ?? new Map<Outcome, Loss>();
    if (ofSeries.size === 0) this.#losses.set(series, ofSeries);
    const loss = ofSeries.get(outcome) ?? { series, outcome, pushedOut: 0, expired: 0, lastMs: scheduledAtMs };
    if (loss.pushedOut === 0) ofSeries.set(outcome, loss);
    loss.pushedOut++;
    loss.lastMs = Math.max(loss.lastMs, scheduledAtMs);
  }
}

/** Counted up in place: there may be very many in an outage. */
type Loss = { -readonly [Key in keyof FailureLoss]: FailureLoss[Key] };

interface Ranked extends LoggedFailure {
  readonly nth: number;
}
