/** The distance is known well enough within this; else it is read again, so many times at most. */
const TIGHT_MS = 0.02;
const MAX_READINGS = 4;
/** Somebody who sets the clock is noticed after this. */
const FRESH_MS = 1;

/**
 * How far the wall clock, by which the kernel stamps datagrams, is ahead of the monotonic one. NTP
 * slews both alike, so the distance stays as it is until somebody sets the wall clock: every reading
 * narrows it down, and one that contradicts those before means that the clock was set.
 */
export class KernelTime {
  readonly #wallMs: () => number;
  readonly #monotonicMs: () => number;
  #readAtMs = -Infinity;
  #leastMs = -Infinity;
  #mostMs = Infinity;

  constructor(wallMs: () => number, monotonicMs: () => number) {
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
  }

  /** Wall minus monotonic time, at most a millisecond old. */
  offsetMs(): number {
    if (this.#monotonicMs() - this.#readAtMs > FRESH_MS) {
      this.#read();
      for (let i = 1; i < MAX_READINGS && this.#mostMs - this.#leastMs > TIGHT_MS; i++) this.#read();
    }
    return (this.#leastMs + this.#mostMs) / 2;
  }

  /** The wall clock is read between two readings of the monotonic one: the distance lies between theirs. */
  #read(): void {
    const beforeMs = this.#monotonicMs();
    const wallMs = this.#wallMs();
    this.#readAtMs = this.#monotonicMs();
    const [leastMs, mostMs] = [wallMs - this.#readAtMs, wallMs - beforeMs];
    const wasSet = leastMs > this.#mostMs || mostMs < this.#leastMs;
    this.#leastMs = wasSet ? leastMs : Math.max(this.#leastMs, leastMs);
    this.#mostMs = wasSet ? mostMs : Math.min(this.#mostMs, mostMs);
  }
}
