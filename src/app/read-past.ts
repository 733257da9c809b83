import { MINUTE_MS } from '../domain/clock.js';
import { OpenSlices } from './open-slices.js';
import type { StepTallies } from './projection.js';
import type { SliceGroup } from './slice-groups.js';
import type { PastTallies } from './sliding-totals.js';
import type { SloIndex } from './slo-index.js';
import type { UnitSums } from './unit-sums.js';

/** What was read for windows to move on: minutes that enter, and what leaves. */
export class ReadPast implements PastTallies {
  /** Minutes that enter, which may still change. */
  readonly fresh = new Map<number, StepTallies>();
  /** Final minutes. */
  readonly past = new Map<number, StepTallies>();
  /** By `sliceKey`: slices wider than a minute, all of them over. */
  readonly slices = new Map<string, OpenSlices>();
  readonly #index: SloIndex;

  constructor(index: SloIndex) {
    this.#index = index;
  }

  minute(minuteMs: number): StepTallies {
    return known(this.past.get(minuteMs) ?? this.fresh.get(minuteMs), minuteMs);
  }

  addSlices(units: UnitSums, group: SliceGroup, startMs: number, sign: 1 | -1): void {
    const slices =
      group.widthMs === MINUTE_MS ? this.#minuteWide(group, startMs) : this.slices.get(sliceKey(group, startMs));
    known(slices, startMs).addUnitsTo(units, sign);
  }

  #minuteWide(group: SliceGroup, startMs: number): OpenSlices {
    const slices = new OpenSlices(this.#index, group, startMs);
    slices.add(this.minute(startMs));
    return slices;
  }
}

export function sliceKey({ widthMs, coarsest }: SliceGroup, startMs: number): string {
  return [String(widthMs), coarsest, String(startMs)].join(' ');
}

function known<T>(found: T | undefined, startMs: number): T {
  if (found === undefined)
    throw new RangeError(`moving windows: what began at ${String(startMs)} is required, found none`);
  return found;
}
