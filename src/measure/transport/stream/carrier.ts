import type { PreparedQuery } from '../../../dns/prepared-query.js';
import type { StreamEnd, StreamFault } from './stream-fault.js';

/** Speaks a protocol over an open stream: queries go out, each gets at most one answer. */
export interface Carrier {
  /** Whether it takes further queries. */
  readonly isUsable: boolean;
  /** It is not usable because we have asked as much by it as can be asked by one stream. */
  readonly isSpent: boolean;
  /** The other side takes no further queries (GOAWAY). */
  readonly isLeft: boolean;
  /** Of all queries at most one is to be sent in a turn of the event loop. */
  readonly sendsOneATurn: boolean;
  /** Sends at once. Returns how to wait no longer; no answer comes afterwards. */
  send(query: PreparedQuery, onAnswer: OnAnswer): () => void;
  /** What came as a reply was none: the bytes behind it may be out of step. */
  doubt(): void;
  /** The stream has ended: whoever waits is told. */
  end(how: StreamEnd): void;
  /** Tells nobody. */
  close(): void;
}

export type OnAnswer = (answer: Answer) => void;

/** What became of a query. */
export type Answer =
  /** Bytes to be judged as the reply to the query under this id. */
  | { readonly kind: 'message'; readonly bytes: Uint8Array; readonly id: number }
  /** Bytes that are no message: malformed. */
  | { readonly kind: 'broken'; readonly detail: string; readonly bytes: Uint8Array | null }
  /** An HTTP response that is not a DNS one. */
  | { readonly kind: 'http-error'; readonly detail: string }
  | { readonly kind: 'fault'; readonly fault: StreamFault };

export interface CarrierEvents {
  /** Something came: the other side is there. */
  readonly onHeard: () => void;
  /** A message that is nobody's. */
  readonly onSuspicious: () => void;
}
