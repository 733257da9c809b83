import type { Outcome } from '../domain/outcome.js';
import type { QueryDefinition, ResolverDefinition } from '../domain/probe-definition.js';
import { Asker } from './asker.js';
import type { AttemptEnd } from './attempt.js';
import { type MakeRequest, requestMaker } from './plan/request-maker.js';
import { nodeTimers } from './deadline-queue.js';
import { proberClock } from './prober-clock.js';
import { LATEST_SEND_MS } from './prober.js';
import { cryptoRandom } from './random-source.js';
import { SOURCE_PORTS } from './transport/udp/udp-pool.js';

export interface MeasureAttemptsOptions {
  readonly resolver: ResolverDefinition;
  readonly query: QueryDefinition;
  readonly count: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Called in order of completion. */
  readonly onAttempt: (result: AttemptResult) => void;
  /** Sends nothing more and abandons what is in flight. */
  readonly signal?: AbortSignal;
}

export interface AttemptResult {
  /** Milliseconds since the epoch. */
  readonly scheduledAtMs: number;
  readonly outcome: Outcome;
  /** Integer microseconds; `null` without a reply. */
  readonly rttUs: number | null;
  /** Name of the full rcode; `null` without a reply that is a message. */
  readonly rcode: string | null;
  /** Actual minus scheduled send time; `null` if it was not sent. */
  readonly sendLagUs: number | null;
}

/**
 * Measures now, open loop: attempt i is due at i × `intervalMs`, whatever became of those before.
 * Resolves when every attempt has its outcome (or the signal came), with whose clock receive times
 * are from. Throws `MeasureError` `PLAN_INVALID` for a query that cannot be asked.
 */
export async function measureAttempts(options: MeasureAttemptsOptions): Promise<{ readonly clock: 'kernel' | 'user' }> {
  const random = cryptoRandom();
  const { resolver, query, timeoutMs } = options;
  const request = requestMaker(resolver, query, { timeoutMs, random });
  const { monotonicMs } = proberClock;
  const asker = new Asker({ monotonicMs, timers: nodeTimers, random, onSuspicious: () => undefined });
  const turns = Array.from({ length: Math.min(options.count, SOURCE_PORTS) }, (_, turn) => turn);
  const firstSends = turns.map((turn) => ({ request: request(proberClock.wallMs()), turn }));
  await new Promise<void>((resolve) => asker.prepare(firstSends, resolve));
  await new Promise<void>((resolve) => new OpenLoop(options, asker, request, resolve).start());
  asker.close();
  return { clock: asker.receiveClock };
}

class OpenLoop {
  readonly #options: MeasureAttemptsOptions;
  readonly #asker: Asker;
  readonly #request: MakeRequest;
  readonly #onDone: () => void;
  readonly #startMs = proberClock.monotonicMs();
  readonly #startWallMs = proberClock.wallMs();
  #next = 0;
  #ended = 0;
  #disarm: () => void = () => undefined;
  #isDone = false;

  constructor(options: MeasureAttemptsOptions, asker: Asker, request: MakeRequest, onDone: () => void) {
    this.#options = options;
    this.#asker = asker;
    this.#request = request;
    this.#onDone = onDone;
  }

  start(): void {
    const { signal, count } = this.#options;
    if (signal?.aborted === true || count <= 0) return this.#finish();
    signal?.addEventListener('abort', this.#finish, { once: true });
    this.#sendDue();
  }

  readonly #sendDue = (): void => {
    const { count, intervalMs, signal } = this.#options;
    while (!this.#isDone && this.#next < count && this.#dueMs(this.#next) <= proberClock.monotonicMs()) {
      this.#attempt(this.#next++);
    }
    if (this.#isDone || this.#next >= count || signal?.aborted === true) return;
    const waitMs = Math.ceil(this.#dueMs(this.#next) - proberClock.monotonicMs());
    this.#disarm = nodeTimers.setTimer(this.#sendDue, Math.max(0, Math.min(waitMs, Math.ceil(intervalMs))));
  };

  #attempt(index: number): void {
    const scheduledAtMs = this.#startWallMs + index * this.#options.intervalMs;
    if (proberClock.monotonicMs() - this.#dueMs(index) > LATEST_SEND_MS) {
      return this.#report({ scheduledAtMs, outcome: 'prober_error', rttUs: null, rcode: null, sendLagUs: null });
    }
    const sending = { turn: index, sendByMs: this.#dueMs(index) + LATEST_SEND_MS };
    this.#asker.ask(this.#request(scheduledAtMs), sending, (end) =>
      this.#report(this.#resultOf(index, scheduledAtMs, end)),
    );
  }

  #resultOf(index: number, scheduledAtMs: number, { outcome, rttUs, rcode, sentAtMs }: AttemptEnd): AttemptResult {
    const sendLagUs = sentAtMs === null ? null : Math.max(0, Math.round((sentAtMs - this.#dueMs(index)) * 1e3));
    return { scheduledAtMs, outcome, rttUs, rcode, sendLagUs };
  }

  #report(result: AttemptResult): void {
    if (this.#isDone) return;
    this.#options.onAttempt(result);
    if (++this.#ended === this.#options.count) this.#finish();
  }

  /** On the monotonic clock. */
  #dueMs(index: number): number {
    return this.#startMs + index * this.#options.intervalMs;
  }

  readonly #finish = (): void => {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#disarm();
    this.#options.signal?.removeEventListener('abort', this.#finish);
    this.#onDone();
  };
}
