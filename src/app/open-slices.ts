import { floorTo } from '../domain/clock.js';
import type { Ratio } from '../judge/slo/sli.js';
import type { StepTallies } from './projection.js';
import { type SliceGroup, unitsOfSlice } from './slice-groups.js';
import type { SloIndex } from './slo-index.js';
import { attemptsOf } from './tally-sums.js';
import { addUnits, newUnitSums, type UnitSums, unitsOf } from './unit-sums.js';

/** The slice of each row of a group that is under way, as far as it is known. */
export class OpenSlices {
  readonly group: SliceGroup;
  readonly #index: SloIndex;
  readonly #sums: UnitSums;
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
  }

  /** Adds a step of time that lies in the slices under way. */
  add(step: StepTallies): void {
    for (const row of this.group.rows) addUnits(this.#sums, row, stepRatio(step, row));
  }

  /** Adds `sign` times what the slices under way count for. */
  addUnitsTo(units: UnitSums, sign: 1 | -1 = 1): void {
    for (const row of this.group.rows) {
      const definition = this.#index.judged[row]?.definition;
      const counted = definition && unitsOfSlice(definition, unitsOf(this.#sums, row));
      if (counted) addUnits(units, row, counted, sign);
    }
  }
}

/** What a step comes to in a row: series weighed where the row weighs them, else attempts. */
function stepRatio({ sums, weighed }: StepTallies, row: number): Ratio {
  return weighed.get(row) ?? attemptsOf(sums, row);
}
