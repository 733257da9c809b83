import { bucketOf, MAX_RTT_US } from './bucket-layout.js';
import { readBuckets } from './histogram-bytes.js';

/**
 * How many round-trips of a stored histogram took up to each threshold, in one pass and without
 * making a histogram of it. A bucket counts as soon as its lowest value is not above the
 * threshold, so the bucket that holds the threshold is included.
 *
 * @param thresholdsUs in rising order, microseconds
 * @returns as many counts as thresholds
 * @throws `HistogramError` on corrupt bytes
 */
export function countUpToEach(bytes: Uint8Array, thresholdsUs: readonly number[]): number[] {
  // The last bucket that counts: comparing indices spares a decoding of each bucket's values.
  const lastBuckets = thresholdsUs.map((thresholdUs) => bucketOf(Math.min(MAX_RTT_US, Math.floor(thresholdUs))));
  const { length, buckets, counts } = readBuckets(bytes);
  const sums: number[] = [];
  let index = 0;
  let sum = 0;
  for (const last of lastBuckets) {
    for (; index < length && (buckets[index] ?? 0) <= last; index++) sum += counts[index] ?? 0;
    sums.push(sum);
  }
  return sums;
}

/** How many round-trips a stored histogram holds. Throws `HistogramError` on corrupt bytes. */
export function totalCount(bytes: Uint8Array): number {
  return countUpToEach(bytes, [Infinity])[0] ?? 0;
}
