import type { Cell } from '../../domain/cell.js';
import { isoTime, MINUTE_MS } from '../../domain/clock.js';
import { forEachMinuteRun } from '../../domain/minute-set.js';
import type { TimeWindow } from '../../domain/window.js';
import type { ExplainedCoverage } from './explanation.js';

/** Which minutes of a window have a valid attempt. */
export class CoveredMinutes {
  readonly #fromMinute: number;
  readonly #covered: Uint8Array;

  constructor({ fromMs, toMs }: TimeWindow) {
    this.#fromMinute = fromMs / MINUTE_MS;
    this.#covered = new Uint8Array((toMs - fromMs) / MINUTE_MS);
  }

  add({ startMs, coveredMinutes }: Cell): void {
    const start = startMs / MINUTE_MS - this.#fromMinute;
    forEachMinuteRun(coveredMinutes, (from, to) => this.cover([start + from, start + to]));
  }

  /** Marks the minutes `[from, to)` of the window; those outside it are ignored. */
  cover([from, to]: MinuteRun): void {
    if (to > 0) this.#covered.fill(1, Math.max(0, from), to);
  }

  /** The minutes of the window with a valid attempt, in order. */
  runs(): readonly MinuteRun[] {
    return runsWhere(this.#covered, (minute) => minute === 1);
  }

  /** Slots are counted back from the window's end, as coverage counts them. */
  explained(slotMinutes: number): ExplainedCoverage {
    const length = this.#covered.length;
    const slots = Math.max(1, Math.floor(length / slotMinutes));
    const first = Math.max(0, length - slots * slotMinutes);
    const isCovered = Array.from({ length: slots }, (_, slot) => {
      const start = first + slot * slotMinutes;
      return this.#covered.subarray(start, start + slotMinutes).includes(1);
    });
    const coveredSlots = isCovered.filter(Boolean).length;
    const gaps = runsWhere(isCovered, (covered) => !covered).map(([from, to]) => ({
      from: this.#timeAt(first + from * slotMinutes),
      to: this.#timeAt(Math.min(length, first + to * slotMinutes)),
      slots: to - from,
    }));
    return { share: coveredSlots / slots, coveredSlots, slots, slotMinutes, gaps };
  }

  #timeAt(minute: number): string {
    return isoTime((this.#fromMinute + minute) * MINUTE_MS);
  }
}

/** Half-open, counted from the window's first minute. */
export type MinuteRun = readonly [from: number, to: number];

/** Runs of what `holds` for, half-open. */
function runsWhere<T>(values: Iterable<T>, holds: (value: T) => boolean): readonly MinuteRun[] {
  const runs: [number, number][] = [];
  let position = 0;
  for (const value of values) {
    const last = runs.at(-1);
    if (holds(value)) {
      if (last?.[1] === position) last[1] = position + 1;
      else runs.push([position, position + 1]);
    }
    position++;
  }
  return runs;
}
