import type { Clock } from '../../domain/clock.js';

/** Reading history takes at most this share of one core. */
const SHARE = 0.1;
/** What is written in a hurry may be made of what was read so many times longer ago than wished. */
const HURRIED = 10;

interface Reading {
  readonly value: unknown;
  readonly readAtMs: number;
  readonly tookMs: number;
}

/**
 * What was read of history for files. It is read anew when it is older than wished, or, where all of it takes
 * long to read, so seldom that reading takes a tenth of the time: of many SLOs charts are some minutes old.
 */
export class SpacedReading {
  readonly #clock: Clock;
  readonly #monotonicMs: () => number;
  readonly #readings = new Map<string, Reading>();

  constructor(clock: Clock, monotonicMs: () => number = () => performance.now()) {
    this.#clock = clock;
    this.#monotonicMs = monotonicMs;
  }

  /** Whether it has never been read, or long ago. */
  isDue(key: string, maxAgeMs: number, isHurried: boolean): boolean {
    const known = this.#readings.get(key);
    if (known === undefined) return true;
    const longestMs = Math.max(maxAgeMs, this.#tookMs() / SHARE) * (isHurried ? HURRIED : 1);
    return Math.abs(this.#clock.nowMs() - known.readAtMs) >= longestMs;
  }

  /** What is known, read by `read` where that is due. Rejects as `read` does. */
  async get(key: string, maxAgeMs: number, isHurried: boolean, read: () => Promise<unknown>): Promise<unknown> {
    const known = this.#readings.get(key);
    if (known !== undefined && !this.isDue(key, maxAgeMs, isHurried)) return known.value;
    return this.#read(key, read, true);
  }

  /** Reads it whether that is due or not, and remembers only when that was. */
  readOnce(key: string, read: () => Promise<unknown>): Promise<unknown> {
    return this.#read(key, read, false);
  }

  /** Forgets all others. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const key of this.#readings.keys()) if (!keys.has(key)) this.#readings.delete(key);
  }

  async #read(key: string, read: () => Promise<unknown>, isKept: boolean): Promise<unknown> {
    const beganAtMs = this.#monotonicMs();
    const value = await read();
    const tookMs = this.#monotonicMs() - beganAtMs;
    this.#readings.set(key, { value: isKept ? value : null, readAtMs: this.#clock.nowMs(), tookMs });
    return value;
  }

  #tookMs(): number {
    let sumMs = 0;
    for (const { tookMs } of this.#readings.values()) sumMs += tookMs;
    return sumMs;
  }
}
