import type { Timers } from './deadline-queue.js';

export interface SendPacerDeps {
  readonly monotonicMs: () => number;
  /** For what is further away. */
  readonly timers: Timers;
  /** Holds this thread up for so long, in milliseconds. */
  readonly sleep: (ms: number) => void;
  /** Lets whoever waits for this core have it first. */
  readonly yieldCore: () => void;
  /** Whether something is awaited that the event loop has to be awake for, to know when it came. */
  readonly isLoopNeeded: () => boolean;
}

/** The event loop's timers may come this much early or late. */
const LOOP_GRAIN_MS = 1;
/** What is nearer than this the loop cannot time at all. */
const NEAR_MS = 2 * LOOP_GRAIN_MS;
/** What becomes due within this is sent in one go. */
const SHORTEST_SLEEP_MS = 0.2;
/** The loop looks at its sockets in between. */
const LONGEST_SLEEP_MS = 1;

/**
 * Timers for sends. The loop's own come up to two milliseconds late; the last stretch before a send
 * the thread itself sleeps, and the loop looks at its sockets afterwards. That changes no RTT as long
 * as the kernel says when each reply came: while anything else is awaited, the loop's timers serve.
 */
export class SendPacer implements Timers {
  readonly #deps: SendPacerDeps;
  /** The send that the thread sleeps for, of several the last that was set; `null`: none. */
  #next: PacedSend | null = null;
  /** In this turn of the event loop. */
  #hasSlept = false;

  constructor(deps: SendPacerDeps) {
    this.#deps = deps;
  }

  afterPoll(callback: () => void): void {
    this.#deps.timers.afterPoll(callback);
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const atMs = this.#deps.monotonicMs() + delayMs;
    const send: PacedSend = { atMs, callback, isOver: false, disarm: () => undefined };
    this.#await(send, delayMs);
    return () => {
      this.#forget(send);
      send.disarm();
    };
  }

  /**
   * To be called once all is sent that is sent in one go. The kernel likes to wake who gets a datagram
   * on the core of its sender: a resolver on this machine would wait there until this program has put
   * its books in order, which no client makes it wait for.
   */
  afterSends(): void {
    if (this.#next === null || this.#deps.isLoopNeeded()) this.#deps.yieldCore();
    else if (!this.#hasSlept) this.#sleepFor(this.#next);
  }

  #await(send: PacedSend, leftMs: number): void {
    const { timers, isLoopNeeded } = this.#deps;
    const isLoops = isLoopNeeded();
    if (!isLoops && leftMs < NEAR_MS) {
      this.#next = send;
      return timers.afterPoll(() => this.#look(send));
    }
    if (this.#next === send) this.#next = null;
    const waitMs = isLoops ? Math.ceil(leftMs) : Math.floor(leftMs) - LOOP_GRAIN_MS;
    send.disarm = timers.setTimer(() => this.#checkDue(send), waitMs);
  }

  #look(send: PacedSend): void {
    const hasSlept = this.#hasSlept;
    this.#hasSlept = false;
    if (send.isOver) return;
    if (!hasSlept && !this.#deps.isLoopNeeded()) this.#sleepFor(send);
    this.#hasSlept = false;
    this.#checkDue(send);
  }

  #checkDue(send: PacedSend): void {
    const leftMs = send.atMs - this.#deps.monotonicMs();
    if (leftMs > 0) return this.#await(send, leftMs);
    this.#forget(send);
    send.callback();
  }

  #sleepFor({ atMs }: PacedSend): void {
    const leftMs = atMs - this.#deps.monotonicMs();
    this.#deps.sleep(Math.min(LONGEST_SLEEP_MS, Math.max(SHORTEST_SLEEP_MS, leftMs)));
    this.#hasSlept = true;
  }

  #forget(send: PacedSend): void {
    send.isOver = true;
    if (this.#next === send) this.#next = null;
  }
}

interface PacedSend {
  /** Monotonic milliseconds. */
  readonly atMs: number;
  readonly callback: () => void;
  /** It was made, or is not wanted any more. */
  isOver: boolean;
  /** Ends the loop's timer. */
  disarm: () => void;
}
