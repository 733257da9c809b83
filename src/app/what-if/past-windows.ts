import { ceilTo, floorTo, MINUTE_MS } from '../../domain/clock.js';
import type { SloDefinition } from '../../domain/slo-definition.js';
import type { TimeWindow } from '../../domain/window.js';
import { sliceRatio } from '../../judge/slo/slice.js';
import type { Ratio } from '../../judge/slo/sli.js';
import { unitWidthMs } from '../slice-groups.js';
import type { MinuteColumns } from './minute-columns.js';

/** Any window of an SLO's kept minutes, as judging would have counted it at the window's end. */
export class PastWindows {
  readonly #columns: MinuteColumns;
  readonly #definition: SloDefinition;
  /** What all slices before each come to, of those that begin within the minutes. */
  readonly #slices: SliceSums | null;

  constructor(columns: MinuteColumns, definition: SloDefinition) {
    this.#columns = columns;
    this.#definition = definition;
    this.#slices = definition.slices === null ? null : sliceSums(columns, definition, definition.slices.widthMs);
  }

  /** Attempts of a window that count. */
  attempts(window: TimeWindow): Ratio {
    return this.#between(this.#columns.good, this.#columns.valid, window);
  }

  /** Minutes of a window in which attempts failed. */
  failingMinutes(window: TimeWindow): number {
    return this.#difference(this.#columns.failing, window);
  }

  /** What counts in a window, in the budget's unit; shorter than a slice it holds the one that is under way. */
  units({ fromMs, toMs }: TimeWindow): Ratio {
    const { weighedGood, weighedValid } = this.#columns;
    if (this.#slices === null)
      return this.#between(weighedGood, weighedValid, { fromMs: this.#unitFrom(fromMs, toMs), toMs });
    const { widthMs, firstMs, good, valid } = this.#slices;
    const place = (timeMs: number): number => Math.max(0, Math.min(good.length - 1, (timeMs - firstMs) / widthMs));
    const from = place(ceilTo(Math.min(fromMs, toMs - widthMs), widthMs));
    const openMs = floorTo(toMs - 1, widthMs);
    const open = this.#open({ fromMs: openMs, toMs });
    const to = Math.max(from, place(openMs));
    return {
      good: (good[to] ?? 0) - (good[from] ?? 0) + open.good,
      valid: (valid[to] ?? 0) - (valid[from] ?? 0) + open.valid,
    };
  }

  /** Where the first begins of what is weighed at once and belongs to a window. */
  #unitFrom(fromMs: number, toMs: number): number {
    const widthMs = unitWidthMs(this.#definition);
    if (widthMs === MINUTE_MS) return fromMs;
    return ceilTo(Math.max(this.#columns.fromMs, Math.min(fromMs, toMs - widthMs)), widthMs);
  }

  /** The slice under way counts as far as it has come. */
  #open(window: TimeWindow): Ratio {
    const { weighedGood, weighedValid } = this.#columns;
    const { slices } = this.#definition;
    const ratio = slices === null ? null : sliceRatio(slices, this.#between(weighedGood, weighedValid, window));
    return ratio ?? { good: 0, valid: 0 };
  }

  #between(good: Float64Array, valid: Float64Array, window: TimeWindow): Ratio {
    return { good: this.#difference(good, window), valid: this.#difference(valid, window) };
  }

  #difference(column: Float64Array, { fromMs, toMs }: TimeWindow): number {
    const { fromMs: startMs, length } = this.#columns;
    const at = (timeMs: number): number => {
      return column[Math.max(0, Math.min(length, Math.round((timeMs - startMs) / MINUTE_MS)))] ?? 0;
    };
    return at(toMs) - at(fromMs);
  }
}

interface SliceSums {
  readonly widthMs: number;
  readonly firstMs: number;
  readonly good: Float64Array;
  readonly valid: Float64Array;
}

function sliceSums(columns: MinuteColumns, { slices }: SloDefinition, widthMs: number): SliceSums {
  const { fromMs, length, weighedGood, weighedValid } = columns;
  const firstMs = ceilTo(fromMs, widthMs);
  const many = Math.max(0, Math.floor((fromMs + length * MINUTE_MS - firstMs) / widthMs));
  const [good, valid] = [new Float64Array(many + 1), new Float64Array(many + 1)];
  for (let slice = 0; slice < many; slice++) {
    const from = (firstMs - fromMs + slice * widthMs) / MINUTE_MS;
    const to = from + widthMs / MINUTE_MS;
    const sums = {
      good: (weighedGood[to] ?? 0) - (weighedGood[from] ?? 0),
      valid: (weighedValid[to] ?? 0) - (weighedValid[from] ?? 0),
    };
    const counted = slices === null ? null : sliceRatio(slices, sums);
    good[slice + 1] = (good[slice] ?? 0) + (counted?.good ?? 0);
    valid[slice + 1] = (valid[slice] ?? 0) + (counted?.valid ?? 0);
  }
  return { widthMs, firstMs, good, valid };
}
