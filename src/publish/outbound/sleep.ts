/** Waits; ends at once when the signal aborts. Never rejects. Passed in, so that tests decide how time passes. */
export type Sleep = (durationMs: number, signal: AbortSignal) => Promise<void>;

/** Real time; does not keep the process alive. */
export const systemSleep: Sleep = (durationMs, signal) =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs).unref();
    signal.addEventListener('abort', end);
  });
