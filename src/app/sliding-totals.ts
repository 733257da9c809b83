import { MINUTE_MS } from '../domain/clock.js';
import type { SloDefinition } from '../domain/slo-definition.js';
import { BURN_WINDOWS } from '../judge/slo/burn-windows.js';
import type { Coverage } from './coverage.js';
import type { FailingMinutes } from './failing-minutes.js';
import { type TallySums, addTallySums } from './tally-sums.js';

/** Everything judging needs of all SLOs, for windows of every length that end at one minute. */
export class SlidingTotals {
  readonly lengthsMs: readonly number[];
  readonly coverage: Coverage;
  readonly failing: FailingMinutes;
  #endMs: number;
  readonly #sums: ReadonlyMap<number, TallySums>;

  /** `sums` holds the tallies of `[endMs − length, endMs)` under each length. */
  constructor(endMs: number, sums: ReadonlyMap<number, TallySums>, coverage: Coverage, failing: FailingMinutes) {
    this.lengthsMs = [...sums.keys()];
    this.coverage = coverage;
    this.failing = failing;
    this.#endMs = endMs;
    this.#sums = sums;
  }

  copy(): SlidingTotals {
    const sums = new Map([...this.#sums].map(([length, tallies]) => [length, tallies.slice()]));
    return new SlidingTotals(this.#endMs, sums, this.coverage.copy(), this.failing.copy());
  }

  /** Where all windows end. */
  get endMs(): number {
    return this.#endMs;
  }

  /** The tallies of the window of one of `lengthsMs`. */
  tallies(lengthMs: number): TallySums {
    const sums = this.#sums.get(lengthMs);
    if (sums === undefined)
      throw new RangeError(`reading a window: one that is kept is required, found ${String(lengthMs)} ms`);
    return sums;
  }

  /** Moves all windows by a minute: `minuteAt` gives the tallies of the entering minute and of those that leave. */
  advance(minuteAt: (minuteMs: number) => TallySums): void {
    const entering = minuteAt(this.#endMs);
    for (const [length, sums] of this.#sums) {
      addTallySums(sums, entering);
      addTallySums(sums, minuteAt(this.#endMs - length), -1);
    }
    this.coverage.advance(entering);
    this.failing.add({ fromMs: this.#endMs, toMs: this.#endMs + MINUTE_MS }, entering);
    this.#endMs += MINUTE_MS;
  }
}

/** Lengths of the windows that must be kept: those of burn rates and the periods, in rising order. */
export function windowLengthsMs(slos: readonly SloDefinition[]): readonly number[] {
  const lengths = new Set<number>([...Object.values(BURN_WINDOWS), ...slos.map(({ periodMs }) => periodMs)]);
  return [...lengths].sort((a, b) => a - b);
}
