import type { Timers } from './deadline-queue.js';

export interface SendTimersDeps {
  readonly monotonicMs: () => number;
  /** For what is further away. */
  readonly timers: Timers;
  /** Holds this thread up for so long, in milliseconds. */
  readonly sleep: (ms: number) => void;
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
export function sendTimers({ monotonicMs, timers, sleep, isLoopNeeded }: SendTimersDeps): Timers {
  return {
    afterPoll: (callback) => timers.afterPoll(callback),
    setTimer: (callback, delayMs) => {
      if (delayMs >= GRAIN_MS || isLoopNeeded()) return timers.setTimer(callback, Math.ceil(delayMs));
      const atMs = monotonicMs() + delayMs;
      let isDisarmed = false;
      const look = (): void => {
        if (isDisarmed) return;
        sleep(STEP_MS);
        if (monotonicMs() >= atMs) callback();
        else timers.afterPoll(look);
      };
      timers.afterPoll(look);
      return () => (isDisarmed = true);
    },
  };
}
