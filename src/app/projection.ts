import type { Cell } from '../domain/cell.js';
import { OUTCOMES, repliedCount, validCount } from '../domain/outcome.js';
import { answersWithin, type AnswersWithin } from './answers-within.js';
import { FIRST_THRESHOLD, REPLIED, UNREADABLE_ANSWERS, VALID_ATTEMPTS } from './event-columns.js';
import type { CountedSeries, SloIndex, SloTerm } from './slo-index.js';
import { FIRST_OUTCOME, GOOD, TALLY_WIDTH, type TallySums, UNREADABLE, VALID, newTallySums } from './tally-sums.js';

/**
 * Turns cells into tallies of SLOs in two steps: cells are summed by series (each histogram decoded
 * once for the thresholds of all SLOs), then the series' sums are given to the SLOs that count them.
 */
export class Projection {
  readonly #index: SloIndex;
  readonly #width: number;
  readonly #facts: Float64Array;
  readonly #touched = new Set<number>();

  constructor(index: SloIndex) {
    this.#index = index;
    this.#width = FIRST_THRESHOLD + Math.max(0, ...index.counted.map(({ thresholdsUs }) => thresholdsUs.length));
    this.#facts = new Float64Array(index.counted.length * this.#width);
  }

  /**
   * Adds a cell; returns the position of its series in the index, `undefined` if no SLO counts it.
   * @param tell what of the cell cannot be read: it counts as no data
   */
  add(cell: Cell, tell: (fault: Error) => void): number | undefined {
    const slot = this.#index.slotOf(cell.seriesId);
    const counted = slot === undefined ? undefined : this.#index.counted[slot];
    if (slot === undefined || counted === undefined) return undefined;
    this.#touched.add(slot);
    const base = slot * this.#width;
    OUTCOMES.forEach((outcome, i) => this.#addTo(base + i, cell.counts[outcome]));
    this.#addTo(base + VALID_ATTEMPTS, validCount(cell.counts));
    this.#addTo(base + REPLIED, repliedCount(cell.counts));
    if (counted.thresholdsUs.length > 0)
      this.#addWithin(base, answersWithin(cell, counted.thresholdsUs, tell), counted);
    return slot;
  }

  /** The tallies of everything added since the last call. */
  take(): TallySums {
    const sums = newTallySums(this.#index.rowCount);
    for (const slot of this.#touched) {
      const facts = this.#facts.subarray(slot * this.#width, (slot + 1) * this.#width);
      for (const term of this.#index.counted[slot]?.terms ?? []) addTerm(sums, facts, term);
      facts.fill(0);
    }
    this.#touched.clear();
    return sums;
  }

  #addWithin(base: number, { within, unreadable }: AnswersWithin, { thresholdsUs }: CountedSeries): void {
    thresholdsUs.forEach((_, i) => this.#addTo(base + FIRST_THRESHOLD + i, within[i] ?? 0));
    this.#addTo(base + UNREADABLE_ANSWERS, unreadable);
  }

  #addTo(position: number, count: number): void {
    this.#facts[position] = (this.#facts[position] ?? 0) + count;
  }
}

/** An answer of which it is not known how long it took is no event where that matters: neither good nor bad. */
function addTerm(sums: TallySums, facts: Float64Array, term: SloTerm): void {
  const row = term.slo * TALLY_WIDTH;
  const unreadable = needsHistograms(term) ? (facts[UNREADABLE_ANSWERS] ?? 0) : 0;
  const total = (facts[term.total] ?? 0) - (term.total < FIRST_THRESHOLD ? unreadable : 0);
  sums[row + VALID] = (sums[row + VALID] ?? 0) + total;
  sums[row + GOOD] = (sums[row + GOOD] ?? 0) + goodEvents(facts, term, total);
  sums[row + UNREADABLE] = (sums[row + UNREADABLE] ?? 0) + unreadable;
  for (let i = 0; i < OUTCOMES.length; i++) {
    sums[row + FIRST_OUTCOME + i] = (sums[row + FIRST_OUTCOME + i] ?? 0) + (facts[i] ?? 0);
  }
}

function needsHistograms({ good, bad, total }: SloTerm): boolean {
  return [good, bad, total].some((column) => column !== null && column >= FIRST_THRESHOLD);
}

/** An event outside the total is neither good nor bad. */
function goodEvents(facts: Float64Array, { good, bad, countsBad }: SloTerm, total: number): number {
  if (countsBad) return Math.max(0, total - (bad === null ? 0 : (facts[bad] ?? 0)));
  return Math.min(total, good === null ? 0 : (facts[good] ?? 0));
}
