import type { LatencyPoint } from '../../domain/latency.js';
import { formatRtt } from './format-rtt.js';
import { type Percentile, percentileUs } from './latency-chart-geometry.js';
import type { PageContext } from './page-context.js';

/** A percentile of a stretch that has data, in words. */
export function rttWords(point: LatencyPoint, percentile: Percentile, { text }: PageContext): string {
  const us = percentileUs(point, percentile);
  return us === null ? text.beyondTimeout : formatRtt(us);
}
