import { ceilTo, MINUTE_MS } from '../domain/clock.js';
import type { ArrivedAttempts } from './arrived-attempts.js';
import type { Coverage } from './coverage.js';
import type { FailingMinutes } from './failing-minutes.js';
import type { KeptWindow } from './kept-window.js';
import type { OpenSlices } from './open-slices.js';
import type { StepTallies } from './projection.js';
import { type SliceGroup } from './slice-groups.js';
import type { UnitSums } from './unit-sums.js';
import type { WindowSums } from './window-sums.js';

/** What windows need of the past to move on. */
export interface PastTallies {
  minute(minuteMs: number): StepTallies;
  /** Adds `sign` times what the whole slices of a group count for that begin at `startMs`. */
  addSlices(units: UnitSums, group: SliceGroup, startMs: number, sign: 1 | -1): void;
}

/** A window and what all rows come to in it. */
export interface KeptSums {
  readonly window: KeptWindow;
  readonly sums: WindowSums;
}

/** What of the windows is no sum. */
export interface BesideSums {
  readonly coverage: Coverage;
  readonly failing: FailingMinutes;
  readonly arrived: ArrivedAttempts;
}

/** Everything judging needs of all SLOs, for all windows that end at one minute. */
export class SlidingTotals {
  readonly coverage: Coverage;
  readonly failing: FailingMinutes;
  readonly arrived: ArrivedAttempts;
  readonly windows: readonly KeptWindow[];
  #endMs: number;
  readonly #kept: ReadonlyMap<string, KeptSums>;
  readonly #open: readonly OpenSlices[];

  constructor(endMs: number, kept: readonly KeptSums[], open: readonly OpenSlices[], beside: BesideSums) {
    this.#endMs = endMs;
    this.#kept = new Map(kept.map((one) => [one.window.key, one]));
    this.#open = open;
    this.windows = kept.map(({ window }) => window);
    this.coverage = beside.coverage;
    this.failing = beside.failing;
    this.arrived = beside.arrived;
  }

  copy(): SlidingTotals {
    const kept = [...this.#kept.values()].map(({ window, sums }) => ({ window, sums: sums.copy() }));
    const open = this.#open.map((slices) => slices.copy());
    const [coverage, failing, arrived] = [this.coverage.copy(), this.failing.copy(), this.arrived.copy()];
    return new SlidingTotals(this.#endMs, kept, open, { coverage, failing, arrived });
  }

  /** Where all windows end. */
  get endMs(): number {
    return this.#endMs;
  }

  /** What all rows come to over one of the windows kept. */
  over({ key }: KeptWindow): WindowSums {
    const found = this.#kept.get(key);
    if (found === undefined) throw new RangeError(`reading a window: one that is kept is required, found ${key}`);
    return found.sums;
  }

  /** Moves all windows by a minute. */
  advance(past: PastTallies): void {
    const entering = past.minute(this.#endMs);
    for (const slices of this.#open) this.#closeOpen(slices);
    for (const { window, sums } of this.#kept.values()) this.#leave(window, sums, past);
    for (const { sums } of this.#kept.values()) sums.add(entering);
    for (const slices of this.#open) this.#reopen(slices, entering);
    this.coverage.advance(entering.sums);
    this.failing.add({ fromMs: this.#endMs, toMs: this.#endMs + MINUTE_MS }, entering.sums);
    this.arrived.add(entering);
    this.#endMs += MINUTE_MS;
  }

  /** Takes the slices under way out of all windows that hold them, if the entering minute makes them say something else. */
  #closeOpen(slices: OpenSlices): void {
    if (slices.startMs + slices.group.widthMs <= this.#endMs) return;
    this.#addOpen(slices, this.#endMs, -1);
  }

  /** Takes away what leaves a window while the minute after it enters. */
  #leave(window: KeptWindow, sums: WindowSums, past: PastTallies): void {
    if (window.beginsAnewAt(this.#endMs)) return sums.clear();
    for (const minuteMs of leavingMinutes(window, this.#endMs)) sums.add(past.minute(minuteMs), -1);
    for (const { group } of this.#open) {
      for (const startMs of leavingSlices(window, group, this.#endMs)) past.addSlices(sums.units, group, startMs, -1);
    }
  }

  #reopen(slices: OpenSlices, entering: StepTallies): void {
    slices.moveTo(this.#endMs);
    slices.add(entering);
    this.#addOpen(slices, this.#endMs + MINUTE_MS, 1);
  }

  /** Adds `sign` times the slices under way to all windows that hold them when they end at `endMs`. */
  #addOpen(slices: OpenSlices, endMs: number, sign: 1 | -1): void {
    for (const { window, sums } of this.#kept.values()) {
      if (slices.startMs >= window.startAt(endMs, slices.group.widthMs)) slices.addUnitsTo(sums.units, sign);
    }
  }
}

/** Starts of the minutes that leave a window while the minute at `endMs` enters, unless it begins anew. */
export function leavingMinutes(window: KeptWindow, endMs: number): readonly number[] {
  return startsBetween(window.startAt(endMs), window.startAt(endMs + MINUTE_MS), MINUTE_MS);
}

/** Starts of the slices that leave a window, all of them over, while the minute at `endMs` enters, unless it begins anew. */
export function leavingSlices(window: KeptWindow, { widthMs }: SliceGroup, endMs: number): readonly number[] {
  return startsBetween(window.startAt(endMs, widthMs), window.startAt(endMs + MINUTE_MS, widthMs), widthMs);
}

function startsBetween(fromMs: number, toMs: number, widthMs: number): readonly number[] {
  const first = ceilTo(fromMs, widthMs);
  return Array.from({ length: Math.max(0, Math.ceil((toMs - first) / widthMs)) }, (_, i) => first + i * widthMs);
}
