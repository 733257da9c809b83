/** Between two readings of one clock nothing may take longer than this, or the other was read too late. */
const TIGHT_MS = 0.02;
const MAX_READINGS = 4;
/** The clocks drift apart by a fraction of a microsecond in this time. */
const FRESH_MS = 1;

/** How far the wall clock, by which the kernel stamps datagrams, is ahead of the monotonic one. */
export class KernelTime {
  readonly #wallMs: () => number;
  readonly #monotonicMs: () => number;
  #readAtMs = -Infinity;
  #offsetMs = 0;

  constructor(wallMs: () => number, monotonicMs: () => number) {
    this.#wallMs = wallMs;
    this.#monotonicMs = monotonicMs;
  }

  /** Wall minus monotonic time, at most a millisecond old. */
  offsetMs(): number {
    if (this.#monotonicMs() - this.#readAtMs > FRESH_MS) this.#read();
    return this.#offsetMs;
  }

  /** The wall clock is read between two readings of the monotonic one; of several, the tightest counts. */
  #read(): void {
    let tightestMs = Infinity;
    for (let i = 0; i < MAX_READINGS && tightestMs > TIGHT_MS; i++) {
      const beforeMs = this.#monotonicMs();
      const wallMs = this.#wallMs();
      const afterMs = this.#monotonicMs();
      if (afterMs - beforeMs >= tightestMs) continue;
      tightestMs = afterMs - beforeMs;
      this.#offsetMs = wallMs - (beforeMs + afterMs) / 2;
      this.#readAtMs = afterMs;
    }
  }
}
