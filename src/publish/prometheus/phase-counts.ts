import type { AttemptBatch, Phase } from '../../domain/attempt-batch.js';
import { PHASES } from '../../domain/attempt-batch.js';
import type { Series } from '../../domain/series.js';
import { seriesKey } from '../../domain/series.js';
import { RTT_BOUNDS_US } from './attempt-counts.js';
import { BucketCounts } from './bucket-counts.js';
import type { LabelledBuckets } from './computed-metrics.js';

type ByPhase = Readonly<Record<Phase, BucketCounts>>;

/** Parts of attempts' time by series, since the daemon started; a part that no attempt had is absent. */
export class PhaseCounts {
  readonly #bySeries = new Map<string, { readonly series: Series; readonly phases: ByPhase }>();

  add({ phases: { row: rows, ...columns }, series, seriesIndex }: AttemptBatch): void {
    for (const [i, row] of rows.entries()) {
      const one = series[seriesIndex[row] ?? -1];
      if (one === undefined) continue;
      const phases = this.#of(one);
      for (const phase of PHASES) {
        const us = columns[`${phase}Us`][i] ?? Number.NaN;
        if (!Number.isNaN(us)) phases[phase].add(us);
      }
    }
  }

  histograms(): readonly LabelledBuckets[] {
    return [...this.#bySeries.values()].flatMap(({ series, phases }) =>
      PHASES.filter((phase) => phases[phase].count > 0).map((phase) => ({
        labels: { ...series, phase },
        buckets: phases[phase],
      })),
    );
  }

  #of({ vantage, probe, resolver, query }: Series): ByPhase {
    const series = { vantage, probe, resolver, query };
    const key = seriesKey(series);
    const known = this.#bySeries.get(key);
    if (known !== undefined) return known.phases;
    const counts = (): BucketCounts => new BucketCounts(RTT_BOUNDS_US);
    const phases = { connect: counts(), tls: counts(), query: counts() };
    this.#bySeries.set(key, { series, phases });
    return phases;
  }
}
