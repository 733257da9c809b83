import { MinHeap } from './min-heap.js';

export interface Deadline {
  /** Monotonic milliseconds; not to be moved forward once it is in the queue. */
  readonly atMs: number;
  /** Set once nobody waits for it any more. */
  isCancelled: boolean;
  onPassed(): void;
}

/** The timers of Node.js, or a test's. */
export interface Timers {
  setTimer(callback: () => void, delayMs: number): () => void;
  /** Runs the callback once the event loop has looked at every socket. */
  afterPoll(callback: () => void): void;
}

export const nodeTimers: Timers = {
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  afterPoll: (callback) => void setImmediate(callback),
};

/**
 * Deadlines of attempts, one timer for all. A deadline counts as passed only after the event loop
 * has read its sockets once more: a reply that lay there in time must not become a timeout because
 * this process was late to look.
 */
export class DeadlineQueue {
  readonly #monotonicMs: () => number;
  readonly #timers: Timers;
  readonly #heap = new MinHeap<Deadline>();
  #armedForMs = Infinity;
  #disarm: () => void = () => undefined;

  constructor(monotonicMs: () => number, timers: Timers) {
    this.#monotonicMs = monotonicMs;
    this.#timers = timers;
  }

  add(atMs: number, onPassed: () => void): Deadline {
    const deadline: Deadline = { atMs, isCancelled: false, onPassed };
    this.push(deadline);
    return deadline;
  }

  push(deadline: Deadline): void {
    this.#heap.push(deadline.atMs, deadline);
    this.#arm();
  }

  /** Nobody waits any more. */
  close(): void {
    this.#disarm();
    this.#heap.clear();
    this.#armedForMs = Infinity;
  }

  /** Runs `callback` after sockets have been read once more. */
  afterPoll(callback: () => void): void {
    this.#timers.afterPoll(callback);
  }

  #arm(): void {
    const firstMs = this.#heap.firstKey();
    if (firstMs >= this.#armedForMs) return;
    this.#disarm();
    this.#armedForMs = firstMs;
    this.#disarm = this.#timers.setTimer(() => this.#fire(), Math.max(0, Math.ceil(firstMs - this.#monotonicMs())));
  }

  #fire(): void {
    this.#armedForMs = Infinity;
    const nowMs = this.#monotonicMs();
    const passed: Deadline[] = [];
    while (this.#heap.firstKey() <= nowMs) {
      const deadline = this.#heap.pop();
      if (deadline !== undefined && !deadline.isCancelled) passed.push(deadline);
    }
    this.#dropCancelled();
    if (this.#heap.size > 0) this.#arm();
    if (passed.length > 0) this.#timers.afterPoll(() => passed.forEach((deadline) => pass(deadline)));
  }

  /** The timer is armed for attempts that still wait: answered ones wake nobody. */
  #dropCancelled(): void {
    while (this.#heap.first()?.isCancelled === true) this.#heap.pop();
  }
}

function pass(deadline: Deadline): void {
  if (!deadline.isCancelled) deadline.onPassed();
}
