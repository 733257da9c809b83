import type { AttemptBatch } from '../../domain/attempt-batch.js';
import type { Phase } from '../../domain/phase.js';
import { PHASES } from '../../domain/phase.js';
import { RTT_BOUNDS_US } from './attempt-counts.js';
import { BucketCounts } from './bucket-counts.js';
import type { LabelledBuckets } from './computed-metrics.js';
import { CountTable } from './count-table.js';
import type { MeasuredSeries } from './measured-series.js';
import { type SeriesLabels, seriesLabels } from './series-labels.js';

type ByPhase = Readonly<Record<Phase, BucketCounts>>;

/** Parts of attempts' time by series, since the daemon started; a part that no attempt had is absent. */
export class PhaseCounts {
  readonly #table = new CountTable<SeriesLabels, ByPhase>(() => ({
    connect: new BucketCounts(RTT_BOUNDS_US),
    tls: new BucketCounts(RTT_BOUNDS_US),
    query: new BucketCounts(RTT_BOUNDS_US),
  }));

  keepOnly(measured: MeasuredSeries): void {
    this.#table.keepOnly((labels) => measured.hasSeries(labels));
  }

  add({ phases: { row: rows, ...columns }, series, seriesIndex }: AttemptBatch): void {
    for (const [i, row] of rows.entries()) {
      const one = series[seriesIndex[row] ?? -1];
      const phases = one === undefined ? null : this.#table.of(seriesLabels(one));
      if (phases === null) continue;
      for (const phase of PHASES) {
        const us = columns[`${phase}Us`][i] ?? Number.NaN;
        if (!Number.isNaN(us)) phases[phase].add(us);
      }
    }
  }

  histograms(): readonly LabelledBuckets[] {
    return this.#table.rows().flatMap(({ labels, counts }) =>
      PHASES.filter((phase) => counts[phase].count > 0).map((phase) => ({
        labels: { ...labels, phase },
        buckets: counts[phase],
      })),
    );
  }
}
