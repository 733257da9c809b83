import { floorTo } from '../domain/clock.js';
import type { Ratio } from '../judge/slo/sli.js';
import { weigh } from '../judge/slo/weigh.js';
import type { StepTallies } from './projection.js';
import { SeriesSums } from './series-sums.js';
import { type SliceGroup, unitsOfSlice } from './slice-groups.js';
import type { SloIndex } from './slo-index.js';
import { attemptsOf } from './tally-sums.js';
import { addUnits, newUnitSums, type Units, type UnitSums, unitsOf, votesOf } from './unit-sums.js';

/** The slice of each row of a group that is under way, as far as it is known. */
export class OpenSlices {
  readonly group: SliceGroup;
  readonly #index: SloIndex;
  readonly #sums: UnitSums;
  /** Of rows that weigh a slice when it is counted, what its series did. */
  #unweighed = new SeriesSums();
  #startMs: number;

  /** Slices with nothing in them yet, of which `timeMs` is in one. */
  constructor(index: SloIndex, group: SliceGroup, timeMs: number) {
    this.group = group;
    this.#index = index;
    this.#sums = newUnitSums(index.rowCount);
    this.#startMs = floorTo(timeMs, group.widthMs);
  }

  copy(): OpenSlices {
    const copy = new OpenSlices(this.#index, this.group, this.#startMs);
    copy.#sums.set(this.#sums);
    copy.#unweighed = this.#unweighed.copy();
    return copy;
  }

  get startMs(): number {
    return this.#startMs;
  }

  /** Begins the slices that hold `timeMs`, unless they are the ones under way. */
  moveTo(timeMs: number): void {
    const startMs = floorTo(timeMs, this.group.widthMs);
    if (startMs === this.#startMs) return;
    this.#startMs = startMs;
    this.#sums.fill(0);
    this.#unweighed.clear();
  }

  /** Adds a step of time that lies in the slices under way. */
  add(step: StepTallies): void {
    for (const row of this.group.rows) {
      const unweighed = step.unweighed.get(row);
      if (unweighed === undefined) addUnits(this.#sums, row, stepRatio(step, row));
      else this.#unweighed.add(row, unweighed);
    }
  }

  /** Adds `sign` times what the slices under way count for. */
  addUnitsTo(units: UnitSums, sign: 1 | -1 = 1): void {
    for (const row of this.group.rows) {
      const counted = this.units(row);
      if (counted !== null) addUnits(units, row, counted, sign);
    }
  }

  /** What the slice of a row counts for as far as it has come; `null`: nothing. */
  units(row: number): Units | null {
    const definition = this.#index.judged[row]?.definition;
    if (definition === undefined) return null;
    const unweighed = this.#unweighed.of(row);
    const slice = unweighed.size === 0 ? unitsOf(this.#sums, row) : weigh(definition.weighing, [...unweighed.values()]);
    const counted = unitsOfSlice(definition, slice);
    if (definition.weighing.kind !== 'quorum') return counted;
    const { inconclusive } = votesOf(this.#sums, row);
    return { ...(counted ?? NOTHING), votes: slice.valid + inconclusive, inconclusive };
  }
}

const NOTHING: Ratio = { good: 0, valid: 0 };

/** What a step comes to in a row: series weighed where the row weighs them, else attempts. */
function stepRatio({ sums, weighed }: StepTallies, row: number): Units {
  return weighed.get(row) ?? attemptsOf(sums, row);
}
