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
    forEachMinuteRun(coveredMinutes, (from, to) => this.#covered.fill(1, Math.max(0, start + from), start + to));
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
    const gaps = gapsOf(isCovered).map(([from, to]) => ({
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

/** Runs of slots that are not covered, half-open. */
function gapsOf(isCovered: readonly boolean[]): readonly (readonly [number, number])[] {
  const gaps: [number, number][] = [];
  isCovered.forEach((covered, slot) => {
    if (covered) return;
    const last = gaps.at(-1);
    if (last?.[1] === slot) last[1] = slot + 1;
    else gaps.push([slot, slot + 1]);
  });
  return gaps;
}
