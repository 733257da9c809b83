import { isLocalFault, isPeersCode } from '../error-codes.js';

/** Why a query over a stream got no reply. */
export interface StreamFault {
  readonly outcome: 'network_error' | 'tls_error' | 'prober_error' | 'timeout';
  /** In words, or an error's code. */
  readonly detail: string;
  /** The other side itself said so (FIN, RST, a certificate), so that this vantage is on line; routers may be its own. */
  readonly isPeers: boolean;
  /** The other side guarantees that it has not processed the query (RFC 9113 §8.7). */
  readonly isUnprocessed?: true;
}

/** How a stream ended, so that nothing comes any more. */
export interface StreamEnd extends StreamFault {
  /** The other side said that this is all (FIN), where an error says nothing of what was still to come. */
  readonly isOrderly: boolean;
}

/**
 * How far a stream had come. `starting` is the moment in which the kernel refuses what it will not
 * even try: nothing has left yet.
 */
export type StreamStage = 'starting' | 'connecting' | 'handshake' | 'open';

export function endByError(error: Error, stage: StreamStage): StreamEnd {
  return { ...faultOf(error, stage), isOrderly: false };
}

export function endByClose(stage: StreamStage): StreamEnd {
  const said = { isPeers: true, isOrderly: true };
  if (stage === 'handshake') return { outcome: 'tls_error', detail: 'closed during the handshake', ...said };
  return { outcome: 'network_error', detail: 'closed without a reply', ...said };
}

/** Something in this program threw. */
export function endByException(error: unknown): StreamEnd {
  const detail = error instanceof Error ? `${errorCodeOf(error)}: ${error.message}` : String(error);
  return { outcome: 'prober_error', detail, isPeers: false, isOrderly: false };
}

function faultOf(error: Error, stage: StreamStage): StreamFault {
  const code = errorCodeOf(error);
  if (isOurs(code, stage)) return { outcome: 'prober_error', detail: code, isPeers: false };
  if (isTlsFault(error, stage)) return { outcome: 'tls_error', detail: tlsWords(error), isPeers: true };
  // The kernel's own patience ended before ours: nothing came.
  return { outcome: code === 'ETIMEDOUT' ? 'timeout' : 'network_error', detail: code, isPeers: isPeersCode(code) };
}

/** That no local port was free is ours whenever it is told: libuv keeps it back from the bind until after the connect. */
function isOurs(code: string, stage: StreamStage): boolean {
  return (stage === 'starting' && isLocalFault(code)) || (stage === 'connecting' && code === 'EADDRINUSE');
}

/** What OpenSSL and Node.js's own checks say; an error that the kernel gave names its system call. */
function isTlsFault(error: Error, stage: StreamStage): boolean {
  const code = errorCodeOf(error);
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return stage === 'handshake' || stage === 'open';
  return stage === 'handshake' && !('syscall' in error);
}

function tlsWords(error: Error): string {
  // Node.js reports a FIN during the handshake under the code of a reset.
  if (errorCodeOf(error) === 'ECONNRESET') return 'closed during the handshake';
  return 'reason' in error && typeof error.reason === 'string' ? error.reason : errorCodeOf(error);
}

export function errorCodeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name;
}
