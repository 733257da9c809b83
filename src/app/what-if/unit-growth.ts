import { MINUTE_MS } from '../../domain/clock.js';
import type { Ratio } from '../../judge/slo/sli.js';
import { weighedAtOnceMs } from '../../judge/slo/weigh.js';
import { OpenSlices } from '../open-slices.js';
import type { StepTallies } from '../projection.js';
import type { SloIndex } from '../slo-index.js';

/** Of rows that weigh more than a minute at once: what each minute adds to what was known before of its time. */
export class UnitGrowth {
  readonly #open: readonly OpenSlices[];
  readonly #rows: ReadonlySet<number>;

  constructor(index: SloIndex, fromMs: number) {
    const isWide = (row: number): boolean => {
      const definition = index.judged[row]?.definition;
      return definition !== undefined && weighedAtOnceMs(definition.weighing) > MINUTE_MS;
    };
    this.#rows = new Set([...index.slos.keys()].filter(isWide));
    const groups = index.sliceGroups.filter(({ rows }) => rows.some((row) => this.#rows.has(row)));
    this.#open = groups.map((group) => new OpenSlices(index, group, fromMs));
  }

  /** By row, in order of time. */
  add(minuteMs: number, step: StepTallies): ReadonlyMap<number, Ratio> {
    const grown = new Map<number, Ratio>();
    for (const slices of this.#open) {
      slices.moveTo(minuteMs);
      const rows = slices.group.rows.filter((row) => this.#rows.has(row));
      const before = rows.map((row) => slices.units(row));
      slices.add(step);
      rows.forEach((row, i) => grown.set(row, difference(slices.units(row), before[i] ?? null)));
    }
    return grown;
  }
}

function difference(after: Ratio | null, before: Ratio | null): Ratio {
  return { good: (after?.good ?? 0) - (before?.good ?? 0), valid: (after?.valid ?? 0) - (before?.valid ?? 0) };
}
