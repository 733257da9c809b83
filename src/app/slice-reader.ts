import { ceilTo, floorTo } from '../domain/clock.js';
import type { TimeWindow } from '../domain/window.js';
import { OpenSlices } from './open-slices.js';
import type { StepTallies } from './projection.js';
import type { SliceGroup } from './slice-groups.js';
import type { SloIndex } from './slo-index.js';
import type { WantedSums } from './window-sums.js';

/** Puts steps of time together to the slices of one group, and adds those that are over to the windows they begin in. */
export class SliceReader {
  readonly group: SliceGroup;
  /** The time that must be read for the windows. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly #open: OpenSlices;
  readonly #wanted: readonly WantedSums[];
  readonly #endMs: number;

  readonly #onSlices: (slices: OpenSlices) => void;

  /** @param onSlices told of slices when they are over, before they go */
  constructor(
    index: SloIndex,
    group: SliceGroup,
    wanted: readonly WantedSums[],
    endMs: number,
    onSlices: (slices: OpenSlices) => void = () => undefined,
  ) {
    const { widthMs } = group;
    this.#onSlices = onSlices;
    this.group = group;
    this.fromMs = Math.min(endMs, ...wanted.map((one) => floorTo(one.sliceFromMs(widthMs), widthMs)));
    this.toMs = Math.min(endMs, ceilTo(Math.max(...wanted.map(({ window }) => window.toMs)), widthMs));
    this.#open = new OpenSlices(index, group, 0);
    this.#wanted = wanted;
    this.#endMs = endMs;
  }

  /** Where time must be cut for it: at its ends, and before the slices under way. */
  get boundsMs(): readonly number[] {
    return [this.fromMs, floorTo(this.#endMs - 1, this.group.widthMs), this.toMs].filter(Number.isFinite);
  }

  /** The windows that hold the slices that begin at an instant. */
  windowsFrom(startMs: number): readonly WantedSums[] {
    const { widthMs } = this.group;
    return this.#wanted.filter((one) => startMs >= one.sliceFromMs(widthMs) && startMs < one.window.toMs);
  }

  /** Adds a step, in order of time. */
  add({ fromMs }: TimeWindow, tallies: StepTallies): void {
    if (fromMs < this.fromMs || fromMs >= this.toMs) return;
    this.moveTo(fromMs);
    this.#open.add(tallies);
  }

  /** Closes the slices that are over at an instant. */
  moveTo(timeMs: number): void {
    if (floorTo(timeMs, this.group.widthMs) === this.#open.startMs) return;
    this.#close();
    this.#open.moveTo(timeMs);
  }

  /** The slices under way at the end. */
  finish(): OpenSlices {
    this.#close();
    this.#open.moveTo(this.#endMs - 1);
    return this.#open;
  }

  #close(): void {
    for (const { sums } of this.windowsFrom(this.#open.startMs)) this.#open.addUnitsTo(sums.units);
    this.#onSlices(this.#open);
  }
}
