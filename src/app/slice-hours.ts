import { floorTo, HOUR_MS } from '../domain/clock.js';
import type { SliceHour } from '../domain/slice-hour.js';
import type { TimeWindow } from '../domain/window.js';
import type { OpenSlices } from './open-slices.js';
import type { SliceHourStore } from './ports.js';
import type { SliceGroup } from './slice-groups.js';
import { sliceKeys } from './slice-keys.js';
import type { SloIndex } from './slo-index.js';
import { newUnitSums, sliceHourOf, type UnitSums } from './unit-sums.js';

/** Where hours of slices are kept, and whether hours that had to be read are. */
export interface KeptSlices {
  readonly store: SliceHourStore;
  /** The version of history that is read; `null`: what is read is not to be kept. */
  readonly version: number | null;
}

/**
 * Slices by the hour: those that are kept, which need not be read, and those that are read, which are
 * kept. An hour of which an operator took something out is read, and never kept.
 */
export class SliceHours {
  readonly #index: SloIndex;
  readonly #keys: ReadonlyMap<number, string>;
  readonly #known: ReadonlyMap<string, ReadonlyMap<number, SliceHour>>;
  readonly #read = new Map<number, UnitSums>();

  private constructor(
    index: SloIndex,
    keys: ReadonlyMap<number, string>,
    known: ReadonlyMap<string, ReadonlyMap<number, SliceHour>>,
  ) {
    this.#index = index;
    this.#keys = keys;
    this.#known = known;
  }

  /** What is kept of some groups in a window of time. */
  static async load(
    index: SloIndex,
    groups: readonly SliceGroup[],
    store: SliceHourStore,
    window: TimeWindow,
  ): Promise<SliceHours> {
    const keys = sliceKeys(index, groups);
    const known = new Map<string, Map<number, SliceHour>>();
    for (const hour of await store.sliceHours([...new Set(keys.values())], window)) {
      const ofKey = known.get(hour.key);
      if (ofKey === undefined) known.set(hour.key, new Map([[hour.startMs, hour]]));
      else ofKey.set(hour.startMs, hour);
    }
    return new SliceHours(index, keys, known);
  }

  /** What a row comes to in the hour that begins at `startMs`; `undefined`: it must be read. */
  find(row: number, startMs: number): SliceHour | undefined {
    const key = this.#keys.get(row);
    return key === undefined || this.#isTouched(row, startMs) ? undefined : this.#known.get(key)?.get(startMs);
  }

  /** Takes in slices that are over. */
  add(slices: OpenSlices): void {
    const startMs = floorTo(slices.startMs, HOUR_MS);
    const units = this.#read.get(startMs) ?? newUnitSums(this.#index.rowCount);
    slices.addUnitsTo(units);
    this.#read.set(startMs, units);
  }

  /** What was read of some rows in a window of whole hours, to be kept; all that was read is then forgotten. */
  take(rows: readonly number[], { fromMs, toMs }: TimeWindow): readonly SliceHour[] {
    const taken: SliceHour[] = [];
    for (let startMs = fromMs; startMs < toMs; startMs += HOUR_MS) {
      const units = this.#read.get(startMs) ?? newUnitSums(this.#index.rowCount);
      taken.push(...sliceHours(this.#index, this.#keys, { rows, startMs, units }));
    }
    this.#read.clear();
    return taken;
  }

  #isTouched(row: number, startMs: number): boolean {
    return isTouched(this.#index, row, startMs);
  }
}

/** What rows come to in an hour, of those that are kept by the hour and of which nothing was taken out. */
export function sliceHours(
  index: SloIndex,
  keys: ReadonlyMap<number, string>,
  hour: { readonly rows: Iterable<number>; readonly startMs: number; readonly units: UnitSums },
): readonly SliceHour[] {
  const { rows, startMs, units } = hour;
  const found = new Map<string, SliceHour>();
  for (const row of rows) {
    const key = keys.get(row);
    if (key === undefined || isTouched(index, row, startMs)) continue;
    found.set(key, { key, startMs, ...sliceHourOf(units, row) });
  }
  return [...found.values()];
}

function isTouched(index: SloIndex, row: number, startMs: number): boolean {
  const exclusions = index.judged[row]?.exclusions ?? [];
  return exclusions.some(({ fromMs, toMs }) => fromMs < startMs + HOUR_MS && toMs > startMs);
}
