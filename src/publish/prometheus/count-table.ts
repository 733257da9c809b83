import type { Labels } from './computed-metrics.js';

export interface CountRow<L extends Labels, C> {
  readonly labels: L;
  readonly counts: C;
}

/**
 * Counts by labels, since the daemon started, of what is measured. What leaves the plan leaves the
 * table; attempts of it that were still under way then are counted no more, since one of them would
 * bring a series back that never ends.
 */
export class CountTable<L extends Labels, C> {
  readonly #rows = new Map<string, CountRow<L, C>>();
  readonly #start: () => C;
  #isMeasured: (labels: L) => boolean = () => true;

  /** `start` makes the counts of a new row. Until `keepOnly()` is called everything is counted. */
  constructor(start: () => C) {
    this.#start = start;
  }

  /** From now on only these are counted. Rows that stay keep their counts. */
  keepOnly(isMeasured: (labels: L) => boolean): void {
    this.#isMeasured = isMeasured;
    for (const [key, { labels }] of this.#rows) if (!isMeasured(labels)) this.#rows.delete(key);
  }

  /** The counts to add to, beginning from nothing; `null` for what is not measured. Labels are to come in one order. */
  of(labels: L): C | null {
    // No name may hold the separator.
    const key = Object.values(labels).join('\u001f');
    const known = this.#rows.get(key);
    if (known !== undefined) return known.counts;
    if (!this.#isMeasured(labels)) return null;
    const row = { labels, counts: this.#start() };
    this.#rows.set(key, row);
    return row.counts;
  }

  rows(): readonly CountRow<L, C>[] {
    return [...this.#rows.values()];
  }
}
