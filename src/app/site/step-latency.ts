import type { Cell } from '../../domain/cell.js';
import type { LatencyPoint } from '../../domain/latency.js';
import { validCount } from '../../domain/outcome.js';
import { bandCounts } from '../../histogram/band-counts.js';
import { DenseHistogram } from '../../histogram/merge-histograms.js';
import { percentilesOf } from '../latency-point.js';
import { readable } from '../readable.js';
import { RTT_BANDS_US } from './rtt-bands.js';

/** How long the attempts of one step took. */
export interface StepLatency {
  readonly latency: Omit<LatencyPoint, 'time'>;
  /** In the order of `RTT_BANDS_US`. */
  readonly answeredByBand: readonly number[];
}

/** Adds up how long the attempts of some series took, one step at a time. */
export class StepLatencySums {
  readonly #step = new DenseHistogram();
  readonly #all = new DenseHistogram();
  #failed = 0;
  #allFailed = 0;

  add({ counts, answered }: Cell, tell: (fault: Error) => void): void {
    this.#failed += validCount(counts) - counts.answered;
    // Answers whose histogram cannot be read are no data: they stand in no percentile, and in no band.
    if (answered !== null) readable(() => this.#step.add(answered, counts.answered), undefined, tell);
  }

  /** What was added since the last call. */
  take(): StepLatency {
    const latency = percentilesOf(this.#step, this.#step.count + this.#failed);
    const answeredByBand = bandCounts(this.#step, RTT_BANDS_US);
    this.#all.merge(this.#step);
    this.#allFailed += this.#failed;
    this.#step.clear();
    this.#failed = 0;
    return { latency, answeredByBand };
  }

  /** All that was taken. */
  whole(): StepLatency['latency'] {
    return percentilesOf(this.#all, this.#all.count + this.#allFailed);
  }
}
