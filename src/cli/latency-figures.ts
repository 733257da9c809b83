import { percentileUs } from '../histogram/percentile.js';
import { RttHistogram } from '../histogram/rtt-histogram.js';

export const FIGURES = ['min', 'p50', 'p90', 'p99', 'p999', 'max', 'mean'] as const;
export type FigureName = (typeof FIGURES)[number];

/** Microseconds; all `null` where nothing was recorded. */
export type Figures = Readonly<Record<FigureName, number | null>>;

const QUANTILES = { p50: 0.5, p90: 0.9, p99: 0.99, p999: 0.999 } as const;
const NO_FIGURES: Figures = { min: null, p50: null, p90: null, p99: null, p999: null, max: null, mean: null };

/** Durations of which a few figures are told. Percentiles are right to 0.1 %, the rest exactly. */
export class LatencyFigures {
  readonly histogram = new RttHistogram();
  #minUs = Infinity;
  #maxUs = 0;
  #sumUs = 0;

  record(exactUs: number): void {
    const us = Math.round(exactUs);
    this.histogram.record(us);
    this.#minUs = Math.min(this.#minUs, us);
    this.#maxUs = Math.max(this.#maxUs, us);
    this.#sumUs += us;
  }

  get count(): number {
    return this.histogram.count;
  }

  /**
   * Of `among` durations (at least `count`), those not recorded lying above every other: they have
   * no part in `min`, `max` and `mean`, and a percentile that falls among them is `null`.
   */
  figures(among = this.count): Figures {
    if (this.count === 0) return NO_FIGURES;
    const mean = Math.round((this.#sumUs / this.count) * 10) / 10;
    const [p50, p90, p99, p999] = Object.values(QUANTILES).map((quantile) => this.percentileUs(quantile, among));
    return {
      min: this.#minUs,
      p50: p50 ?? null,
      p90: p90 ?? null,
      p99: p99 ?? null,
      p999: p999 ?? null,
      max: this.#maxUs,
      mean,
    };
  }

  /** A bucket's highest value may lie above the slowest of all, which is known exactly. */
  percentileUs(quantile: number, among = this.count): number | null {
    const us = percentileUs(this.histogram, quantile, among);
    return us === null ? null : Math.min(us, this.#maxUs);
  }
}
