import type { StubStep } from '../../domain/failure-evidence.js';
import { isReplied } from '../../domain/outcome.js';
import type { StubDefinition } from '../../domain/probe-definition.js';
import { type AttemptEnd, failedEnd, repliedEnd } from '../attempt.js';
import type { RateLimit } from '../plan/rate-limit.js';
import type { MakeRequest } from '../plan/request-maker.js';
import type { UdpRoute } from '../route.js';
import { isLame, isPassedOver } from './passed-over.js';
import { deadlineMs, plannedQueries, type PlannedQuery } from '../../domain/stub-schedule.js';

/** A resolver in a stub's list. */
export interface StubResolver {
  readonly name: string;
  /** Whose reply or silence a query to it is evidence of. */
  readonly party: string;
  readonly route: UdpRoute;
  /** Each must allow a send. */
  readonly limits: readonly RateLimit[];
}

export interface StubPlan {
  readonly definition: StubDefinition;
  /** In the order of the configuration; never empty. */
  readonly resolvers: readonly [StubResolver, ...StubResolver[]];
  /** What one resolution asks, of one resolver after the other; its route is the first one's. */
  readonly request: MakeRequest;
}

/** One query that a stub wants sent. */
export interface StubQuery {
  readonly resolver: StubResolver;
  /** Which time the list is gone through, from 0. */
  readonly pass: number;
  readonly timeoutMs: number;
}

/** What became of a query, and how long a client would have waited for it: the RTT, or the whole wait. Whole microseconds. */
export type OnQueryEnd = (end: AttemptEnd, elapsedUs: number) => void;

/** Sends a query; calls back once, at once or later. */
export type AskResolver = (query: StubQuery, onEnd: OnQueryEnd) => void;

/** What a client saw in the end; `rttUs` is the time of all queries together. */
export interface StubEnd extends AttemptEnd {
  /** Whose end this is: the one that gave the answer, the last that replied, or the last that was asked. */
  readonly resolver: StubResolver;
  /** Every query, in order. */
  readonly steps: readonly StubStep[];
}

/**
 * Resolves as a client of these resolvers does: one after the other, until one of them answers, each
 * waited for as glibc waits, the list gone through `attempts` times. Time is what the ends of the
 * queries say: how late this process takes notice of them adds nothing.
 *
 * If nobody gives an answer, the end is that of the last reply; without any, or after the deadline,
 * it is a `timeout`; a `prober_error` only if not one query could be made.
 */
export function resolveAsStub(plan: StubPlan, turn: number, ask: AskResolver, onEnd: (end: StubEnd) => void): void {
  new Resolution(plan, turn, ask, onEnd).run();
}

/** A query that has ended. */
interface Asked {
  readonly resolver: StubResolver;
  readonly end: AttemptEnd;
  readonly elapsedUs: number;
}

class Resolution {
  readonly #plan: StubPlan;
  readonly #ask: AskResolver;
  readonly #onEnd: (end: StubEnd) => void;
  readonly #queries: readonly PlannedQuery[];
  readonly #deadlineUs: number;
  readonly #asked: Asked[] = [];
  #elapsedUs = 0;
  #isInLoop = false;
  #isWaiting = false;
  #isOver = false;

  constructor(plan: StubPlan, turn: number, ask: AskResolver, onEnd: (end: StubEnd) => void) {
    const { definition, resolvers } = plan;
    this.#plan = plan;
    this.#ask = ask;
    this.#onEnd = onEnd;
    this.#queries = plannedQueries(definition, resolvers.length, turn);
    this.#deadlineUs = deadlineMs(definition, resolvers.length) * 1e3;
  }

  /** Goes on until a query has to be waited for; a loop, because any number of them may end at once. */
  run(): void {
    if (this.#isInLoop) return;
    this.#isInLoop = true;
    while (!this.#isWaiting && !this.#isOver) this.#next();
    this.#isInLoop = false;
  }

  #next(): void {
    const query = this.#queries[this.#asked.length];
    if (this.#elapsedUs >= this.#deadlineUs) this.#finish(this.#withoutAnswer(true));
    else if (query === undefined) this.#finish(this.#withoutAnswer(false));
    else this.#askOne(query);
  }

  #askOne({ index, pass, waitMs }: PlannedQuery): void {
    const resolver = this.#plan.resolvers[index] ?? this.#plan.resolvers[0];
    const timeoutMs = Math.min(waitMs, (this.#deadlineUs - this.#elapsedUs) / 1e3);
    const number = this.#asked.length;
    this.#isWaiting = true;
    this.#ask({ resolver, pass, timeoutMs }, (end, elapsedUs) => {
      // What is told of a query that has already ended changes nothing.
      if (number !== this.#asked.length) return;
      this.#isWaiting = false;
      this.#take({ resolver, end, elapsedUs });
      this.run();
    });
  }

  #take({ resolver, end, elapsedUs }: Asked): void {
    const asked = { resolver, end: asClientSees(end), elapsedUs };
    this.#asked.push(asked);
    this.#elapsedUs += elapsedUs;
    if (!isPassedOver(end)) this.#finish(asked);
  }

  /** All were in vain, or there is no time to ask on. */
  #withoutAnswer(isTooLate: boolean): Asked {
    const lastAsked = this.#asked.at(-1) ?? notAsked(this.#plan.resolvers[0]);
    const lastReplied = this.#asked.findLast(({ end }) => isReplied(end.outcome));
    if (!isTooLate && lastReplied !== undefined) return lastReplied;
    const isOurFault = this.#asked.every(({ end }) => end.outcome === 'prober_error');
    const { detail } = lastAsked.end;
    return { ...lastAsked, end: failedEnd(isOurFault ? 'prober_error' : 'timeout', null, { detail }) };
  }

  #finish({ resolver, end }: Asked): void {
    this.#isOver = true;
    const sentAtMs = this.#asked.find((asked) => asked.end.sentAtMs !== null)?.end.sentAtMs ?? null;
    const gotReply = this.#asked.some((asked) => asked.end.gotReply);
    const timed = isReplied(end.outcome) ? repliedEnd(end.outcome, sentAtMs ?? 0, this.#elapsedUs / 1e3, end) : end;
    const steps = this.#asked.map(stepOf);
    this.#onEnd({ ...timed, sentAtMs, lastSentAtMs: sentAtMs, gotReply, connection: null, resolver, steps });
  }
}

/** A reply that a client passes over as telling nothing is no answer, whatever was expected. */
function asClientSees(end: AttemptEnd): AttemptEnd {
  if (end.outcome !== 'answered' || !isLame(end)) return end;
  return { ...end, outcome: 'wrong_answer', detail: 'lame: no records, neither authoritative nor recursive' };
}

function stepOf({ resolver, end, elapsedUs }: Asked): StubStep {
  return { resolver: resolver.name, outcome: end.outcome, rcode: end.rcode, elapsedUs };
}

function notAsked(resolver: StubResolver): Asked {
  return { resolver, end: failedEnd('prober_error', null), elapsedUs: 0 };
}
