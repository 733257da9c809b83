import { MINUTE_MS } from '../domain/clock.js';
import type { TimeWindow } from '../domain/window.js';
import { type TallySums, hasFailure } from './tally-sums.js';

/**
 * The two latest stretches of time in which each SLO's attempts failed: enough to say whether a
 * window holds failures in two different minutes. Stretches read from hours are looked into only
 * when an alert hangs on it (`refine`).
 */
export class FailingMinutes {
  readonly #latest: (Stretches | undefined)[];

  constructor(sloCount: number) {
    this.#latest = new Array<Stretches | undefined>(sloCount).fill(undefined);
  }

  copy(): FailingMinutes {
    const copy = new FailingMinutes(this.#latest.length);
    this.#latest.forEach((stretches, slo) => (copy.#latest[slo] = stretches));
    return copy;
  }

  /** Adds a stretch of time (a minute, an hour) of which these are the tallies; mostly in order of time. */
  add(window: TimeWindow, sums: TallySums): void {
    for (let slo = 0; slo < this.#latest.length; slo++) {
      if (hasFailure(sums, slo)) this.#latest[slo] = withStretch(this.#latest[slo], window);
    }
  }

  /**
   * Whether the SLO failed in two different minutes at or after `fromMs`. A window as answer is one
   * that must be refined first.
   */
  failedTwiceSince(slo: number, fromMs: number): boolean | TimeWindow {
    const stretches = this.#latest[slo];
    if (stretches === undefined || stretches.last.toMs <= fromMs) return false;
    const { last, before } = stretches;
    if (before !== null && before.fromMs >= fromMs) return true;
    if (isCoarse(last)) return last;
    return before !== null && before.toMs > fromMs && isCoarse(before) ? before : false;
  }

  /** The SLOs of which `window` is one of the stretches. */
  holding(window: TimeWindow): readonly number[] {
    return [...this.#latest.keys()].filter((slo) =>
      this.#stretchesOf(slo).some((stretch) => stretch.fromMs === window.fromMs && stretch.toMs === window.toMs),
    );
  }

  /** Replaces a coarse stretch by the minutes in it that failed, in order of time. */
  refine(slo: number, window: TimeWindow, minutesMs: readonly number[]): void {
    const others = this.#stretchesOf(slo).filter((stretch) => stretch.fromMs !== window.fromMs);
    const minutes = (minutesMs.length > 0 ? minutesMs : lastTwoMinutes(window)).map(minuteAt);
    const [last, before] = [...others, ...minutes].sort((a, b) => b.fromMs - a.fromMs);
    if (last !== undefined) this.#latest[slo] = { last, before: before ?? null };
  }

  #stretchesOf(slo: number): readonly TimeWindow[] {
    const stretches = this.#latest[slo];
    if (stretches === undefined) return [];
    return stretches.before === null ? [stretches.last] : [stretches.before, stretches.last];
  }
}

interface Stretches {
  readonly last: TimeWindow;
  readonly before: TimeWindow | null;
}

function withStretch(known: Stretches | undefined, window: TimeWindow): Stretches {
  if (known === undefined) return { last: window, before: null };
  const { last, before } = known;
  if (window.fromMs >= last.fromMs) return { last: window, before: last };
  return before === null || window.fromMs > before.fromMs ? { last, before: window } : known;
}

function isCoarse({ fromMs, toMs }: TimeWindow): boolean {
  return toMs - fromMs > MINUTE_MS;
}

function minuteAt(fromMs: number): TimeWindow {
  return { fromMs, toMs: fromMs + MINUTE_MS };
}

/** Where the minutes of an hour are no longer kept, failures are taken to lie all over it. */
function lastTwoMinutes({ toMs }: TimeWindow): readonly number[] {
  return [toMs - 2 * MINUTE_MS, toMs - MINUTE_MS];
}
