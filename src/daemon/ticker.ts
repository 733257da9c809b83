import type { Log } from '../domain/log.js';

export interface Ticker {
  /** Stops ticking and waits for a tick that is under way. */
  stop(): Promise<void>;
}

/**
 * Calls `tick` every `intervalMs`, never twice at a time: a tick that takes longer makes the next
 * one late, not concurrent. An error is logged and the next tick tries again.
 */
export function startTicker(name: string, intervalMs: number, tick: () => Promise<void>, log: Log): Ticker {
  let underWay: Promise<void> | null = null;
  const timer = setInterval(() => {
    underWay ??= tick()
      .catch((error: unknown) =>
        log.error({ err: error, tick: name }, 'a periodic task failed; it will be tried again'),
      )
      .finally(() => (underWay = null));
  }, intervalMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
