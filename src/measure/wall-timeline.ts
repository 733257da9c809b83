import type { ProberClock } from './prober-clock.js';

/** Smaller differences are the grain of the wall clock. */
const TOLERANCE_MS = 2;
/** The wall clock is followed at once when it is ahead by more than this … */
const LEAP_FORWARD_MS = 250;
/** … or behind by more than this; in between the timeline runs slower until both agree. */
const LEAP_BACK_MS = 60_000;
/** By how much the timeline may run slower or faster than real time. */
const SLEW = 0.5;

/**
 * The time that schedules live in: wall time, carried forward by the monotonic clock, so that every
 * slot comes once.
 *
 * - A pause of the process is not a step: slots in it are due, and late.
 * - A wall clock set forward is followed at once: the time jumped over was not lived, it is no data.
 * - A wall clock set back by up to a minute is approached at half speed: no slot comes twice.
 *   Further back, the timeline leaps too, or it would be wrong for hours.
 */
export class WallTimeline {
  readonly #clock: ProberClock;
  #offsetMs: number;
  #comparedAtMs: number;

  constructor(clock: ProberClock) {
    this.#clock = clock;
    this.#comparedAtMs = clock.monotonicMs();
    this.#offsetMs = clock.wallMs() - this.#comparedAtMs;
  }

  /** Milliseconds since the Unix epoch. */
  nowMs(): number {
    return this.#clock.monotonicMs() + this.#offsetMs;
  }

  /** Compares with the wall clock; to be called several times a second. Returns whether the timeline leapt. */
  follow(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const aheadMs = this.#clock.wallMs() - (nowMs + this.#offsetMs);
    const mostMs = (nowMs - this.#comparedAtMs) * SLEW;
    this.#comparedAtMs = nowMs;
    if (Math.abs(aheadMs) <= TOLERANCE_MS) return false;
    const leaps = aheadMs > LEAP_FORWARD_MS || aheadMs < -LEAP_BACK_MS;
    this.#offsetMs += leaps ? aheadMs : Math.max(-mostMs, Math.min(mostMs, aheadMs));
    return leaps;
  }
}
