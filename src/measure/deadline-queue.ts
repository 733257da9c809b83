import { DeadlineLane, type LaneItem } from './deadline-lane.js';
import { MinHeap } from './min-heap.js';

export interface Deadline {
  /** Monotonic milliseconds. */
  readonly atMs: number;
  /** Set once nobody waits for it any more. */
  isCancelled: boolean;
  readonly onPassed: () => void;
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
  readonly #lanes = new Map<number, DeadlineLane>();
  #armedForMs = Infinity;
  #disarm: () => void = () => undefined;

  constructor(monotonicMs: () => number, timers: Timers) {
    this.#monotonicMs = monotonicMs;
    this.#timers = timers;
  }

  add(atMs: number, onPassed: () => void): Deadline {
    const deadline: Deadline = { atMs, isCancelled: false, onPassed };
    this.#heap.push(atMs, deadline);
    this.#arm(atMs);
    return deadline;
  }

  /**
   * The same at thousands a second: what waits equally long stands in one line, and leaves it at
   * once when it is cancelled, so that nothing answered is kept until its time.
   */
  start(item: LaneItem, startMs: number, delayMs: number): void {
    let lane = this.#lanes.get(delayMs);
    if (lane === undefined) this.#lanes.set(delayMs, (lane = new DeadlineLane()));
    item.atMs = startMs + delayMs;
    item.isCancelled = false;
    lane.append(item);
    this.#arm(item.atMs);
  }

  /** Nobody waits any more. */
  close(): void {
    this.#disarm();
    this.#heap.clear();
    this.#lanes.clear();
    this.#armedForMs = Infinity;
  }

  /** Runs `callback` after sockets have been read once more. */
  afterPoll(callback: () => void): void {
    this.#timers.afterPoll(callback);
  }

  #arm(atMs: number): void {
    if (atMs >= this.#armedForMs) return;
    this.#disarm();
    this.#armedForMs = atMs;
    this.#disarm = this.#timers.setTimer(() => this.#fire(), Math.max(0, Math.ceil(atMs - this.#monotonicMs())));
  }

  #fire(): void {
    this.#armedForMs = Infinity;
    const nowMs = this.#monotonicMs();
    const passed: (Deadline | LaneItem)[] = [];
    while (this.#heap.firstKey() <= nowMs) {
      const deadline = this.#heap.pop();
      if (deadline !== undefined && !deadline.isCancelled) passed.push(deadline);
    }
    for (const lane of this.#lanes.values()) for (const item of lane.takePassed(nowMs)) passed.push(item);
    this.#dropCancelled();
    this.#armForFirst();
    if (passed.length > 0) this.#timers.afterPoll(() => passed.forEach(pass));
  }

  /** The timer is armed for attempts that still wait: answered ones wake nobody. */
  #dropCancelled(): void {
    while (this.#heap.first()?.isCancelled === true) this.#heap.pop();
    for (const [delayMs, lane] of this.#lanes) if (lane.firstAtMs === Infinity) this.#lanes.delete(delayMs);
  }

  #armForFirst(): void {
    let firstMs = this.#heap.firstKey();
    for (const lane of this.#lanes.values()) firstMs = Math.min(firstMs, lane.firstAtMs);
    if (firstMs < Infinity) this.#arm(firstMs);
  }
}

function pass(deadline: Deadline | LaneItem): void {
  if (!deadline.isCancelled) deadline.onPassed();
}
