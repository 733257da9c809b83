import { HistogramError } from '../histogram/errors.js';
import { RttHistogram } from '../histogram/rtt-histogram.js';

/** A histogram that is still added to; between additions it may be kept as its bytes. */
export class OpenHistogram {
  #held: RttHistogram | Uint8Array | null = null;

  /** Adds `count` times of `us` microseconds. */
  record(us: number, count: number): void {
    this.#opened().record(us, count);
  }

  /** Adds stored bytes of at most `atMost` round-trips; `null` adds nothing, and so do damaged ones: their fault is returned. */
  merge(bytes: Uint8Array | null, atMost = Infinity): readonly HistogramError[] {
    if (bytes === null) return [];
    try {
      this.#opened().merge(RttHistogram.fromBytes(bytes, atMost));
      return [];
    } catch (fault) {
      if (fault instanceof HistogramError) return [fault];
      throw fault;
    }
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
