import type { AttemptBatch } from '../../domain/attempt-batch.js';
import { type Clock, systemClock } from '../../domain/clock.js';
import { OUTCOMES } from '../../domain/outcome.js';
import type { Series } from '../../domain/series.js';
import { BucketCounts } from './bucket-counts.js';
import type { LabelledBuckets, Sample } from './computed-metrics.js';
import { CountTable } from './count-table.js';
import { ExponentialCounts } from './exponential-counts.js';
import type { MeasuredSeries } from './measured-series.js';
import { type SeriesLabels, seriesLabels } from './series-labels.js';

/** 0.1 ms to 10 s, in microseconds: fixed, so that a user's quantile queries survive an upgrade. */
export const RTT_BOUNDS_US: readonly number[] = [
  100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
  5_000_000, 10_000_000,
];

interface SeriesCounts {
  /** By outcome code. */
  readonly outcomes: Float64Array;
  readonly rttUs: BucketCounts;
  readonly rttSeconds: ExponentialCounts;
  /** When counting began, milliseconds since the epoch. */
  readonly sinceMs: number;
}

/** What is counted of one series. */
export interface CountedSeries extends SeriesCounts {
  readonly labels: SeriesLabels;
}

/** Attempts and their RTTs by series, since the daemon started. */
export class AttemptCounts {
  readonly #table: CountTable<SeriesLabels, SeriesCounts>;

  constructor(clock: Clock = systemClock) {
    this.#table = new CountTable(() => ({
      outcomes: new Float64Array(OUTCOMES.length),
      rttUs: new BucketCounts(RTT_BOUNDS_US),
      rttSeconds: new ExponentialCounts(),
      sinceMs: clock.nowMs(),
    }));
  }

  /** Forgets other series, and makes these known, so that their counters exist (as 0) before the first failure. */
  know(planned: readonly Series[], measured: MeasuredSeries): void {
    this.#table.keepOnly((labels) => measured.hasSeries(labels));
    for (const series of planned) this.#table.of(seriesLabels(series));
  }

  add(batch: AttemptBatch): void {
    const counts = batch.series.map((series) => this.#table.of(seriesLabels(series)));
    for (let row = 0; row < batch.outcome.length; row++) {
      const of = counts[batch.seriesIndex[row] ?? -1] ?? null;
      const code = batch.outcome[row] ?? 0;
      if (of === null) continue;
      of.outcomes[code] = (of.outcomes[code] ?? 0) + 1;
      const rttUs = batch.rttUs[row] ?? Number.NaN;
      if (Number.isNaN(rttUs)) continue;
      of.rttUs.add(rttUs);
      of.rttSeconds.add(rttUs / 1e6);
    }
  }

  outcomeSamples(): readonly Sample[] {
    return this.#table
      .rows()
      .flatMap(({ labels, counts: { outcomes } }) =>
        OUTCOMES.map((outcome, code) => ({ labels: { ...labels, outcome }, value: outcomes[code] ?? 0 })),
      );
  }

  /** All that is counted; it goes on counting. */
  series(): readonly CountedSeries[] {
    return this.#table.rows().map(({ labels, counts }) => ({ labels, ...counts }));
  }

  rttHistograms(): readonly LabelledBuckets[] {
    return this.#table.rows().map(({ labels, counts: { rttUs } }) => ({ labels, buckets: rttUs }));
  }
}
