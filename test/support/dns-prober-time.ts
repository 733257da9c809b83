import type { Timers } from '../../src/measure/deadline-queue.js';
import type { ProberClock } from '../../src/measure/prober-clock.js';

interface Pending {
  readonly atMs: number;
  readonly callback: () => void;
}

/** Both clocks and the timers of the prober, moving only when a test says so. */
export class ProberTime implements ProberClock, Timers {
  #monotonicMs = 5_000;
  #wallOffsetMs: number;
  readonly #pending = new Set<Pending>();

  constructor(wallMs = Date.UTC(2026, 9, 1)) {
    this.#wallOffsetMs = wallMs - this.#monotonicMs;
  }

  readonly monotonicMs = (): number => this.#monotonicMs;
  readonly wallMs = (): number => this.#monotonicMs + this.#wallOffsetMs;

  get pendingTimers(): number {
    return this.#pending.size;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const pending = { atMs: this.#monotonicMs + Math.max(0, delayMs), callback };
    this.#pending.add(pending);
    return () => this.#pending.delete(pending);
  }

  /** Nothing is ever in a socket that has not been read. */
  afterPoll(callback: () => void): void {
    this.setTimer(callback, 0);
  }

  /** Somebody sets the wall clock. */
  stepWall(byMs: number): void {
    this.#wallOffsetMs += byMs;
  }

  /** Time passes, and each timer fires when it should. */
  advance(byMs: number): void {
    const untilMs = this.#monotonicMs + byMs;
    for (;;) {
      const next = this.#next();
      if (next === undefined || next.atMs > untilMs) break;
      this.#monotonicMs = Math.max(this.#monotonicMs, next.atMs);
      this.#fire(next);
    }
    this.#monotonicMs = untilMs;
  }

  /** Time passes while the process stands still: timers fire only when a later `advance` lets them. */
  freeze(byMs: number): void {
    this.#monotonicMs += byMs;
  }

  #fire(pending: Pending): void {
    this.#pending.delete(pending);
    pending.callback();
  }

  #next(): Pending | undefined {
    let first: Pending | undefined;
    for (const pending of this.#pending) if (first === undefined || pending.atMs < first.atMs) first = pending;
    return first;
  }
}
