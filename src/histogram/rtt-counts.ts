/** Counts of round-trips by bucket, however they are held. */
export interface RttCounts {
  /** How many round-trips were recorded. */
  readonly count: number;
  /** The largest value of the slowest round-trip's bucket, in microseconds; `null` when empty. */
  readonly maxUs: number | null;
  /** Buckets that are not empty, in rising order. */
  sortedBuckets(): readonly number[];
  countIn(bucket: number): number;
}
