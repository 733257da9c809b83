import { floorTo, MINUTE_MS } from '../../domain/clock.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { Ratio } from '../../judge/slo/sli.js';
import { weigh } from '../../judge/slo/weigh.js';
import { type RatiosById, SeriesSums } from '../series-sums.js';
import { unitWidthMs } from '../slice-groups.js';
import type { SloIndex } from '../slo-index.js';
import type { UnweighedRow, UnweighedTable } from './report-inputs.js';

/** What the series of one SLO did by step of time, where more than a minute is weighed at once. */
export class UnweighedSteps {
  readonly #definition: SloDefinition;
  readonly #cutsMs: readonly number[];
  readonly #steps = new Map<number, SeriesSums>();

  constructor(definition: SloDefinition, cutsMs: readonly number[]) {
    this.#definition = definition;
    this.#cutsMs = cutsMs;
  }

  add(startMs: number, ratios: RatiosById): void {
    const sums = this.#steps.get(startMs) ?? new SeriesSums();
    this.#steps.set(startMs, sums);
    sums.add(ROW, ratios);
  }

  /** What those come to that nothing cuts. */
  *weighed(): Generator<readonly [startMs: number, units: Ratio]> {
    for (const [startMs, sums] of this.#steps)
      if (!this.#isCut(startMs)) yield [startMs, weigh(this.#definition.weighing, [...sums.of(ROW).values()])];
  }

  /** What those are made of that something cuts; `null` where nothing does. `slots` become places in that list. */
  unweighed(index: SloIndex, fromMs: number, slots: readonly number[]): UnweighedTable | null {
    const rows = [...this.#steps].flatMap(([startMs, sums]) =>
      !this.#isCut(startMs)
        ? []
        : [...sums.of(ROW)].map(([id, { good, valid }]): UnweighedRow => {
            return [(startMs - fromMs) / MINUTE_MS, slots.indexOf(index.slotOf(id) ?? -1), good, valid];
          }),
    );
    if (rows.length === 0) return null;
    return { columns: ['minute', 'series', 'good', 'valid'], rows: rows.sort((a, b) => a[0] - b[0] || a[1] - b[1]) };
  }

  #isCut(startMs: number): boolean {
    const widthMs = unitWidthMs(this.#definition);
    const beginMs = floorTo(startMs, widthMs);
    return this.#cutsMs.some((cutMs) => cutMs > beginMs && cutMs < beginMs + widthMs);
  }
}

const ROW = 0;
