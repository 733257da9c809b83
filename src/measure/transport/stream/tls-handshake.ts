import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';

import type { DohRoute, StreamRoute } from '../../route.js';

/** RFC 7301: how HTTP/2 is agreed on; RFC 9113 §3.2 requires it. */
const HTTP2 = 'h2';

/**
 * Begins a handshake on a connected socket. It is told to finish whatever the certificate is, so that
 * a bad one can be described: nothing may be sent unless `certificateFault` finds nothing.
 * Without `session` nothing is resumed: every handshake is a whole one.
 */
export function beginTls(socket: Socket, route: StreamRoute | DohRoute, secureContext: SecureContext): TLSSocket {
  const name = expectedName(route);
  return connect({
    socket,
    secureContext,
    rejectUnauthorized: false,
    host: name,
    // RFC 6066 §3: a server name is never an address.
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ...(route.transport === 'doh' ? { ALPNProtocols: [HTTP2] } : {}),
  });
}

/** Why nothing may be sent over this connection, in words; `null` if it may. */
export function certificateFault(tls: TLSSocket, route: StreamRoute | DohRoute): string | null {
  if (!tls.authorized) return verificationWords(tls.authorizationError);
  return route.transport === 'doh' && tls.alpnProtocol !== HTTP2 ? 'HTTP/2 is not offered (ALPN)' : null;
}

/** Milliseconds since the epoch; `null` if there is no certificate, or its date cannot be read. */
export function certificateExpiryMs(tls: TLSSocket): number | null {
  const expiresAtMs = Date.parse(tls.getPeerX509Certificate()?.validTo ?? '');
  return Number.isNaN(expiresAtMs) ? null : expiresAtMs;
}

/** What the certificate must bear: a name, or an address without its zone. */
function expectedName({ tlsName, endpoint }: StreamRoute | DohRoute): string {
  return tlsName ?? endpoint.address.replace(/%.*$/, '');
}

const WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate has expired',
  CERT_NOT_YET_VALID: 'certificate is not yet valid',
  CERT_REVOKED: 'certificate is revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate is of a CA that is not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate is of an unknown CA',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate is of an unknown CA',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate is of an unknown CA',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for another name',
  INVALID_PURPOSE: 'certificate is not for this purpose',
};

/** Node.js gives OpenSSL's code as a string, although its types speak of an `Error`. */
function verificationWords(reason: Error | string | null | undefined): string {
  const code = reason instanceof Error ? reason.message : (reason ?? 'certificate is not verified');
  return WORDS[code] ?? code;
}
