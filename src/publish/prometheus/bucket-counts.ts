/** Observations counted by bucket, as a Prometheus histogram adds them up. Adding one costs a few comparisons. */
export class BucketCounts {
  readonly bounds: readonly number[];
  /** Not cumulative; the last one holds what lies above every bound. */
  readonly #counts: Float64Array;
  #sum = 0;
  #count = 0;

  /** `bounds` are inclusive upper bounds in the unit of the observations, rising. */
  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  add(value: number): void {
    let index = 0;
    while (index < this.bounds.length && value > (this.bounds[index] ?? Infinity)) index++;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += value;
    this.#count++;
  }

  /** How many were added. */
  get count(): number {
    return this.#count;
  }

  get sum(): number {
    return this.#sum;
  }

  /** How many observations lie in each bucket, the last one above every bound. */
  counts(): readonly number[] {
    return [...this.#counts];
  }

  /** How many observations are at most each bound, then how many there are in all. */
  cumulative(): readonly number[] {
    let total = 0;
    return Array.from(this.#counts, (count) => (total += count));
  }
}
