import type { Clock } from '../../src/domain/clock.js';
import type { Sleep } from '../../src/publish/outbound/sleep.js';

/** A clock that moves only when a test says so, and sleeps that end when it reaches their time. */
export class VirtualTime implements Clock {
  #nowMs: number;
  readonly #sleepers = new Set<{ readonly atMs: number; readonly wake: () => void }>();

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  readonly sleep: Sleep = (durationMs, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const sleeper = { atMs: this.#nowMs + durationMs, wake: end };
      if (signal.aborted) {
        resolve();
        return;
      }
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', end);
    });

  /** Lets time pass; whoever wakes on the way acts at the time it asked for. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    await settled();
    for (;;) {
      const next = [...this.#sleepers].sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
      await settled();
    }
    this.#nowMs = untilMs;
  }

  /** How long the next sleeper has still to sleep; `null` if nobody sleeps. */
  nextSleepMs(): number | null {
    const times = [...this.#sleepers].map(({ atMs }) => atMs - this.#nowMs);
    return times.length === 0 ? null : Math.min(...times);
  }
}

/** Everything that needs no time and no I/O has happened. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
