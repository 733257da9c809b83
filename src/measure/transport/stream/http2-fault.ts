import { isPeersCode } from '../error-codes.js';
import type { Answer } from './carrier.js';
import { errorCodeOf } from './stream-fault.js';

/**
 * What a stream of HTTP/2 that ended without a whole response means; `null` is no error at all.
 *
 * - Bytes that are not HTTP/2 (nghttp2 says so): malformed.
 * - A reset or GOAWAY (RFC 9113 §5.4): the resolver's refusal, a network error; in the midst of a
 *   response, malformed, as half a message is.
 * - A reset with REFUSED_STREAM guarantees that the query was not processed (RFC 9113 §8.7), and so does
 *   GOAWAY for streams above the last one that it names, whatever its code (§6.8).
 */
export function http2Answer(error: Error | null, { hasHeaders, isLeftOut }: StreamSoFar): Answer {
  if (error === null)
    return hasHeaders ? broken('closed within a message') : fault('closed without a reply', isLeftOut);
  const code = errorCodeOf(error);
  if (code === 'ERR_HTTP2_ERROR') return broken(`not HTTP/2: ${error.message}`);
  if (code === 'ERR_HTTP2_STREAM_ERROR')
    return hasHeaders ? broken(wordsOf(error)) : refusal(wordsOf(error), isLeftOut);
  if (code === 'ERR_HTTP2_SESSION_ERROR') return fault(`GOAWAY: ${error.message}`, isLeftOut);
  return fault(code, isLeftOut, isPeersCode(code));
}

/** How far a stream had come. */
export interface StreamSoFar {
  /** Its response had begun. */
  readonly hasHeaders: boolean;
  /** A GOAWAY named an earlier stream as the last one. */
  readonly isLeftOut: boolean;
}

function refusal(detail: string, isLeftOut: boolean): Answer {
  return fault(detail, isLeftOut || detail === REFUSED);
}

const REFUSED = 'REFUSED_STREAM';

function fault(detail: string, isUnprocessed: boolean, isPeers = true): Answer {
  const known = { outcome: 'network_error', detail, isPeers } as const;
  return { kind: 'fault', fault: isUnprocessed ? { ...known, isUnprocessed } : known };
}

function broken(detail: string): Answer {
  return { kind: 'broken', detail, bytes: null };
}

/** `Stream closed with error code NGHTTP2_REFUSED_STREAM` */
function wordsOf({ message }: Error): string {
  return /NGHTTP2_(\w+)/.exec(message)?.[1] ?? message;
}
