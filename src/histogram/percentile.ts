import { highestOf } from './bucket-layout.js';
import type { RttCounts } from './rtt-counts.js';

/**
 * A percentile over all valid attempts, failures lying above every RTT (docs/reference/outcomes.md): with 5 %
 * timeouts there is no p99.
 *
 * @param answered RTTs of the answered attempts
 * @param quantile 0 … 1
 * @param valid number of valid attempts, answered or not
 * @returns microseconds, the highest value of the bucket that holds the rank; `null` without valid
 *   attempts and where the rank lies among the failures
 */
export function percentileUs(answered: RttCounts, quantile: number, valid: number): number | null {
  if (valid === 0) return null;
  const rank = Math.max(1, ceilOfProduct(quantile, valid));
  if (rank > answered.count) return null;
  let sum = 0;
  for (const bucket of answered.sortedBuckets()) {
    sum += answered.countIn(bucket);
    if (sum >= rank) return highestOf(bucket);
  }
  return null;
}

/** 0.07 × 100 is 7.000000000000001 in binary: a rank must not rise by one for that. */
function ceilOfProduct(quantile: number, valid: number): number {
  const product = quantile * valid;
  const nearest = Math.round(product);
  return Math.abs(product - nearest) <= product * 4 * Number.EPSILON ? nearest : Math.ceil(product);
}
