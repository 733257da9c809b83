import { decodeQuery, encodeQuestionRecord, encodeResponse, udpReplyLimit } from '../dns/respond.js';
import type { ReceivedQuery, ResponseContent } from '../dns/respond.js';
import { globMatches } from '../domain/slo-definition.js';
import { createAnswerCache, type AnswerCache } from './answer-cache.js';
import { dailyLoad, drawLatencyUs } from './latency.js';
import { isOn, LAB_RCODES, type FaultEffect, type LabResolver, type ScheduledFault } from './scenario.js';
import type { Zone } from './zone.js';

export type Reaction =
  { readonly kind: 'silence' } | { readonly kind: 'reply'; readonly bytes: Buffer; readonly delayUs: number };

/** Decides what one resolver of the lab does with a message; never throws, whatever the bytes. */
export interface Responder {
  react(message: Uint8Array, transport: 'udp' | 'tcp', nowMs: number): Reaction;
}

export interface ResponderOptions {
  readonly resolver: LabResolver;
  readonly zone: Zone;
  readonly faults: readonly ScheduledFault[];
  /** Faults are timed from here. */
  readonly startedAtMs: number;
  readonly random: () => number;
}

const CACHE_CAPACITY = 10_000;
const OPCODE_QUERY = 0;
const RCODE = { NOERROR: 0, BADVERS: 16, ...LAB_RCODES } as const;
const SILENCE: Reaction = { kind: 'silence' };

export function createResponder(options: ResponderOptions): Responder {
  const cache = createAnswerCache(CACHE_CAPACITY);
  return {
    react(message, transport, nowMs) {
      const query = decodeQuery(message);
      if (query === null) return SILENCE;
      const effects = effectsOn(options, query, nowMs);
      if (isLost(effects) || options.random() < options.resolver.loss) return SILENCE;
      const content = { nsid: options.resolver.name, ...contentFor(query, options, effects) };
      return {
        kind: 'reply',
        bytes: encodeReaction(query, content, transport, effects, options.random),
        delayUs: delayUs(options, isHit(cache, query, content, nowMs), effects, nowMs),
      };
    },
  };
}

type Content = ResponseContent & { readonly ttlSeconds: number };

function effectsOn(options: ResponderOptions, query: ReceivedQuery, nowMs: number): readonly FaultEffect[] {
  const sinceStartMs = nowMs - options.startedAtMs;
  return options.faults
    .filter(
      (fault) =>
        isOn(fault, sinceStartMs) &&
        (fault.resolvers?.includes(options.resolver.name) ?? true) &&
        (fault.qnames?.some((glob) => globMatches(glob, query.qname)) ?? true) &&
        (fault.probability >= 1 || options.random() < fault.probability),
    )
    .map((fault) => fault.effect);
}

function isLost(effects: readonly FaultEffect[]): boolean {
  return effects.some((effect) => effect.kind === 'silent' || effect.kind === 'drop');
}

function contentFor(query: ReceivedQuery, options: ResponderOptions, effects: readonly FaultEffect[]): Content {
  const refusal = protocolRefusal(query);
  if (refusal !== null) return empty(refusal);
  for (const effect of effects) {
    if (effect.kind === 'rcode') return empty(LAB_RCODES[effect.rcode]);
    if (effect.kind === 'wrong-answer') return wrongAnswer(query);
  }
  const found = options.zone.lookUp(query.qname, query.qtype);
  return {
    rcode: found.exists ? RCODE.NOERROR : RCODE.NXDOMAIN,
    answers: found.answers,
    authorities: found.authorities,
    authenticData: found.isSecure && query.edns?.dnssecOk === true,
    ttlSeconds: found.ttlSeconds,
  };
}

/** The rcode for what no resolver would do; `null` for an ordinary query. */
function protocolRefusal(query: ReceivedQuery): number | null {
  if (query.opcode !== OPCODE_QUERY) return RCODE.NOTIMP;
  // RFC 6891 §6.1.3: a version above ours is answered BADVERS.
  if (query.edns !== null && query.edns.version > 0) return RCODE.BADVERS;
  const isTransfer = query.qtype === 'AXFR' || query.qtype === 'IXFR';
  return isTransfer || query.qclass !== 'IN' ? RCODE.REFUSED : null;
}

function empty(rcode: number): Content {
  return { rcode, answers: [], authorities: [], ttlSeconds: 0 };
}

/** Addresses that no scenario needs for its truth. */
const WRONG_ADDRESS = { A: '192.0.2.254', AAAA: '2001:db8::bad' } as const;

function wrongAnswer(query: ReceivedQuery): Content {
  const type = query.qtype;
  if (type !== 'A' && type !== 'AAAA') return empty(RCODE.NOERROR);
  return {
    ...empty(RCODE.NOERROR),
    answers: [encodeQuestionRecord({ type, ttlSeconds: 60, data: WRONG_ADDRESS[type] })],
  };
}

function encodeReaction(
  query: ReceivedQuery,
  content: ResponseContent,
  transport: 'udp' | 'tcp',
  effects: readonly FaultEffect[],
  random: () => number,
): Buffer {
  if (effects.some((effect) => effect.kind === 'garbage')) return garbage(query, random);
  const whole = encodeResponse(query, content);
  if (transport === 'tcp') return whole;
  const isCut = whole.length > udpReplyLimit(query) || effects.some((effect) => effect.kind === 'truncate');
  return isCut ? encodeResponse(query, { ...content, truncated: true, answers: [], authorities: [] }) : whole;
}

/** Promises an answer and breaks off: 0x80 begins a label of a kind that does not exist (RFC 1035 §4.1.4). */
function garbage(query: ReceivedQuery, random: () => number): Buffer {
  const noise = Uint8Array.from({ length: 16 }, (_, index) => (index === 0 ? 0x80 : Math.floor(random() * 256)));
  return encodeResponse({ ...query, edns: null }, { rcode: RCODE.NOERROR, answers: [noise], authorities: [] });
}

/** Errors are not kept, so they cost a cache hit's time and leave no trace. */
function isHit(cache: AnswerCache, query: ReceivedQuery, content: Content, nowMs: number): boolean {
  if (content.ttlSeconds === 0) return true;
  return cache.touch(`${query.qname} ${query.qtype}`, content.ttlSeconds, nowMs);
}

function delayUs(options: ResponderOptions, hit: boolean, effects: readonly FaultEffect[], nowMs: number): number {
  const { latency, rhythm } = options.resolver;
  const drawn = drawLatencyUs(hit ? latency.hit : latency.miss, options.random) * (1 + rhythm * dailyLoad(nowMs));
  return effects.reduce((sum, effect) => (effect.kind === 'delay' ? sum + effect.byUs : sum), drawn);
}
