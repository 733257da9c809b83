import { isoTime } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { LatencyPoint } from '../domain/latency.js';
import { validCount } from '../domain/outcome.js';
import type { TimeWindow } from '../domain/window.js';
import { DenseHistogram } from '../histogram/merge-histograms.js';
import { percentileUs } from '../histogram/percentile.js';
import { scanWindow } from './scan-window.js';

/**
 * Percentiles of some series over one window of whole minutes, from the coarsest cells that fit.
 *
 * @param scratch a histogram to sum into, to spare its memory when many points are made
 */
export async function latencyPoint(
  history: HistoryReader,
  seriesIds: readonly number[],
  window: TimeWindow,
  scratch: DenseHistogram = new DenseHistogram(),
): Promise<LatencyPoint> {
  scratch.clear();
  let count = 0;
  await scanWindow(history, seriesIds, window, (cell) => {
    count += validCount(cell.counts);
    if (cell.answered !== null) scratch.add(cell.answered);
  });
  const histogram = scratch.toHistogram();
  return {
    time: isoTime(window.fromMs),
    count,
    p50Us: percentileUs(histogram, 0.5, count),
    p90Us: percentileUs(histogram, 0.9, count),
    p99Us: percentileUs(histogram, 0.99, count),
    maxUs: histogram.maxUs,
  };
}
