import type { BuiltQuery } from '../dns/build-query.js';
import type { CompiledExpectation } from '../dns/expectation.js';
import type { Outcome } from '../domain/outcome.js';
import type { Transport } from '../domain/probe-definition.js';
import type { Endpoint } from './transport/endpoint.js';

/** One query to one resolver, before it is sent. */
export interface AttemptRequest {
  readonly endpoint: Endpoint;
  readonly transport: Transport;
  readonly tcpFallback: boolean;
  readonly timeoutMs: number;
  readonly expectation: CompiledExpectation;
  /** The query under an id that the transport chooses. */
  readonly buildQuery: (id: number) => BuiltQuery;
}

/** When and by which socket a query goes out. */
export interface Sending {
  /** Counts the attempts of a series, from any start: it leads them round the source ports. */
  readonly turn: number;
  /** Monotonic milliseconds: an attempt that cannot be sent by then is not sent, but a `prober_error`. */
  readonly sendByMs: number;
}

/** What a series will ask first. */
export interface FirstSend {
  readonly request: AttemptRequest;
  readonly turn: number;
}

/** What became of an attempt. */
export interface AttemptEnd {
  readonly outcome: Outcome;
  /** Integer microseconds, 1 to 60,000,000; `null` without a reply. */
  readonly rttUs: number | null;
  /** The RTT lay outside and was clamped. */
  readonly wasClamped: boolean;
  /** Name of the full rcode; `null` without a reply that is a message. */
  readonly rcode: string | null;
  /** Monotonic milliseconds; `null` if it was never sent. */
  readonly sentAtMs: number | null;
  /** Any acceptable reply came, even if the attempt failed afterwards: the vantage was on line. */
  readonly gotReply: boolean;
}

export type OnAttemptEnd = (end: AttemptEnd) => void;

const MIN_RTT_US = 1;
const MAX_RTT_US = 60_000_000;

/** An end with an RTT in whole microseconds, clamped. */
export function repliedEnd(outcome: Outcome, rcode: string | null, sentAtMs: number, repliedAtMs: number): AttemptEnd {
  const exactUs = Math.round((repliedAtMs - sentAtMs) * 1e3);
  const rttUs = Math.min(MAX_RTT_US, Math.max(MIN_RTT_US, exactUs));
  return { outcome, rttUs, wasClamped: rttUs !== exactUs, rcode, sentAtMs, gotReply: true };
}

export function failedEnd(
  outcome: 'timeout' | 'network_error' | 'prober_error',
  sentAtMs: number | null,
  gotReply = false,
): AttemptEnd {
  return { outcome, rttUs: null, wasClamped: false, rcode: null, sentAtMs, gotReply };
}
