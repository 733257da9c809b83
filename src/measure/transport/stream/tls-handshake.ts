import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect, type SecureContext, type TLSSocket } from 'node:tls';

import type { DohRoute, StreamRoute } from '../../route.js';

/** RFC 7301: how HTTP/2 is agreed on; RFC 9113 §3.2 requires it. */
const HTTP2 = 'h2';

/**
 * Begins a handshake on a connected socket. It is told to finish whatever the certificate is, so that
 * a bad one can be described: nothing may be sent unless `checkPeer` finds no fault.
 * Without `session` nothing is resumed: every handshake is a whole one.
 */
export function beginTls(socket: Socket, route: StreamRoute | DohRoute, secureContext: SecureContext): TLSSocket {
  const name = expectedName(route);
  return connect({
    socket,
    secureContext,
    rejectUnauthorized: false,
    host: name,
    // Node.js 22.23 finds no IPv6 address in any certificate: addresses are left to `checkPeer`.
    checkServerIdentity: (host, certificate) => (isIP(host) === 0 ? checkServerIdentity(host, certificate) : undefined),
    // RFC 6066 §3: a server name is never an address.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(route.transport === 'doh' ? { ALPNProtocols: [HTTP2] } : {}),
  });
}

/** What a handshake found. */
export interface PeerCheck {
  /** Why nothing may be sent over this connection, in words; `null` if it may. */
  readonly fault: string | null;
  /** Milliseconds since the epoch; `null` if there is no certificate, or its date cannot be read. */
  readonly certificateExpiresAtMs: number | null;
}

/** To be called once, when the handshake is done: Node.js 20 hands the certificate out a single time. */
export function checkPeer(tls: TLSSocket, route: StreamRoute | DohRoute): PeerCheck {
  const certificate = tls.getPeerX509Certificate();
  const expiresAtMs = Date.parse(certificate?.validTo ?? '');
  return {
    fault: faultOf(tls, certificate, route),
    certificateExpiresAtMs: Number.isNaN(expiresAtMs) ? null : expiresAtMs,
  };
}

function faultOf(
  tls: TLSSocket,
  certificate: X509Certificate | undefined,
  route: StreamRoute | DohRoute,
): string | null {
  if (!tls.authorized) return verificationWords(tls.authorizationError);
  const name = expectedName(route);
  // OpenSSL's own comparison, which knows every spelling of an address.
  if (isIP(name) !== 0 && certificate?.checkIP(name) === undefined) return OTHER_NAME;
  return route.transport === 'doh' && tls.alpnProtocol !== HTTP2 ? 'HTTP/2 is not offered (ALPN)' : null;
}

/** What the certificate must bear: a name, or an address without its zone. */
function expectedName({ tlsName, endpoint }: StreamRoute | DohRoute): string {
  return tlsName ?? endpoint.address.replace(/%.*$/, '');
}

const OTHER_NAME = 'certificate is for another name';

const WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_REVOKED: 'certificate is revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate is of a CA that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate is of an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate is of an unknown CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate is of an unknown CA',
  ERR_TLS_CERT_ALTNAME_INVALID: OTHER_NAME,
  INVALID_PURPOSE: 'certificate is not for this purpose',
};

/** Node.js gives OpenSSL's code as a string, although its types speak of an `Error`. */
function verificationWords(reason: Error | string | null | undefined): string {
  const code = reason instanceof Error ? reason.message : (reason ?? 'certificate is not verified');
  return WORDS[code] ?? code;
}
