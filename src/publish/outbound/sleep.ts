/** Waits; ends at once when the signal aborts. Never rejects. Passed in, so that tests decide how time passes. */
export type Sleep = (durationMs: number, signal: AbortSignal) => Promise<void>;

/** Real time; does not keep the process alive: for a daemon, which does not live for it. */
export const systemSleep: Sleep = (durationMs, signal) => sleep(durationMs, signal, false);

/** Real time; keeps the process alive: for a command, which has nothing else to do meanwhile. */
export const awaitedSleep: Sleep = (durationMs, signal) => sleep(durationMs, signal, true);

function sleep(durationMs: number, signal: AbortSignal, keepsAlive: boolean): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    if (!keepsAlive) timer.unref();
    signal.addEventListener('abort', end);
  });
}
