import { bucketOf } from './bucket-layout.js';
import type { RttCounts } from './rtt-counts.js';

/**
 * How many round-trips lie in each band, in one pass. A band reaches from above the bound before it up to
 * its own, all of the bucket that holds the bound included, as with thresholds.
 *
 * @param boundsUs upper bounds in rising order, microseconds; what lies above the last is in the last band
 */
export function bandCounts(histogram: RttCounts, boundsUs: readonly number[]): readonly number[] {
  const lastBuckets = boundsUs.map(bucketOf);
  const counts = boundsUs.map(() => 0);
  let band = 0;
  for (const bucket of histogram.sortedBuckets()) {
    while (band < counts.length - 1 && bucket > (lastBuckets[band] ?? Infinity)) band++;
    counts[band] = (counts[band] ?? 0) + histogram.countIn(bucket);
  }
  return counts;
}
