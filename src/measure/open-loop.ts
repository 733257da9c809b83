import type { Timers } from './deadline-queue.js';

export interface OpenLoopOptions {
  readonly count: number;
  /** Time between two sends, in milliseconds; may be far below one. */
  readonly stepMs: number;
  /** Makes send number `index`, due at `dueMs` on the monotonic clock. */
  readonly onDue: (index: number, dueMs: number) => void;
  readonly monotonicMs: () => number;
  readonly timers: Timers;
}

/**
 * Timers of Node.js have a grain of a millisecond: what is to go out more often than this would go
 * out in bursts, so there the event loop turns without sleeping until the next send is due. It costs
 * a core, and only while sends are that frequent.
 */
const SPINNING_STEP_MS = 1;
/** A timer may come a turn late: the last stretch before a frequent send is spun. */
const TIMER_GRAIN_MS = 1;

/** Calls for sends by a schedule alone: number i at i × step from the start, whatever became of those before. */
export class OpenLoop {
  readonly #options: OpenLoopOptions;
  #startMs = 0;
  #next = 0;
  #disarm: () => void = () => undefined;
  #isStopped = false;

  constructor(options: OpenLoopOptions) {
    this.#options = options;
  }

  start(): void {
    this.#startMs = this.#options.monotonicMs();
    this.#sendDue();
  }

  stop(): void {
    this.#isStopped = true;
    this.#disarm();
  }

  readonly #sendDue = (): void => {
    const { count, monotonicMs, onDue } = this.#options;
    while (!this.#isStopped && this.#next < count && this.#dueMs(this.#next) <= monotonicMs()) {
      const index = this.#next++;
      onDue(index, this.#dueMs(index));
    }
    if (!this.#isStopped && this.#next < count) this.#sleep(this.#dueMs(this.#next) - monotonicMs());
  };

  #sleep(waitMs: number): void {
    const { stepMs, timers } = this.#options;
    if (stepMs >= SPINNING_STEP_MS) this.#disarm = timers.setTimer(this.#sendDue, Math.ceil(waitMs));
    else if (waitMs > 2 * TIMER_GRAIN_MS) this.#disarm = timers.setTimer(this.#sendDue, waitMs - TIMER_GRAIN_MS);
    else timers.afterPoll(this.#sendDue);
  }

  #dueMs(index: number): number {
    return this.#startMs + index * this.#options.stepMs;
  }
}
