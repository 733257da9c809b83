import { failedEnd, repliedEnd, type AttemptRequest, type OnAttemptEnd } from '../../src/measure/attempt.js';
import type { ProberTime } from './dns-prober-time.js';

export interface FakeAsk {
  readonly request: AttemptRequest;
  readonly turn: number;
  readonly sentAtMs: number;
  /** Ends it as answered now. */
  answer(): void;
  /** Ends it without a reply. */
  fail(outcome: 'timeout' | 'network_error' | 'prober_error'): void;
}

/** Stands for all transports: remembers what was asked, and ends it as the test's behaviour says. */
export class FakeAsker {
  readonly receiveClock = 'user';
  readonly asks: FakeAsk[] = [];
  isClosed = false;
  readonly #time: ProberTime;
  readonly #behaviour: (ask: FakeAsk) => void;

  constructor(time: ProberTime, behaviour: (ask: FakeAsk) => void) {
    this.#time = time;
    this.#behaviour = behaviour;
  }

  ask(request: AttemptRequest, turn: number, onEnd: OnAttemptEnd): void {
    const sentAtMs = this.#time.monotonicMs();
    const ask: FakeAsk = {
      request,
      turn,
      sentAtMs,
      answer: () => onEnd(repliedEnd('answered', 'NOERROR', sentAtMs, this.#time.monotonicMs())),
      fail: (outcome) => onEnd(failedEnd(outcome, sentAtMs)),
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
