import type { TimeWindow } from '../domain/window.js';
import type { Ratio } from '../judge/slo/sli.js';
import type { Votes } from '../judge/slo/votes.js';
import type { KeptWindow } from './kept-window.js';
import type { StepTallies } from './projection.js';
import type { SloIndex } from './slo-index.js';
import { addTallySums, attemptsOf, newTallySums, type TallySums } from './tally-sums.js';
import { newUnitSums, type UnitSums, unitsOf, votesOf } from './unit-sums.js';

/** A window to be read. */
export interface WantedSums {
  /** Whole minutes. */
  readonly window: TimeWindow;
  /** Where the first slice of such a width may begin. */
  sliceFromMs(widthMs: number): number;
  readonly sums: WindowSums;
}

/** All that a window which ends at `toMs` holds. */
export function wantedOf(window: KeptWindow, toMs: number, sums: WindowSums): WantedSums {
  const sliceFromMs = (widthMs: number): number => window.startAt(toMs, widthMs);
  return { window: { fromMs: window.startAt(toMs), toMs }, sliceFromMs, sums };
}

/** What all rows come to over one window: attempts, and slices of those that count slices. */
export class WindowSums {
  readonly tallies: TallySums;
  readonly units: UnitSums;
  readonly #index: SloIndex;

  constructor(index: SloIndex) {
    this.#index = index;
    this.tallies = newTallySums(index.rowCount);
    this.units = newUnitSums(index.sliceGroups.length === 0 ? 0 : index.rowCount);
  }

  copy(): WindowSums {
    const copy = new WindowSums(this.#index);
    copy.tallies.set(this.tallies);
    copy.units.set(this.units);
    return copy;
  }

  add({ sums }: StepTallies, sign: 1 | -1 = 1): void {
    addTallySums(this.tallies, sums, sign);
  }

  clear(): void {
    this.tallies.fill(0);
    this.units.fill(0);
  }

  /** Where vantages vote, how they did; else `null`. */
  votes(row: number): Votes | null {
    const weighing = this.#index.judged[row]?.definition.weighing;
    return weighing?.kind === 'quorum' ? votesOf(this.units, row) : null;
  }

  /** What counts in a row, in its own units: attempts, or slices. */
  ratio(row: number): Ratio {
    return this.#index.countsSlices(row) ? unitsOf(this.units, row) : attemptsOf(this.tallies, row);
  }
}
