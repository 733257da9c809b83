import type { SeriesRatio } from '../judge/slo/weigh.js';

/** What series did, by their ids. */
export type RatiosById = ReadonlyMap<number, SeriesRatio>;

/** What the series of each row did in the time that is weighed at once, as far as it is known. */
export class SeriesSums {
  readonly #rows = new Map<number, Map<number, SeriesRatio>>();

  copy(): SeriesSums {
    const copy = new SeriesSums();
    for (const [row, ratios] of this.#rows) copy.#rows.set(row, new Map(ratios));
    return copy;
  }

  clear(): void {
    this.#rows.clear();
  }

  add(row: number, ratios: RatiosById): void {
    const known = this.#rows.get(row) ?? new Map<number, SeriesRatio>();
    this.#rows.set(row, known);
    for (const [id, { series, good, valid }] of ratios) {
      const sum = known.get(id) ?? { good: 0, valid: 0 };
      known.set(id, { series, good: sum.good + good, valid: sum.valid + valid });
    }
  }

  /** By series id. */
  of(row: number): RatiosById {
    return this.#rows.get(row) ?? NONE;
  }
}

const NONE: RatiosById = new Map();
