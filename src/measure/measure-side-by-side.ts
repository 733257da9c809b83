import type { QueryDefinition, ResolverDefinition } from '../domain/probe-definition.js';
import { type OnAttemptEnd, thrownEnd } from './attempt.js';
import { attemptResult, type AttemptResult, type MadeSend } from './attempt-result.js';
import { nodeTimers } from './deadline-queue.js';
import { Lane } from './lane.js';
import { OpenLoop } from './open-loop.js';
import { LATEST_SEND_MS, unsentEnd } from './latest-send.js';
import { proberClock } from './prober-clock.js';
import { cryptoRandom } from './random-source.js';

export interface SideBySideOptions {
  readonly resolvers: readonly ResolverDefinition[];
  readonly query: QueryDefinition;
  /** Attempts of each resolver. */
  readonly count: number;
  /** Between two sends to one resolver. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Hand over the replies of answered attempts too; absent: no. */
  readonly keepsReplies?: boolean;
  /** Called as an attempt is made, before anything else is heard of it; `resolver` is the position in `resolvers`. */
  readonly onSend?: (resolver: number) => void;
  /** Called in order of completion; `resolver` is the position in `resolvers`. */
  readonly onAttempt: (result: AttemptResult, resolver: number) => void;
  /** Sends nothing more and abandons what is in flight: of that, `onSend` told, and `onAttempt` never will. */
  readonly signal?: AbortSignal;
}

export interface MeasuredSideBySide {
  /** Of datagrams. */
  readonly clock: 'kernel' | 'user';
  /** Datagrams ignored for a wrong id, question or source address, by resolver. */
  readonly suspicious: readonly number[];
}

/**
 * Asks several resolvers the same in turn, open loop: each every `intervalMs`, and none at the
 * moment of another, so that what happens on the way happens to all alike and none meets a burst.
 * Resolves when every attempt has its outcome, or the signal came. Rejects with `MeasureError`
 * `PLAN_INVALID` for a query that cannot be asked.
 */
export async function measureSideBySide(options: SideBySideOptions): Promise<MeasuredSideBySide> {
  const random = cryptoRandom();
  const lanes = options.resolvers.map((resolver) => new Lane(resolver, options, random));
  try {
    await Promise.all(lanes.map((lane) => lane.prepare(options.count)));
    await new Promise<void>((resolve) => new SideBySide(lanes, options, resolve).start());
    return { clock: lanes[0]?.asker.receiveClock ?? 'user', suspicious: lanes.map(({ suspicious }) => suspicious) };
  } finally {
    for (const { asker } of lanes) asker.close();
  }
}

const SWEEP_EVERY_MS = 1_000;

class SideBySide {
  readonly #lanes: readonly Lane[];
  readonly #options: SideBySideOptions;
  readonly #onDone: () => void;
  readonly #loop: OpenLoop;
  readonly #startWallMs = proberClock.wallMs();
  readonly #stepMs: number;
  readonly #total: number;
  #nextSweepMs = proberClock.monotonicMs() + SWEEP_EVERY_MS;
  #ended = 0;
  #isDone = false;

  constructor(lanes: readonly Lane[], options: SideBySideOptions, onDone: () => void) {
    this.#lanes = lanes;
    this.#options = options;
    this.#onDone = onDone;
    this.#stepMs = options.intervalMs / lanes.length;
    this.#total = options.count * lanes.length;
    this.#loop = new OpenLoop({
      count: this.#total,
      stepMs: this.#stepMs,
      onDue: (index, dueMs) => this.#send(index, dueMs),
      monotonicMs: proberClock.monotonicMs,
      timers: nodeTimers,
    });
  }

  start(): void {
    const { signal } = this.#options;
    if (signal?.aborted === true || this.#total <= 0) return this.#finish();
    signal?.addEventListener('abort', this.#finish, { once: true });
    this.#loop.start();
  }

  /** Resolvers take turns: number k of all goes to resolver k mod n. */
  #send(number: number, dueMs: number): void {
    const position = number % this.#lanes.length;
    const lane = this.#lanes[position];
    if (lane === undefined) return;
    const scheduledAtMs = this.#startWallMs + number * this.#stepMs;
    const index = Math.floor(number / this.#lanes.length);
    const sent = { resolver: lane.resolver, index, scheduledAtMs, dueMs, request: lane.request(scheduledAtMs) };
    this.#options.onSend?.(position);
    this.#ask(lane, sent, (end) => this.#report(attemptResult(sent, end), position));
    this.#sweep();
  }

  #ask({ asker }: Lane, { request, index, dueMs }: MadeSend, onEnd: OnAttemptEnd): void {
    const sendByMs = dueMs + LATEST_SEND_MS;
    if (proberClock.monotonicMs() > sendByMs) return onEnd(unsentEnd());
    try {
      asker.ask(request, { turn: index, sendByMs }, onEnd);
    } catch (error) {
      onEnd(thrownEnd(error));
    }
  }

  #report(result: AttemptResult, position: number): void {
    if (this.#isDone) return;
    this.#options.onAttempt(result, position);
    if (++this.#ended === this.#total) this.#finish();
  }

  #sweep(): void {
    const nowMs = proberClock.monotonicMs();
    if (nowMs < this.#nextSweepMs) return;
    this.#nextSweepMs = nowMs + SWEEP_EVERY_MS;
    for (const { asker } of this.#lanes) asker.sweep();
  }

  readonly #finish = (): void => {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#loop.stop();
    this.#options.signal?.removeEventListener('abort', this.#finish);
    this.#onDone();
  };
}
