import type { Resolution } from '../domain/cell.js';
import { DAY_MS, HOUR_MS } from '../domain/clock.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { sliceRatio } from '../judge/slo/slice.js';
import type { Ratio } from '../judge/slo/sli.js';
import { weighedAtOnceMs } from '../judge/slo/weigh.js';

/** Rows that count slices of one width; to rows that weigh series, what they weigh at once is a slice. */
export interface SliceGroup {
  readonly widthMs: number;
  readonly rows: readonly number[];
  /** The coarsest cells that tell its slices apart. */
  readonly coarsest: Resolution;
}

/** Whether an SLO counts something other than attempts. */
export function countsSlices({ slices, weighing }: Pick<SloDefinition, 'slices' | 'weighing'>): boolean {
  return slices !== null || weighing.kind !== 'attempts';
}

/** Width of a slice, or of what is weighed at once where there are none. */
export function unitWidthMs({ slices, weighing }: Pick<SloDefinition, 'slices' | 'weighing'>): number {
  return slices?.widthMs ?? weighedAtOnceMs(weighing);
}

/** The rows of `definitions` that count slices, by what cells and how wide. */
export function sliceGroups(definitions: readonly SloDefinition[]): readonly SliceGroup[] {
  const groups = new Map<string, { widthMs: number; coarsest: Resolution; rows: number[] }>();
  definitions.forEach((definition, row) => {
    if (!countsSlices(definition)) return;
    const widthMs = unitWidthMs(definition);
    const coarsest = definition.weighing.kind === 'attempts' ? coarsestWithin(widthMs) : 'minute';
    const key = `${String(widthMs)} ${coarsest}`;
    const group = groups.get(key) ?? { widthMs, coarsest, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** What a slice (or what is weighed at once, where there are no slices) counts for; `null`: nothing. */
export function unitsOfSlice({ slices }: Pick<SloDefinition, 'slices'>, slice: Ratio): Ratio | null {
  if (slices !== null) return sliceRatio(slices, slice);
  return slice.valid === 0 ? null : slice;
}

function coarsestWithin(widthMs: number): Resolution {
  if (widthMs % DAY_MS === 0) return 'day';
  return widthMs % HOUR_MS === 0 ? 'hour' : 'minute';
}
