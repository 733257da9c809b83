import type { Clock } from '../../domain/clock.js';
import { ClientRateLimit } from '../http/client-rate-limit.js';
import { HttpError } from '../http/errors.js';
import { QueryGate } from '../http/query-gate.js';

const GATE = { maxRunning: 2, maxWaiting: 20, timeoutMs: 5_000 } as const;
const RATE = { burst: 30, perSecond: 2, maxClients: 10_000 } as const;

/** Bounds what visitors may ask of history, together and each of them, whatever they ask. */
export class BoundedHistory {
  readonly #gate = new QueryGate(GATE);
  readonly #rateLimit: ClientRateLimit;

  constructor(clock: Clock) {
    this.#rateLimit = new ClientRateLimit({ ...RATE, clock });
  }

  /** Throws `HttpError` 429 where this visitor asks too often. */
  admit(address: string): void {
    const waitSeconds = this.#rateLimit.take(address);
    if (waitSeconds === 0) return;
    throw new HttpError(
      429,
      'RATE_LIMITED',
      `too many history queries; try again in ${String(waitSeconds)} s`,
      waitSeconds,
    );
  }

  /** Asks when it is its turn. Throws `HttpError` 503 where too many wait or it takes too long, 400 where the asker is at fault. */
  ask<T>(query: () => Promise<T>): Promise<T> {
    return this.#gate.run(query).catch(rethrowAsAskersFault);
  }
}

/** History rounds long ranges to hours, which only it can judge: what it refuses is the asker's to mend. */
export function rethrowAsAskersFault(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const isTheirs = typeof code === 'string' && (code.startsWith('LATENCY_') || code.startsWith('HISTORY_'));
  if (!(error instanceof Error) || !isTheirs) throw error;
  throw new HttpError(400, 'BAD_REQUEST', error.message);
}
