import {
  failedEnd,
  repliedEnd,
  type AttemptRequest,
  type FirstSend,
  type OnAttemptEnd,
  type Sending,
} from '../../src/measure/attempt.js';
import type { Timers } from '../../src/measure/deadline-queue.js';
import type { ProberAsker } from '../../src/measure/prober.js';
import type { ProberTime } from './dns-prober-time.js';

export interface FakeAsk {
  readonly request: AttemptRequest;
  readonly turn: number;
  readonly sentAtMs: number;
  /** Ends it as answered now. */
  answer(): void;
  /** Ends it without a reply. */
  fail(outcome: 'timeout' | 'network_error' | 'prober_error'): void;
  /** Ends it as one that could not be sent in time. */
  neverSend(): void;
}

/** Stands for all transports: remembers what was asked, and ends it as the test's behaviour says. */
export class FakeAsker implements ProberAsker {
  readonly receiveClock = 'user';
  readonly sendTimers: Timers;
  readonly asks: FakeAsk[] = [];
  readonly prepared: (readonly FirstSend[])[] = [];
  isClosed = false;
  /** A test's own may be ready later. */
  onPrepare: (onReady: () => void) => void = (onReady) => onReady();
  readonly #time: ProberTime;
  readonly #behaviour: (ask: FakeAsk) => void;

  constructor(time: ProberTime, behaviour: (ask: FakeAsk) => void) {
    this.#time = time;
    this.sendTimers = time;
    this.#behaviour = behaviour;
  }

  prepare(firstSends: readonly FirstSend[], onReady: () => void): void {
    this.prepared.push(firstSends);
    this.onPrepare(onReady);
  }

  ask(request: AttemptRequest, { turn }: Sending, onEnd: OnAttemptEnd): void {
    const sentAtMs = this.#time.monotonicMs();
    const ask: FakeAsk = {
      request,
      turn,
      sentAtMs,
      answer: () => onEnd(repliedEnd('answered', sentAtMs, this.#time.monotonicMs() - sentAtMs, { rcode: 'NOERROR' })),
      fail: (outcome) => onEnd(failedEnd(outcome, sentAtMs)),
      neverSend: () => onEnd(failedEnd('prober_error', null)),
    };
    this.asks.push(ask);
    this.#behaviour(ask);
  }

  sweep(): void {
    // nothing to close
  }

  close(): void {
    this.isClosed = true;
  }
}
