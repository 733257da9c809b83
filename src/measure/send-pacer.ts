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
/** What becomes due within this is sent in one go; nothing but a send waits for it. */
const STEP_MS = 0.2;

/**
 * Timers for sends. The loop's own come up to two milliseconds late; where the next send is nearer
 * than one, the thread itself sleeps, a fifth of a millisecond at a time, and the loop looks at its
 * sockets in between. That changes no RTT as long as the kernel says when each reply came.
 */
export class SendPacer implements Timers {
  readonly #deps: SendPacerDeps;
  /** Timers for which the thread sleeps. */
  #armed = 0;
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
    let isArmed = true;
    this.#armed++;
    const disarm = (): void => {
      if (isArmed) this.#armed--;
      isArmed = false;
    };
    const look = (): void => {
      if (!isArmed) return;
      if (!this.#hasSlept) this.#sleep();
      this.#hasSlept = false;
      if (monotonicMs() < atMs) return timers.afterPoll(look);
      disarm();
      callback();
    };
    timers.afterPoll(look);
    return disarm;
  }

  /**
   * To be called once all is sent that is sent in one go. The kernel likes to wake who gets a datagram
   * on the core of its sender: a resolver on this machine would wait there until this program has put
   * its books in order, which no client makes it wait for.
   */
  afterSends(): void {
    if (this.#armed === 0) this.#deps.yieldCore();
    else if (!this.#hasSlept) this.#sleep();
  }

  #sleep(): void {
    this.#deps.sleep(STEP_MS);
    this.#hasSlept = true;
  }
}
