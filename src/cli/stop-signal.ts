const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

export interface StopSignal {
  /** Aborted by the first SIGTERM or SIGINT; another one then ends the process at once, as it does by default. */
  readonly signal: AbortSignal;
  /** Resolves at the first SIGTERM or SIGINT. */
  readonly told: Promise<void>;
  /** Leaves signals alone from now on. */
  release(): void;
}

/** Heeds what tells a command to stop. Call it before anything else: an unheeded signal ends the process. */
export function heedStop(): StopSignal {
  const enough = new AbortController();
  const { signal } = enough;
  const release = (): void => {
    for (const name of STOP_SIGNALS) process.removeListener(name, stop);
  };
  const stop = (): void => {
    release();
    enough.abort();
  };
  for (const name of STOP_SIGNALS) process.on(name, stop);
  const told = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return { signal, told, release };
}
