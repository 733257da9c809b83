/** 2^(2^-5): each bucket is 2.2 % wider than the one before. */
export const EXPONENTIAL_SCALE = 5;

const BUCKETS_PER_DOUBLING = 2 ** EXPONENTIAL_SCALE;

/**
 * Positive observations counted in buckets that grow by a constant factor, as a base-2 exponential histogram does
 * (OpenTelemetry, Metrics Data Model, "ExponentialHistogram"): bucket i holds (base^i, base^(i+1)].
 */
export class ExponentialCounts {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #min: number | null = null;
  #max: number | null = null;

  /** @param value above 0 */
  add(value: number): void {
    const index = bucketOf(value);
    this.#counts.set(index, (this.#counts.get(index) ?? 0) + 1);
    this.#count++;
    this.#sum += value;
    this.#min = this.#min === null ? value : Math.min(this.#min, value);
    this.#max = this.#max === null ? value : Math.max(this.#max, value);
  }

  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** `null`: there was nothing yet. */
  get min(): number | null {
    return this.#min;
  }

  get max(): number | null {
    return this.#max;
  }

  /** The counts of all buckets from the first that holds something to the last, and which the first is. */
  buckets(): { readonly offset: number; readonly counts: readonly number[] } {
    if (this.#counts.size === 0) return { offset: 0, counts: [] };
    const indexes = [...this.#counts.keys()];
    const [first, last] = [Math.min(...indexes), Math.max(...indexes)];
    return {
      offset: first,
      counts: Array.from({ length: last - first + 1 }, (_, i) => this.#counts.get(first + i) ?? 0),
    };
  }
}

/** Bounds are inclusive above, which rounding of the logarithm must not change. */
function bucketOf(value: number): number {
  const guess = Math.ceil(Math.log2(value) * BUCKETS_PER_DOUBLING) - 1;
  if (value > boundAbove(guess)) return guess + 1;
  return value <= boundAbove(guess - 1) ? guess - 1 : guess;
}

function boundAbove(index: number): number {
  return 2 ** ((index + 1) / BUCKETS_PER_DOUBLING);
}
