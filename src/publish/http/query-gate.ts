import { HttpError } from './errors.js';

export interface QueryGateOptions {
  readonly maxRunning: number;
  readonly maxWaiting: number;
  readonly timeoutMs: number;
}

/**
 * Bounds what visitors may make the store do at once. A query that outlives its timeout is answered
 * 503, but keeps its place until it really ends: otherwise slow queries would pile up behind the
 * gate's back.
 */
export class QueryGate {
  readonly #options: QueryGateOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: QueryGateOptions) {
    this.#options = options;
  }

  /** Runs `query` when its turn comes. Throws `HttpError` 503 when too many wait or it takes too long. */
  async run<T>(query: () => Promise<T>): Promise<T> {
    if (this.#running >= this.#options.maxRunning && this.#waiting.length >= this.#options.maxWaiting) {
      throw new HttpError(503, 'BUSY', 'too many history queries are waiting; try again in a few seconds', 5);
    }
    const deadline = startDeadline(this.#options.timeoutMs);
    try {
      return await Promise.race([this.#inTurn(query, deadline), deadline.expired]);
    } finally {
      deadline.cancel();
    }
  }

  async #inTurn<T>(query: () => Promise<T>, deadline: Deadline): Promise<T> {
    if (this.#running >= this.#options.maxRunning) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running++;
    try {
      // Nobody waits for the answer any more: do not ask the question.
      if (deadline.hasExpired()) throw tookTooLong(this.#options.timeoutMs);
      return await query();
    } finally {
      this.#passOn();
    }
  }

  /** The place goes to the next in line without becoming free in between. */
  #passOn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}

interface Deadline {
  readonly expired: Promise<never>;
  hasExpired(): boolean;
  cancel(): void;
}

function startDeadline(timeoutMs: number): Deadline {
  let hasExpired = false;
  let cancel = (): void => undefined;
  const expired = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => {
      hasExpired = true;
      reject(tookTooLong(timeoutMs));
    }, timeoutMs);
    cancel = () => clearTimeout(timer);
  });
  return { expired, hasExpired: () => hasExpired, cancel };
}

function tookTooLong(timeoutMs: number): HttpError {
  const seconds = String(timeoutMs / 1_000);
  return new HttpError(503, 'TOOK_TOO_LONG', `the query took longer than ${seconds} s; ask for a shorter range`, 10);
}
