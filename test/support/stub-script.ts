import type { StubDefinition } from '../../src/domain/probe-definition.js';
import { compileExpectation } from '../../src/dns/expectation.js';
import { classify } from '../../src/dns/classify.js';
import { prepareQuery, type PreparedQuery } from '../../src/dns/prepared-query.js';
import { type AttemptEnd, failedEnd, repliedEnd } from '../../src/measure/attempt.js';
import { type OnQueryEnd, resolveAsStub, type StubEnd, type StubPlan } from '../../src/measure/stub/stub-resolution.js';
import { dnsReply, type ReplyContent } from './dns-reply.js';
import { sampleExpectation, sampleQuery } from './dns-samples.js';

/** What a scripted resolver does with a query: nothing, an error at once, or a reply after so many milliseconds. */
export type Behaviour =
  | 'silent'
  | 'refuses'
  | 'our fault'
  | { readonly afterMs: number; readonly content?: ReplyContent; readonly bytes?: Uint8Array };

export interface StubRun {
  readonly end: StubEnd;
  /** Whom it asked, at which virtual time, waiting how long: `1@5000+2000`. */
  readonly asked: readonly string[];
  readonly elapsedMs: number;
}

const QUESTION = sampleQuery();
const PREPARED: PreparedQuery = prepareQuery(QUESTION);

/** A stub of resolvers that each behave, query after query, as scripted (the last behaviour for ever), in virtual time. */
export function runStub(
  behaviours: readonly (readonly Behaviour[])[],
  options: Partial<StubDefinition> = {},
  { turn = 0, expect = sampleExpectation() } = {},
): StubRun {
  const plan = stubPlan(behaviours.length, options);
  const expectation = compileExpectation(expect);
  const counts = behaviours.map(() => 0);
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  let end: StubEnd | null = null;
  let nowMs = 0;
  resolveAsStub(
    plan,
    turn,
    ({ resolver, timeoutMs }, onEnd) => {
      if (end !== null || waiting.length > 0) throw new Error('asked after the end, or before the last query ended');
      const index = plan.resolvers.indexOf(resolver);
      const script = behaviours[index]!;
      const behaviour = script[Math.min(counts[index]!++, script.length - 1)]!;
      asked.push(`${String(index)}@${String(nowMs)}+${String(timeoutMs)}`);
      waiting.push(() => endQuery(behaviour, timeoutMs, onEnd));
    },
    (found) => {
      if (end !== null) throw new Error('ended twice');
      end = found;
    },
  );
  while (waiting.length > 0) waiting.shift()!();
  return { end: end!, asked, elapsedMs: nowMs };

  function endQuery(behaviour: Behaviour, timeoutMs: number, onEnd: OnQueryEnd): void {
    const sentAtMs = nowMs;
    if (behaviour === 'our fault') return onEnd(failedEnd('prober_error', null), 0);
    if (behaviour === 'refuses') return onEnd(failedEnd('network_error', sentAtMs, { detail: 'ECONNREFUSED' }), 0);
    if (behaviour === 'silent' || behaviour.afterMs > timeoutMs) {
      nowMs += timeoutMs;
      return onEnd(failedEnd('timeout', sentAtMs), timeoutMs * 1e3);
    }
    nowMs += behaviour.afterMs;
    onEnd(endOf(behaviour, sentAtMs), behaviour.afterMs * 1e3);
  }

  function endOf(behaviour: Exclude<Behaviour, string>, sentAtMs: number): AttemptEnd {
    const reply = behaviour.bytes ?? dnsReply(PREPARED.bytes(7), behaviour.content);
    const sent = { id: 7, question: PREPARED.question };
    const verdict = classify(reply, sent, expectation, { transport: 'udp', followTruncation: false });
    if (verdict.kind !== 'reply') throw new Error(`a scripted reply is no reply: ${verdict.kind}`);
    return repliedEnd(verdict.outcome, sentAtMs, behaviour.afterMs, { rcode: verdict.rcode, reply });
  }
}

function stubPlan(count: number, options: Partial<StubDefinition>): StubPlan {
  const resolvers = Array.from({ length: count }, (_, i) => {
    const endpoint = { address: `192.0.2.${String(i + 1)}`, port: 53 };
    return {
      name: `ns${String(i)}`,
      party: endpoint.address,
      route: { transport: 'udp', endpoint, tcpFallback: true },
      limits: [],
    } as const;
  });
  const [first, ...others] = resolvers;
  const definition = { name: 'stub', attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null, ...options };
  const request = {
    route: first!.route,
    timeoutMs: 0,
    expectation: compileExpectation(sampleExpectation()),
    query: PREPARED,
    keepsReply: true,
  };
  return { definition, resolvers: [first!, ...others], request: () => request };
}
