import type { Phase } from '../domain/phase.js';
import { isoTime } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { LatencyPoint } from '../domain/latency.js';
import { validCount } from '../domain/outcome.js';
import type { TimeWindow } from '../domain/window.js';
import { DenseHistogram } from '../histogram/merge-histograms.js';
import { percentileUs } from '../histogram/percentile.js';
import type { RttCounts } from '../histogram/rtt-counts.js';
import { readable } from './readable.js';
import { scanWindow } from './scan-window.js';

/** Of which attempts' times: all valid ones' RTTs, or one phase of those that had it. */
export interface LatencyOf {
  readonly seriesIds: readonly number[];
  /** `null`: the whole. */
  readonly phase: Phase | null;
}

/**
 * Percentiles over one window of whole minutes, from the coarsest cells that fit: of RTTs over all
 * valid attempts, failures lying above every RTT; of a phase over the attempts that had it.
 *
 * @param scratch a histogram to sum into, to spare its memory when many points are made
 */
export async function latencyPoint(
  history: HistoryReader,
  { seriesIds, phase }: LatencyOf,
  window: TimeWindow,
  scratch: DenseHistogram = new DenseHistogram(),
): Promise<LatencyPoint> {
  scratch.clear();
  let failed = 0;
  await scanWindow(history, seriesIds, window, ({ counts, answered, phases }, tell) => {
    failed += validCount(counts) - counts.answered;
    const bytes = phase === null ? answered : phases?.[phase];
    const atMost = phase === null ? counts.answered : Infinity;
    if (bytes != null) readable(() => scratch.add(bytes, atMost), undefined, tell);
  });
  // Answers whose histogram cannot be read are no data: they stand in no percentile, and in no count.
  return pointOf(window.fromMs, scratch, scratch.count + (phase === null ? failed : 0));
}

function pointOf(fromMs: number, histogram: RttCounts, count: number): LatencyPoint {
  return { time: isoTime(fromMs), ...percentilesOf(histogram, count) };
}

/** @param count of what failures are among too; of a phase, the attempts that had it */
export function percentilesOf(histogram: RttCounts, count: number): Omit<LatencyPoint, 'time'> {
  return {
    count,
    p50Us: percentileUs(histogram, 0.5, count),
    p90Us: percentileUs(histogram, 0.9, count),
    p99Us: percentileUs(histogram, 0.99, count),
    maxUs: histogram.maxUs,
  };
}
