import type { Phase } from './phase.js';
import type { Outcome } from './outcome.js';
import type { Transport } from './probe-definition.js';
import type { Series } from './series.js';

/** One attempt that was not answered, in full: what an operator looks at first. */
export interface FailureEvidence {
  readonly series: Series;
  readonly outcome: Outcome;
  /** Milliseconds since the epoch, with fractions. */
  readonly scheduledAtMs: number;
  /** Actual send; `null` if nothing was sent. */
  readonly sentAtMs: number | null;
  /** Integer microseconds; `null` without a reply. */
  readonly rttUs: number | null;
  readonly transport: Transport;
  /** `address:port` that was asked. */
  readonly peer: string;
  /** The source port: which way the query took through load balancers; `null` if unknown. */
  readonly localPort: number | null;
  /**
   * In which part of an attempt over a stream it failed: connecting, the TLS handshake, or from the query
   * on; `null` over UDP, where a reply came, and where our own fault was in none of them. Of one asked over
   * UDP that went on over TCP it is the part over TCP.
   */
  readonly phase: Phase | null;
  /** As it was sent, with its random label. */
  readonly qname: string;
  readonly qtype: string;
  /** What exactly was wrong: the expectation not met, the error's code or message, the HTTP status; `null` if the outcome says all. */
  readonly detail: string | null;
  /** What the reply said, as far as it can be read; `null` without one that has a header. */
  readonly reply: ReplyEvidence | null;
  /** The reply's first bytes, at most `MAX_REPLY_BYTES`; `null` without one. */
  readonly bytes: Uint8Array | null;
  /** How long the whole reply was. */
  readonly byteCount: number | null;
  /** Of a stub: whom it asked, one after the other; `null` of everybody else. */
  readonly steps: readonly StubStep[] | null;
}

/** Failures of one series and outcome whose evidence is not kept, or not any more; they are counted all the same. */
export interface FailureLoss {
  readonly series: Series;
  readonly outcome: Outcome;
  /** Too many for what is kept. */
  readonly pushedOut: number;
  /** Older than they are kept. */
  readonly expired: number;
  /** When the last of them was scheduled, milliseconds since the epoch: what is kept is complete since then. */
  readonly lastMs: number;
}

export interface ReplyEvidence {
  /** Name of the full rcode. */
  readonly rcode: string;
  /** Header flags that were set, of `aa tc rd ra ad cd`. */
  readonly flags: readonly string[];
  readonly answerCount: number;
  /** Who of several machines answered (RFC 5001); `null` if it did not say. */
  readonly nsid: string | null;
  /** Extended DNS Errors (RFC 8914). */
  readonly ede: readonly { readonly code: number; readonly text: string }[];
}

/** One query of a stub. */
export interface StubStep {
  readonly resolver: string;
  readonly outcome: Outcome;
  /** Name of the full rcode; `null` without a reply that is a message. */
  readonly rcode: string | null;
  /** How long it took, or was waited for. */
  readonly elapsedUs: number;
}

export const MAX_REPLY_BYTES = 4_096;
