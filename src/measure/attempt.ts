import type { PreparedQuery } from '../dns/prepared-query.js';
import type { CompiledExpectation } from '../dns/expectation.js';
import type { SecondTry } from '../domain/attempt-batch.js';
import type { Phase } from '../domain/phase.js';
import type { Outcome } from '../domain/outcome.js';
import type { Route } from './route.js';

/** One query to one resolver, before it is sent. The same object may be asked again and again. */
export interface AttemptRequest {
  readonly route: Route;
  readonly timeoutMs: number;
  readonly expectation: CompiledExpectation;
  readonly query: PreparedQuery;
  /** Keep the reply's bytes even if it is `answered`; those of failures are kept in any case. */
  readonly keepsReply: boolean;
  /** Is told of the reply to each attempt whose reply is kept, before the attempt's end is; absent: nobody is. */
  readonly onReply?: ((reply: Uint8Array) => void) | null;
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
  /** When the query last left: later than `sentAtMs` if it waited for a kept connection to open, or was asked again. */
  readonly lastSentAtMs: number | null;
  /**
   * Anything came back from the other side, even if the attempt failed: the vantage was on line. Beside
   * replies that is a connection established, a certificate, any byte of a stream, FIN, and a refusal or
   * reset by the resolver itself; not what routers say, since the vantage's own may say it off line.
   */
  readonly gotReply: boolean;
  /** Monotonic milliseconds: when the resolver's refusal, or a router's, came; `null` if unknown or there was none. */
  readonly refusedAtMs: number | null;
  /** What exactly was wrong: the expectation not met, an error's code or message, a status; `null` if the outcome says all. */
  readonly detail: string | null;
  /** The reply, whole; `null` without one, and of an answered attempt whose request does not keep it. */
  readonly reply: Uint8Array | null;
  /** The source port; `null` if unknown. */
  readonly localPort: number | null;
  /** Only if the attempt opened a connection. */
  readonly connection: OpenedConnection | null;
  /** Absent over UDP, and where there is nothing of it to tell: most ends need no room for it. */
  readonly stream?: StreamNotes;
}

/** What only an attempt over a stream has to tell. */
export interface StreamNotes {
  /** In which part it failed; `null` if a reply came. */
  readonly failedIn: Phase | null;
  /** Why its query was asked twice; `null` if it was not. */
  readonly askedAgain: SecondTry | null;
}

/** A connection that was opened for an attempt, and how long that took. Microseconds. */
export interface OpenedConnection {
  /** It replaced a kept one before its age: the other side had ended that. */
  readonly isReopened: boolean;
  /** `null` if it did not come to that. */
  readonly connectUs: number | null;
  /** The handshake (DoT, DoH). */
  readonly tlsUs: number | null;
  /** From query to reply, of a cold attempt that got one. */
  readonly queryUs: number | null;
  /** Milliseconds since the epoch; `null` if no certificate was seen. */
  readonly certificateExpiresAtMs: number | null;
}

export type OnAttemptEnd = (end: AttemptEnd) => void;

/** What an end may say beyond its outcome. */
export type EndDetails = Partial<
  Pick<AttemptEnd, 'rcode' | 'detail' | 'reply' | 'localPort' | 'connection' | 'lastSentAtMs' | 'stream'>
>;

/** What a failure may say beyond its outcome; absent: nothing came back. */
export type FailureDetails = EndDetails & Partial<Pick<AttemptEnd, 'gotReply' | 'refusedAtMs'>>;

const MIN_RTT_US = 1;
const MAX_RTT_US = 60_000_000;

/** An end with an RTT in whole microseconds, clamped. */
export function repliedEnd(outcome: Outcome, sentAtMs: number, rttMs: number, details: EndDetails = {}): AttemptEnd {
  const exactUs = Math.round(rttMs * 1e3);
  const rttUs = Math.min(MAX_RTT_US, Math.max(MIN_RTT_US, exactUs));
  const { rcode = null, detail = null, reply = null, localPort = null, connection = null } = details;
  const { lastSentAtMs = sentAtMs } = details;
  const end: AttemptEnd = {
    outcome,
    rttUs,
    wasClamped: rttUs !== exactUs,
    rcode,
    sentAtMs,
    lastSentAtMs,
    gotReply: true,
    refusedAtMs: null,
    detail,
    reply,
    localPort,
    connection,
  };
  return details.stream === undefined ? end : { ...end, stream: details.stream };
}

/** An end without a reply; `gotReply` if something came back all the same. */
export function failedEnd(
  outcome: 'timeout' | 'network_error' | 'tls_error' | 'http_error' | 'prober_error',
  sentAtMs: number | null,
  details: FailureDetails = {},
): AttemptEnd {
  const { rcode = null, detail = null, reply = null, localPort = null, connection = null } = details;
  const { lastSentAtMs = sentAtMs } = details;
  const { gotReply = false, refusedAtMs = null } = details;
  const end: AttemptEnd = {
    outcome,
    rttUs: null,
    wasClamped: false,
    rcode,
    sentAtMs,
    lastSentAtMs,
    gotReply,
    refusedAtMs,
    detail,
    reply,
    localPort,
    connection,
  };
  return details.stream === undefined ? end : { ...end, stream: details.stream };
}

/** Something of ours threw while it was asked, which is not what the network does: other attempts go on. */
export function thrownEnd(error: unknown): AttemptEnd {
  return failedEnd('prober_error', null, { detail: error instanceof Error ? error.message : String(error) });
}
