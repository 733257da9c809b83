import { isPeersCode } from '../error-codes.js';
import type { Answer } from './carrier.js';
import { errorCodeOf } from './stream-fault.js';

/**
 * What a stream of HTTP/2 that ended without a whole response means; `null` is no error at all.
 *
 * - Bytes that are not HTTP/2 (nghttp2 says so): malformed.
 * - A reset or GOAWAY (RFC 9113 §5.4): the resolver's refusal, a network error; in the midst of a
 *   response, malformed, as half a message is.
 * - A reset with REFUSED_STREAM guarantees that the query was not processed (RFC 9113 §8.7).
 */
export function http2Answer(error: Error | null, hasHeaders: boolean): Answer {
  if (error === null && !hasHeaders) return fault('closed without a reply');
  if (error === null) return broken('closed within a message');
  const code = errorCodeOf(error);
  if (code === 'ERR_HTTP2_ERROR') return broken(`not HTTP/2: ${error.message}`);
  if (code === 'ERR_HTTP2_STREAM_ERROR') return hasHeaders ? broken(wordsOf(error)) : refusal(wordsOf(error));
  if (code === 'ERR_HTTP2_SESSION_ERROR') return fault(`GOAWAY: ${error.message}`);
  return fault(code, isPeersCode(code));
}

function refusal(detail: string): Answer {
  const refused = { outcome: 'network_error', detail, isPeers: true } as const;
  return { kind: 'fault', fault: detail === REFUSED ? { ...refused, isUnprocessed: true } : refused };
}

const REFUSED = 'REFUSED_STREAM';

function fault(detail: string, isPeers = true): Answer {
  return { kind: 'fault', fault: { outcome: 'network_error', detail, isPeers } };
}

function broken(detail: string): Answer {
  return { kind: 'broken', detail, bytes: null };
}

/** `Stream closed with error code NGHTTP2_REFUSED_STREAM` */
function wordsOf({ message }: Error): string {
  return /NGHTTP2_(\w+)/.exec(message)?.[1] ?? message;
}
