import { bucketOf, clampRttUs, highestOf } from './bucket-layout.js';
import { refuseMore } from './errors.js';
import { encodeBuckets, readBuckets } from './histogram-bytes.js';
import type { RttCounts } from './rtt-counts.js';

/**
 * Counts of round-trip times, 1 µs … 60 s with 3 significant digits, in the bucket layout of an
 * HDR histogram. Sparse: an open minute holds a few dozen buckets of 17,192.
 */
export class RttHistogram implements RttCounts {
  readonly #counts = new Map<number, number>();
  #count = 0;
  /** Buckets in rising order; `null` after a new one came. */
  #sorted: readonly number[] | null = null;

  /** Reads what `toBytes()` wrote, of at most `atMost` round-trips. Throws `HistogramError` on anything else. */
  static fromBytes(bytes: Uint8Array, atMost = Infinity): RttHistogram {
    const histogram = new RttHistogram();
    histogram.merge(bytes);
    refuseMore(histogram.count, atMost);
    return histogram;
  }

  /** Adds `count` round-trips of `rttUs` microseconds, clamped to 1 µs … 60 s and rounded. */
  record(rttUs: number, count = 1): void {
    this.addToBucket(bucketOf(clampRttUs(rttUs)), count);
  }

  /** Adds all of another histogram, or of its bytes; on a `HistogramError` nothing is added. */
  merge(other: Uint8Array | RttHistogram): void {
    const source = other instanceof RttHistogram ? other : decoded(other);
    for (const [bucket, count] of [...source.#counts]) this.addToBucket(bucket, count);
  }

  /** How many round-trips were recorded. */
  get count(): number {
    return this.#count;
  }

  /** The largest value of the slowest round-trip's bucket, in microseconds; `null` when empty. */
  get maxUs(): number | null {
    const last = this.sortedBuckets().at(-1);
    return last === undefined ? null : highestOf(last);
  }

  /** How many round-trips took up to `thresholdUs`, all of the bucket that holds it included. */
  countUpTo(thresholdUs: number): number {
    if (thresholdUs < 0) return 0;
    const last = bucketOf(Math.min(Math.floor(thresholdUs), 2 ** 31 - 1));
    let sum = 0;
    for (const [bucket, count] of this.#counts) if (bucket <= last) sum += count;
    return sum;
  }

  /** The compact bytes that are stored; see `histogram-bytes.ts`. */
  toBytes(): Uint8Array {
    const buckets = this.sortedBuckets();
    return encodeBuckets(
      buckets,
      buckets.map((bucket) => this.countIn(bucket)),
    );
  }

  /** Buckets that are not empty, in rising order. */
  sortedBuckets(): readonly number[] {
    this.#sorted ??= [...this.#counts.keys()].sort((a, b) => a - b);
    return this.#sorted;
  }

  countIn(bucket: number): number {
    return this.#counts.get(bucket) ?? 0;
  }

  addToBucket(bucket: number, count: number): void {
    if (count === 0) return;
    const before = this.#counts.get(bucket);
    if (before === undefined) this.#sorted = null;
    this.#counts.set(bucket, (before ?? 0) + count);
    this.#count += count;
  }
}

/** Decoded apart from the histogram it is merged into, which corrupt bytes must not half change. */
function decoded(bytes: Uint8Array): RttHistogram {
  const histogram = new RttHistogram();
  const { length, buckets, counts } = readBuckets(bytes);
  for (let i = 0; i < length; i++) histogram.addToBucket(buckets[i] ?? 0, counts[i] ?? 0);
  return histogram;
}
