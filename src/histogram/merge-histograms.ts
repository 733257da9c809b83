import { BUCKET_COUNT, highestOf } from './bucket-layout.js';
import { refuseMore } from './errors.js';
import { encodeBuckets, readBuckets } from './histogram-bytes.js';
import type { RttCounts } from './rtt-counts.js';
import { RttHistogram } from './rtt-histogram.js';

/** The sum of many stored histograms. Throws `HistogramError` on corrupt bytes. */
export function mergeHistograms(histograms: Iterable<Uint8Array>): RttHistogram {
  const dense = new DenseHistogram();
  for (const bytes of histograms) dense.add(bytes);
  return dense.toHistogram();
}

/**
 * A histogram with one number for each bucket (140 KB), for adding up thousands of stored ones;
 * `clear()` makes it ready for the next sum at the cost of the buckets used.
 */
export class DenseHistogram implements RttCounts {
  readonly #counts = new Float64Array(BUCKET_COUNT);
  #count = 0;
  #first = BUCKET_COUNT;
  #last = -1;
  /** `null` after something came. */
  #sorted: readonly number[] | null = null;

  /** How many round-trips were added. */
  get count(): number {
    return this.#count;
  }

  /** Adds stored bytes, of at most `atMost` round-trips. On a `HistogramError` nothing is added. */
  add(bytes: Uint8Array, atMost = Infinity): void {
    const { length, buckets, counts } = readBuckets(bytes);
    let total = 0;
    for (let i = 0; i < length; i++) total += counts[i] ?? 0;
    // Beyond that sums are not exact.
    refuseMore(total, Math.min(atMost, Number.MAX_SAFE_INTEGER - this.#count));
    for (let i = 0; i < length; i++) this.#addToBucket(buckets[i] ?? 0, counts[i] ?? 0);
  }

  /** Adds all of another histogram. */
  merge(other: RttCounts): void {
    for (const bucket of other.sortedBuckets()) this.#addToBucket(bucket, other.countIn(bucket));
  }

  get maxUs(): number | null {
    return this.#last < 0 ? null : highestOf(this.#last);
  }

  sortedBuckets(): readonly number[] {
    this.#sorted ??= this.#buckets();
    return this.#sorted;
  }

  countIn(bucket: number): number {
    return this.#counts[bucket] ?? 0;
  }

  clear(): void {
    this.#sorted = null;
    this.#counts.fill(0, this.#first, this.#last + 1);
    this.#count = 0;
    this.#first = BUCKET_COUNT;
    this.#last = -1;
  }

  toBytes(): Uint8Array {
    const buckets = this.sortedBuckets();
    return encodeBuckets(
      buckets,
      buckets.map((bucket) => this.#counts[bucket] ?? 0),
    );
  }

  toHistogram(): RttHistogram {
    const histogram = new RttHistogram();
    for (const bucket of this.sortedBuckets()) histogram.addToBucket(bucket, this.#counts[bucket] ?? 0);
    return histogram;
  }

  #addToBucket(bucket: number, count: number): void {
    this.#sorted = null;
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count;
    this.#count += count;
    if (bucket < this.#first) this.#first = bucket;
    if (bucket > this.#last) this.#last = bucket;
  }

  #buckets(): number[] {
    const buckets: number[] = [];
    for (let bucket = this.#first; bucket <= this.#last; bucket++) if (this.#counts[bucket] !== 0) buckets.push(bucket);
    return buckets;
  }
}
