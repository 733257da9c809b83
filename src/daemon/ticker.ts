import { MINUTE_MS } from '../domain/clock.js';
import type { Log } from '../domain/log.js';

export interface Ticker {
  /** Stops ticking and waits for a tick that is under way. */
  stop(): Promise<void>;
}

/** What fails in the same way again and again is told this often. */
const REMIND_MS = MINUTE_MS;

/**
 * Calls `tick` every `intervalMs`, never twice at a time: a tick that takes longer makes the next
 * one late, not concurrent. An error is logged and the next tick tries again.
 */
export function startTicker(
  name: string,
  intervalMs: number,
  tick: () => Promise<void>,
  log: Log,
  monotonicMs: () => number = () => performance.now(),
): Ticker {
  let underWay: Promise<void> | null = null;
  const trouble = new Trouble(name, log, monotonicMs);
  const timer = setInterval(() => {
    underWay ??= tick()
      .then(() => trouble.isOver())
      .catch((error: unknown) => trouble.happened(error))
      .finally(() => (underWay = null));
  }, intervalMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}

/** Failures of one task: the first of each kind is told at once, then how often it came, then that it is over. */
class Trouble {
  readonly #task: string;
  readonly #log: Log;
  readonly #monotonicMs: () => number;
  #last: { readonly words: string; readonly toldAtMs: number } | null = null;
  #untold = 0;

  constructor(task: string, log: Log, monotonicMs: () => number) {
    this.#task = task;
    this.#log = log;
    this.#monotonicMs = monotonicMs;
  }

  happened(error: unknown): void {
    const words = String(error);
    const nowMs = this.#monotonicMs();
    const isRepeated = this.#last?.words === words && nowMs - this.#last.toldAtMs < REMIND_MS;
    if (isRepeated) {
      this.#untold++;
      return;
    }
    const more = this.#untold === 0 ? {} : { failedMeanwhile: this.#untold };
    this.#log.error({ err: error, tick: this.#task, ...more }, 'a periodic task failed; it will be tried again');
    this.#last = { words, toldAtMs: nowMs };
    this.#untold = 0;
  }

  isOver(): void {
    if (this.#last === null) return;
    this.#log.info({ tick: this.#task, failedMeanwhile: this.#untold }, 'the periodic task succeeds again');
    this.#last = null;
    this.#untold = 0;
  }
}
