import type { Outcome } from '../domain/outcome.js';
import { percentileUs } from '../histogram/percentile.js';
import { RttHistogram } from '../histogram/rtt-histogram.js';

/** How one attempt ended; `measure/` gives it. */
export interface ProbeAttempt {
  readonly outcome: Outcome;
  readonly rttUs: number | null;
  /** Actual minus scheduled send time, in microseconds; `null` if it was not sent. */
  readonly sendLagUs: number | null;
}

/** Microseconds; all `null` where nothing was answered. */
export interface RttFigures {
  readonly min: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
  readonly mean: number | null;
}

/** Microseconds; all `null` where nothing was sent. */
export interface LagFigures {
  readonly p50: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** What `probe` has measured so far. */
export class ProbeSummary {
  readonly #outcomes = new Map<Outcome, number>();
  readonly #answered = new RttHistogram();
  readonly #sendLagsUs: number[] = [];
  #minUs = Infinity;
  #maxUs = 0;
  #sumUs = 0;
  #count = 0;

  record(attempt: ProbeAttempt): void {
    this.#count++;
    this.#outcomes.set(attempt.outcome, (this.#outcomes.get(attempt.outcome) ?? 0) + 1);
    if (attempt.sendLagUs !== null) this.#sendLagsUs.push(Math.round(attempt.sendLagUs));
    if (attempt.outcome === 'answered' && attempt.rttUs !== null) this.#recordRtt(Math.round(attempt.rttUs));
  }

  /** Attempts with an outcome. */
  get count(): number {
    return this.#count;
  }

  /** Outcomes that happened, the most frequent first. */
  get outcomes(): readonly (readonly [Outcome, number])[] {
    return [...this.#outcomes].sort(([, a], [, b]) => b - a);
  }

  get answered(): RttHistogram {
    return this.#answered;
  }

  /** Whether there were attempts and each of them was answered. */
  get isAllAnswered(): boolean {
    return this.#count > 0 && this.#outcomes.get('answered') === this.#count;
  }

  /** Of the answered attempts. */
  rtt(): RttFigures {
    const count = this.#answered.count;
    if (count === 0) return { min: null, p50: null, p90: null, p99: null, p999: null, max: null, mean: null };
    const mean = Math.round((this.#sumUs / count) * 10) / 10;
    return {
      min: this.#minUs,
      p50: this.#percentile(0.5),
      p90: this.#percentile(0.9),
      p99: this.#percentile(0.99),
      p999: this.#percentile(0.999),
      max: this.#maxUs,
      mean,
    };
  }

  sendLag(): LagFigures {
    const sorted = this.#sendLagsUs.toSorted((a, b) => a - b);
    const at = (quantile: number) => sorted[Math.max(0, Math.ceil(quantile * sorted.length) - 1)] ?? null;
    return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? null };
  }

  /** A bucket's highest value may lie above the slowest answer, which is known exactly. */
  #percentile(quantile: number): number | null {
    const us = percentileUs(this.#answered, quantile, this.#answered.count);
    return us === null ? null : Math.min(us, this.#maxUs);
  }

  #recordRtt(rttUs: number): void {
    this.#answered.record(rttUs);
    this.#minUs = Math.min(this.#minUs, rttUs);
    this.#maxUs = Math.max(this.#maxUs, rttUs);
    this.#sumUs += rttUs;
  }
}
