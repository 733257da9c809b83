/**
 * The bucket layout of an HDR histogram with 3 significant digits: values up to 2047 µs have a
 * bucket each, then every doubling is cut into 1024 buckets, so a bucket is never wider than
 * 0.1 % of its values. The indices are those of HdrHistogram (lowest discernible value 1).
 */
const SUB_BUCKETS = 2048;
const HALF = SUB_BUCKETS / 2;
const HALF_BITS = 10;

export const MIN_RTT_US = 1;
export const MAX_RTT_US = 60_000_000;

/** Number of buckets that values up to `MAX_RTT_US` can fall into. */
export const BUCKET_COUNT = bucketOf(MAX_RTT_US) + 1;

/** The nearest whole number of microseconds within 1 µs … 60 s. Throws `RangeError` on NaN. */
export function clampRttUs(rttUs: number): number {
  if (Number.isNaN(rttUs)) throw new RangeError('recording a round-trip: microseconds are required, found NaN');
  return Math.min(MAX_RTT_US, Math.max(MIN_RTT_US, Math.round(rttUs)));
}

/** Index of the bucket that holds a whole number of microseconds (0 … 2^31 − 1). */
export function bucketOf(rttUs: number): number {
  const shift = shiftOfValue(rttUs);
  return shift * HALF + (rttUs >>> shift);
}

/** The smallest value of a bucket. */
export function lowestOf(bucket: number): number {
  const shift = shiftOfBucket(bucket);
  return (bucket - shift * HALF) * 2 ** shift;
}

/** The largest value a bucket can have come from: no RTT above `MAX_RTT_US` is ever recorded. */
export function highestOf(bucket: number): number {
  return Math.min(MAX_RTT_US, lowestOf(bucket) + 2 ** shiftOfBucket(bucket) - 1);
}

/** How many low bits of a value its bucket forgets. */
function shiftOfValue(rttUs: number): number {
  return Math.max(0, 31 - Math.clz32(rttUs) - HALF_BITS);
}

function shiftOfBucket(bucket: number): number {
  return bucket < SUB_BUCKETS ? 0 : Math.floor(bucket / HALF) - 1;
}
