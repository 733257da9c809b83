import { RttHistogram } from '../histogram/rtt-histogram.js';

/** A histogram that is still added to; between additions it may be kept as its bytes. */
export class OpenHistogram {
  #held: RttHistogram | Uint8Array | null = null;

  /** Adds `count` times of `us` microseconds. */
  record(us: number, count: number): void {
    this.#opened().record(us, count);
  }

  /** Adds stored bytes; `null` adds nothing. Throws `HistogramError` on others, and has then added nothing. */
  merge(bytes: Uint8Array | null): void {
    if (bytes !== null) this.#opened().merge(bytes);
  }

  /** Takes a tenth of the memory until something is added again. */
  compact(): void {
    this.#held = this.toBytes();
  }

  /** What was added so far; `null` if nothing was. */
  toBytes(): Uint8Array | null {
    return this.#held instanceof RttHistogram ? this.#held.toBytes() : this.#held;
  }

  #opened(): RttHistogram {
    if (this.#held instanceof RttHistogram) return this.#held;
    const opened = this.#held === null ? new RttHistogram() : RttHistogram.fromBytes(this.#held);
    this.#held = opened;
    return opened;
  }
}
