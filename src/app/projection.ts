import type { Cell } from '../domain/cell.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { ExclusionReason } from '../domain/operator-action.js';
import { OUTCOMES, repliedCount, validCount } from '../domain/outcome.js';
import { type SeriesRatio, weigh, type Weighed, weighedAtOnceMs } from '../judge/slo/weigh.js';
import type { Ratio } from '../judge/slo/sli.js';
import { answersWithin, type AnswersWithin } from './answers-within.js';
import { goodOf, needsTimes } from './cell-events.js';
import { FIRST_THRESHOLD, REPLIED, UNREADABLE_ANSWERS, VALID_ATTEMPTS } from './event-columns.js';
import { exclusionAt } from './exclusion-at.js';
import type { CountedSeries, SloTerm } from './counted-series.js';
import type { RatiosById } from './series-sums.js';
import type { SloIndex } from './slo-index.js';
import {
  addTo,
  CORRECTED,
  FIRST_OUTCOME,
  GOOD,
  IN_MAINTENANCE,
  newTallySums,
  TALLY_WIDTH,
  type TallySums,
  UNREADABLE,
  VALID,
} from './tally-sums.js';

/** What one step of time comes to. */
export interface StepTallies {
  readonly sums: TallySums;
  /** Of rows whose series are weighed by the minute, what a minute comes to; meaningless for a longer step. */
  readonly weighed: ReadonlyMap<number, Weighed>;
  /** Of rows that weigh more than a minute at once, what is to be weighed. */
  readonly unweighed: ReadonlyMap<number, RatiosById>;
}

/**
 * Turns cells into tallies of SLOs in two steps: cells are summed by series (each histogram decoded
 * once for the thresholds of all SLOs), then the series' sums are given to the SLOs that count them.
 */
export class Projection {
  readonly #index: SloIndex;
  readonly #width: number;
  readonly #facts: Float64Array;
  readonly #touched = new Set<number>();
  /** Given out again and again; `null`: each call gives new ones. */
  readonly #sums: TallySums | null;

  /** `isReused`: what a call gives is overwritten by the next. */
  constructor(index: SloIndex, { isReused = false } = {}) {
    this.#index = index;
    this.#sums = isReused ? newTallySums(index.rowCount) : null;
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
    OUTCOMES.forEach((outcome, i) => addTo(this.#facts, base + i, cell.counts[outcome]));
    addTo(this.#facts, base + VALID_ATTEMPTS, validCount(cell.counts));
    addTo(this.#facts, base + REPLIED, repliedCount(cell.counts));
    if (counted.thresholdsUs.length > 0)
      this.#addWithin(base, answersWithin(cell, counted.thresholdsUs, tell), counted);
    return slot;
  }

  /**
   * What everything added since the last call comes to, all of it out of one step: a minute, an hour or a day.
   *
   * @param fromMs start of the step, which no exclusion may begin or end within
   */
  take(fromMs: number): StepTallies {
    const sums = this.#sums?.fill(0) ?? newTallySums(this.#index.rowCount);
    const apart = new Map<number, Map<number, SeriesRatio>>();
    for (const slot of this.#touched) {
      const facts = this.#factsOf(slot);
      const counted = this.#index.counted[slot];
      for (const term of counted?.terms ?? []) {
        const { row } = term;
        addFacts(sums, facts, term);
        const ratio = eventsOf(facts, term);
        const reason = this.#excludes(row, fromMs);
        if (reason !== null) addTo(sums, row * TALLY_WIDTH + COLUMN_OF[reason], ratio.valid);
        else addAttempts(sums, row, ratio);
        if (reason === null && counted !== undefined && this.#isWeighed(row)) noteApart(apart, row, counted, ratio);
      }
      facts.fill(0);
    }
    this.#touched.clear();
    return { sums, ...this.#weigh(apart) };
  }

  #isWeighed(row: number): boolean {
    return (this.#index.judged[row]?.definition.weighing.kind ?? 'attempts') !== 'attempts';
  }

  /** What the series of each row come to together. */
  #weigh(apart: ReadonlyMap<number, RatiosById>): Pick<StepTallies, 'weighed' | 'unweighed'> {
    const [weighed, unweighed] = [new Map<number, Weighed>(), new Map<number, RatiosById>()];
    for (const [row, ratios] of apart) {
      const weighing = this.#index.judged[row]?.definition.weighing;
      if (weighing === undefined) continue;
      if (weighedAtOnceMs(weighing) > MINUTE_MS) unweighed.set(row, ratios);
      else weighed.set(row, weigh(weighing, this.#inOrder(ratios)));
    }
    return { weighed, unweighed };
  }

  /** In the order of the index: fractions are then added in one order, whatever the order of cells. */
  #inOrder(ratios: RatiosById): readonly SeriesRatio[] {
    const slotOf = (id: number): number => this.#index.slotOf(id) ?? -1;
    return [...ratios].sort(([a], [b]) => slotOf(a) - slotOf(b)).map(([, ratio]) => ratio);
  }

  #excludes(row: number, timeMs: number): ExclusionReason | null {
    const exclusions = this.#index.judged[row]?.exclusions ?? [];
    return exclusions.length === 0 ? null : (exclusionAt(exclusions, timeMs)?.reason ?? null);
  }

  #factsOf(slot: number): Float64Array {
    return this.#facts.subarray(slot * this.#width, (slot + 1) * this.#width);
  }

  #addWithin(base: number, { within, unreadable }: AnswersWithin, { thresholdsUs }: CountedSeries): void {
    thresholdsUs.forEach((_, i) => addTo(this.#facts, base + FIRST_THRESHOLD + i, within[i] ?? 0));
    addTo(this.#facts, base + UNREADABLE_ANSWERS, unreadable);
  }
}

const COLUMN_OF: Readonly<Record<ExclusionReason, number>> = { maintenance: IN_MAINTENANCE, correction: CORRECTED };

function noteApart(
  apart: Map<number, Map<number, SeriesRatio>>,
  row: number,
  { id, series }: CountedSeries,
  { good, valid }: Ratio,
): void {
  const ratios = apart.get(row);
  if (ratios === undefined) apart.set(row, new Map([[id, { series, good, valid }]]));
  else ratios.set(id, { series, good, valid });
}

function addAttempts(sums: TallySums, row: number, { good, valid }: Ratio): void {
  addTo(sums, row * TALLY_WIDTH + GOOD, good);
  addTo(sums, row * TALLY_WIDTH + VALID, valid);
}

/** An answer of which it is not known how long it took is no event where that matters: neither good nor bad. */
function eventsOf(facts: Float64Array, term: SloTerm): Ratio {
  const valid = (facts[term.total] ?? 0) - (term.total < FIRST_THRESHOLD ? unreadableIn(facts, term) : 0);
  const said = term.countsBad ? term.bad : term.good;
  return { good: goodOf(term, valid, said === null ? 0 : (facts[said] ?? 0)), valid };
}

/** What is told of the series whether it counts or not. */
function addFacts(sums: TallySums, facts: Float64Array, term: SloTerm): void {
  const start = term.row * TALLY_WIDTH;
  for (let i = 0; i < OUTCOMES.length; i++) addTo(sums, start + FIRST_OUTCOME + i, facts[i] ?? 0);
  addTo(sums, start + UNREADABLE, unreadableIn(facts, term));
}

function unreadableIn(facts: Float64Array, term: SloTerm): number {
  return needsTimes(term) ? (facts[UNREADABLE_ANSWERS] ?? 0) : 0;
}
