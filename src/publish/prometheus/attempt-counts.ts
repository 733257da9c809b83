import type { AttemptBatch } from '../../domain/attempt-batch.js';
import { OUTCOMES } from '../../domain/outcome.js';
import type { Series } from '../../domain/series.js';
import { seriesKey } from '../../domain/series.js';
import { BucketCounts } from './bucket-counts.js';
import type { LabelledBuckets, Sample } from './computed-metrics.js';

/** 0.1 ms to 10 s, in microseconds: fixed, so that a user's quantile queries survive an upgrade. */
export const RTT_BOUNDS_US: readonly number[] = [
  100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
  5_000_000, 10_000_000,
];

interface SeriesCounts {
  readonly series: Series;
  /** By outcome code. */
  readonly outcomes: Float64Array;
  readonly rttUs: BucketCounts;
}

/** Attempts and their RTTs by series, since the daemon started. */
export class AttemptCounts {
  readonly #bySeries = new Map<string, SeriesCounts>();

  /** Makes a series known, so that its counters exist (as 0) before its first failure. */
  know(series: Series): void {
    this.#of(series);
  }

  add(batch: AttemptBatch): void {
    const counts = batch.series.map((series) => this.#of(series));
    for (let row = 0; row < batch.outcome.length; row++) {
      const of = counts[batch.seriesIndex[row] ?? -1];
      const code = batch.outcome[row] ?? 0;
      if (of === undefined) continue;
      of.outcomes[code] = (of.outcomes[code] ?? 0) + 1;
      const rttUs = batch.rttUs[row] ?? Number.NaN;
      if (!Number.isNaN(rttUs)) of.rttUs.add(rttUs);
    }
  }

  outcomeSamples(): readonly Sample[] {
    return [...this.#bySeries.values()].flatMap(({ series, outcomes }) =>
      OUTCOMES.map((outcome, code) => ({ labels: { ...series, outcome }, value: outcomes[code] ?? 0 })),
    );
  }

  rttHistograms(): readonly LabelledBuckets[] {
    return [...this.#bySeries.values()].map(({ series, rttUs }) => ({ labels: { ...series }, buckets: rttUs }));
  }

  #of(series: Series): SeriesCounts {
    const key = seriesKey(series);
    const known = this.#bySeries.get(key);
    if (known !== undefined) return known;
    const { vantage, probe, resolver, query } = series;
    const made: SeriesCounts = {
      series: { vantage, probe, resolver, query },
      outcomes: new Float64Array(OUTCOMES.length),
      rttUs: new BucketCounts(RTT_BOUNDS_US),
    };
    this.#bySeries.set(key, made);
    return made;
  }
}
