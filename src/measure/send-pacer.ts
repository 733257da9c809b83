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

/** The event loop tells no time shorter than this. */
const GRAIN_MS = 1;
/** What becomes due within this is sent in one go. */
const SHORTEST_MS = 0.2;

/**
 * Timers for sends. The loop's own come up to two milliseconds late; where the next send is nearer
 * than one, the thread itself sleeps for it, and the loop looks at its sockets afterwards. That
 * changes no RTT as long as the kernel says when each reply came.
 */
export class SendPacer implements Timers {
  readonly #deps: SendPacerDeps;
  /** The send that the thread sleeps for, of several the last that was set; `null`: none. */
  #next: NearSend | null = null;
  #hasSlept = false;

  constructor(deps: SendPacerDeps) {
    this.#deps = deps;
  }

  afterPoll(callback: () => void): void {
    this.#deps.timers.afterPoll(callback);
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const { timers, monotonicMs, isLoopNeeded } = this.#deps;
    if (delayMs >= GRAIN_MS || isLoopNeeded()) return timers.setTimer(callback, Math.ceil(delayMs));
    const atMs = monotonicMs() + delayMs;
    const send: NearSend = { atMs, callback, isOver: false, disarm: () => this.#forget(send) };
    this.#next = send;
    timers.afterPoll(() => this.#look(send));
    return () => send.disarm();
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

  #look(send: NearSend): void {
    if (send.isOver) return;
    const { monotonicMs, isLoopNeeded } = this.#deps;
    if (!this.#hasSlept && !isLoopNeeded()) this.#sleepFor(send);
    this.#hasSlept = false;
    const leftMs = send.atMs - monotonicMs();
    if (leftMs > 0) return this.#lookAgain(send, leftMs);
    this.#forget(send);
    send.callback();
  }

  #lookAgain(send: NearSend, leftMs: number): void {
    const { timers, isLoopNeeded } = this.#deps;
    if (!isLoopNeeded()) return timers.afterPoll(() => this.#look(send));
    this.#forget(send);
    send.disarm = timers.setTimer(send.callback, Math.ceil(leftMs));
  }

  #sleepFor({ atMs }: NearSend): void {
    this.#deps.sleep(Math.min(GRAIN_MS, Math.max(SHORTEST_MS, atMs - this.#deps.monotonicMs())));
    this.#hasSlept = true;
  }

  #forget(send: NearSend): void {
    send.isOver = true;
    if (this.#next === send) this.#next = null;
  }
}

interface NearSend {
  /** Monotonic milliseconds. */
  readonly atMs: number;
  readonly callback: () => void;
  /** The thread sleeps for it no longer. */
  isOver: boolean;
  disarm: () => void;
}
