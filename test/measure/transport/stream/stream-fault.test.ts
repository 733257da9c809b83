import { describe, expect, it } from 'vitest';

import {
  endByClose,
  endByError,
  type StreamEnd,
  type StreamStage,
} from '../../../../src/measure/transport/stream/stream-fault.js';

/** An error as Node.js makes it from what the kernel said. */
function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'connect', errno: -1 });
}

function libraryError(code: string, reason?: string): Error {
  return Object.assign(new Error(code), { code, ...(reason === undefined ? {} : { reason }) });
}

describe('endByError()', () => {
  it.each<[string, StreamStage, StreamEnd['outcome']]>([
    // What the kernel refuses at once is ours …
    ['EMFILE', 'starting', 'prober_error'],
    ['ENFILE', 'starting', 'prober_error'],
    ['ENOBUFS', 'starting', 'prober_error'],
    ['EADDRNOTAVAIL', 'starting', 'prober_error'],
    ['EADDRINUSE', 'starting', 'prober_error'],
    ['ENETUNREACH', 'starting', 'prober_error'],
    ['EHOSTUNREACH', 'starting', 'prober_error'],
    ['EACCES', 'starting', 'prober_error'],
    // (a port that is taken, later too: nothing but this machine can say so)
    ['EADDRINUSE', 'connecting', 'prober_error'],
    // … unless it is what the other side said at once (over loopback), or says later.
    ['ECONNREFUSED', 'starting', 'network_error'],
    ['ECONNRESET', 'starting', 'network_error'],
    ['ECONNREFUSED', 'connecting', 'network_error'],
    ['ENETUNREACH', 'connecting', 'network_error'],
    ['EHOSTUNREACH', 'connecting', 'network_error'],
    ['EADDRNOTAVAIL', 'connecting', 'network_error'],
    ['EPROTO', 'connecting', 'network_error'],
    ['ECONNRESET', 'handshake', 'network_error'],
    ['EHOSTUNREACH', 'handshake', 'network_error'],
    ['ECONNRESET', 'open', 'network_error'],
    ['EPIPE', 'open', 'network_error'],
    ['EHOSTUNREACH', 'open', 'network_error'],
    // The kernel gave up waiting.
    ['ETIMEDOUT', 'connecting', 'timeout'],
    ['ETIMEDOUT', 'handshake', 'timeout'],
    ['ETIMEDOUT', 'open', 'timeout'],
  ])('calls %s of the kernel while %s %s', (code, stage, outcome) => {
    expect(endByError(systemError(code), stage)).toMatchObject({ outcome, detail: code, isOrderly: false });
  });

  it.each([
    ['ECONNREFUSED', 'connecting', true],
    ['ECONNRESET', 'connecting', true],
    ['ECONNRESET', 'open', true],
    ['EPIPE', 'open', true],
    // What a router says may come from this side of where the line is cut.
    ['EHOSTUNREACH', 'connecting', false],
    ['ENETUNREACH', 'connecting', false],
    ['EACCES', 'connecting', false],
    ['EHOSTUNREACH', 'open', false],
    ['ETIMEDOUT', 'connecting', false],
    ['EADDRNOTAVAIL', 'starting', false],
  ] as const)('on %s while %s, says whether the other side said so: %s', (code, stage, isPeers) => {
    expect(endByError(systemError(code), stage).isPeers).toBe(isPeers);
  });

  it.each<[string, StreamStage, string | undefined, StreamEnd]>([
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'handshake', 'wrong version number', tlsError('wrong version number')],
    ['EPROTO', 'handshake', undefined, tlsError('EPROTO')],
    ['ECONNRESET', 'handshake', undefined, tlsError('closed during the handshake')],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'open', 'bad record mac', tlsError('bad record mac')],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'handshake', undefined, tlsError('ERR_TLS_CERT_ALTNAME_INVALID')],
  ])('calls %s of OpenSSL while %s a tls_error', (code, stage, reason, end) => {
    expect(endByError(libraryError(code, reason), stage)).toEqual(end);
  });
});

describe('endByClose()', () => {
  it('is the fault of TLS during the handshake, else of the network', () => {
    expect(endByClose('handshake')).toMatchObject({ outcome: 'tls_error', isOrderly: true });
    expect(endByClose('open')).toMatchObject({ outcome: 'network_error', isOrderly: true });
  });
});

function tlsError(detail: string): StreamEnd {
  return { outcome: 'tls_error', detail, isPeers: true, isOrderly: false };
}
