import { Asker } from '../../src/measure/asker.js';
import type { AttemptEnd, AttemptRequest } from '../../src/measure/attempt.js';
import { nodeTimers } from '../../src/measure/deadline-queue.js';
import { requestMaker, type MakeRequest } from '../../src/measure/plan/request-maker.js';
import { cryptoRandom } from '../../src/measure/random-source.js';
import type { QueryDefinition, ResolverDefinition } from '../../src/domain/probe-definition.js';
import { sampleQuery, sampleResolver } from './dns-samples.js';

const TIMEOUT_MS = 2_000;

/** Asks over real sockets, one attempt after the other. */
export interface RealAsker {
  /** Datagrams that were ignored so far. */
  suspicious(): number;
  ask(request: AttemptRequest): Promise<AttemptEnd>;
  close(): void;
}

export function realAsker(): RealAsker {
  let suspicious = 0;
  let turn = 0;
  const asker = new Asker({
    monotonicMs: () => performance.now(),
    timers: nodeTimers,
    random: cryptoRandom(),
    onSuspicious: () => suspicious++,
  });
  return {
    suspicious: () => suspicious,
    ask: (request) =>
      new Promise((resolve) => asker.ask(request, { turn: turn++, sendByMs: performance.now() + TIMEOUT_MS }, resolve)),
    close: () => asker.close(),
  };
}

/** Requests to a responder on loopback, as a plan would make them. */
export function requestsTo(
  resolver: Partial<ResolverDefinition>,
  query: Partial<QueryDefinition>,
  options: { readonly timeoutMs?: number; readonly markerKey?: string } = {},
): MakeRequest {
  const random = cryptoRandom();
  return requestMaker(sampleResolver(resolver), sampleQuery(query), { timeoutMs: TIMEOUT_MS, random, ...options });
}
