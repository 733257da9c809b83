import type { Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';

interface Entry {
  readonly value: unknown;
  readonly readAtMs: number;
}

/** What was read is shown at most this many times longer than wished while something newer is being read. */
const LONGEST_SHOWN = 10;

export interface DetailCacheOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly maxEntries: number;
}

/**
 * Keeps what was read of history. What is older than it should be is read anew in the background, once
 * however many ask, and shown until then; only what nobody asked for in a long time is waited for.
 */
export class DetailCache {
  readonly #options: DetailCacheOptions;
  /** In order of last use. */
  readonly #entries = new Map<string, Entry>();
  readonly #reading = new Map<string, Promise<unknown>>();

  constructor(options: DetailCacheOptions) {
    this.#options = options;
  }

  /**
   * What is kept under `key`, read by `read` where there is nothing of an age to be shown. Rejects as `read` does,
   * and throws as `admit` does, which is asked before a reading that would be for this asker.
   */
  get(key: string, maxAgeMs: number, read: () => Promise<unknown>, admit: () => void): unknown {
    const known = this.#entries.get(key);
    const ageMs = known === undefined ? Infinity : Math.abs(this.#options.clock.nowMs() - known.readAtMs);
    const underWay = this.#reading.get(key);
    if (known === undefined || ageMs > LONGEST_SHOWN * maxAgeMs) {
      if (underWay === undefined) admit();
      return underWay ?? this.#read(key, read);
    }
    this.#touch(key, known);
    if (ageMs > maxAgeMs && underWay === undefined) this.#readBehind(key, read, admit);
    return known.value;
  }

  /** Whoever asks too often is shown what there is; the next one has it read anew. */
  #readBehind(key: string, read: () => Promise<unknown>, admit: () => void): void {
    try {
      admit();
    } catch {
      return;
    }
    this.#read(key, read).catch((error: unknown) => {
      this.#options.log.warn({ err: error, key }, 'reading for a page failed; what was read before stays for now');
    });
  }

  #read(key: string, read: () => Promise<unknown>): Promise<unknown> {
    const reading = read()
      .then((value) => {
        this.#touch(key, { value, readAtMs: this.#options.clock.nowMs() });
        return value;
      })
      .finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  #touch(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size <= this.#options.maxEntries) return;
    const oldest = this.#entries.keys().next();
    if (oldest.done !== true) this.#entries.delete(oldest.value);
  }
}
