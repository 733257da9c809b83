// Whole microseconds, counted: memory does not grow with what is measured, quantiles are exact.

/** Longer times are counted as this long. */
const LONGEST_US = 500_000;

export class CountTable {
  #counts = new Uint32Array(LONGEST_US + 1);
  total = 0;

  add(us) {
    this.#counts[Math.min(LONGEST_US, Math.max(0, Math.round(us)))]++;
    this.total++;
  }

  addAll(values) {
    for (const us of values) this.add(us);
    return this;
  }

  addTable(other) {
    other.#counts.forEach((count, us) => (this.#counts[us] += count));
    this.total += other.total;
    return this;
  }

  /** The least value that at least a share `q` of all does not exceed; `null` of nothing. */
  quantile(q) {
    if (this.total === 0) return null;
    let left = Math.max(1, Math.ceil(q * this.total));
    for (let us = 0; us <= LONGEST_US; us++) {
      left -= this.#counts[us];
      if (left <= 0) return us;
    }
    return LONGEST_US;
  }

  /** What every table of results shows. */
  summary() {
    return {
      count: this.total,
      p50: this.quantile(0.5),
      p90: this.quantile(0.9),
      p99: this.quantile(0.99),
      p999: this.quantile(0.999),
      max: this.quantile(1),
    };
  }

  /** Values at evenly spaced shares from 0 to 1, for a plot of the distribution. */
  curve(points = 100) {
    return Array.from({ length: points + 1 }, (_, i) => this.quantile(i / points));
  }

  /** Fit to be sent between processes; `CountTable.from` reads it. */
  toPairs() {
    const pairs = [];
    this.#counts.forEach((count, us) => count > 0 && pairs.push([us, count]));
    return pairs;
  }

  static from(pairs) {
    const table = new CountTable();
    for (const [us, count] of pairs) {
      table.#counts[us] += count;
      table.total += count;
    }
    return table;
  }
}
