import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';

import type { AttemptEnd } from '../../../../src/measure/attempt.js';
import type { Route } from '../../../../src/measure/route.js';
import { aRecord, dnsReply } from '../../../support/dns-reply.js';
import {
  resetConnection,
  startStreamResponder,
  type StreamBehaviour,
  type TcpBehaviour,
  tcpFrame,
} from '../../../support/dns-tcp-responder.js';
import { freePort } from '../../../support/free-port.js';
import { type DohBehaviour, respondDoh, startDohResponder } from '../../../support/doh-responder.js';
import { truncated } from '../../../support/hostile-udp.js';
import { streamBench } from '../../../support/stream-bench.js';
import { dohRoute, settles, streamRoute } from '../../../support/stream-rig.js';
import { hasOpenssl, makeTestCa, makeTestCertificate } from '../../../support/test-certificate.js';

const NAME = 'dns.example.org';
const DNS = 'application/dns-message';

/** What a case must come to. */
type Expected = Partial<AttemptEnd>;

const bench = streamBench();

async function ask(route: Route, timeoutMs: number, ca: readonly string[] = []): Promise<AttemptEnd> {
  const rig = bench.rig({ ca });
  const end = await rig.askOnce(route, { timeoutMs });
  // Nothing is kept once the attempt has ended: before the channel is closed, that is.
  expect(rig.held).toBe(0);
  return end;
}

async function overTcp(behaviour: StreamBehaviour, timeoutMs: number): Promise<AttemptEnd> {
  const { port } = bench.kept(await startStreamResponder(behaviour));
  return ask(streamRoute(port), timeoutMs);
}

const answer: TcpBehaviour = (query, connection) => {
  connection.write(tcpFrame(dnsReply(query, { answers: [aRecord('192.0.2.10')] })));
};
const silent = (): void => undefined;
const reset = resetConnection;
/** Not while the other side is still connecting. */
const soon =
  (act: (connection: Socket) => void) =>
  (connection: Socket): void =>
    void setTimeout(() => act(connection), 10);
const finish = (connection: Socket): void => void connection.end();

/** 64 KB, the most that a frame can hold. */
function largestReply(query: Buffer): Buffer {
  const records = Array.from({ length: 300 }, () => ({
    type: 'TXT' as const,
    name: 'www.example.org',
    ttl: 1,
    data: 'x'.repeat(180),
  }));
  const reply = dnsReply(query, { answers: records });
  expect(reply.length).toBeGreaterThan(60_000);
  expect(reply.length).toBeLessThanOrEqual(65_535);
  return reply;
}

function drip(bytes: Buffer, connection: Socket, everyMs: number): void {
  const [byte] = bytes;
  if (byte === undefined || connection.destroyed) return;
  connection.write(bytes.subarray(0, 1));
  setTimeout(() => drip(bytes.subarray(1), connection, everyMs), everyMs);
}

/** Long for what comes to an end by itself, so that a busy machine does not decide. */
function patienceMs({ outcome }: Expected): number {
  return outcome === 'timeout' ? 250 : 5_000;
}

const REPLIES: ReadonlySet<string> = new Set(['answered', 'wrong_rcode', 'wrong_answer', 'malformed']);
const malformed = { outcome: 'malformed', gotReply: true } as const;
const nothing = { rttUs: null, reply: null, rcode: null } as const;
const timeout = { outcome: 'timeout', gotReply: true, ...nothing } as const;
const networkError = { outcome: 'network_error', gotReply: true, ...nothing } as const;

const TCP_CASES: readonly (readonly [string, StreamBehaviour, Expected])[] = [
  ['an answer', { onQuery: answer }, { outcome: 'answered', rcode: 'NOERROR', detail: null, reply: null }],
  [
    'an answer with SERVFAIL',
    { onQuery: (query, to) => to.write(tcpFrame(dnsReply(query, { rcode: 2 }))) },
    { outcome: 'wrong_rcode', rcode: 'SERVFAIL' },
  ],
  [
    'an answer with TC',
    { onQuery: (query, to) => to.write(tcpFrame(truncated(query))) },
    { outcome: 'wrong_answer', rcode: 'NOERROR', detail: 'flags: expected no tc, found tc, rd, ra' },
  ],
  ['an answer of 64 KB', { onQuery: (query, to) => to.write(tcpFrame(largestReply(query))) }, { outcome: 'answered' }],
  [
    'an answer byte by byte, in time',
    { onQuery: (query, to) => drip(tcpFrame(dnsReply(query)), to, 1) },
    { outcome: 'answered' },
  ],
  ['an answer byte by byte, too slowly', { onQuery: (query, to) => drip(tcpFrame(dnsReply(query)), to, 20) }, timeout],
  [
    'an answer, and another behind it',
    { onQuery: (query, to) => to.write(Buffer.concat([tcpFrame(dnsReply(query)), tcpFrame(dnsReply(query))])) },
    { outcome: 'answered' },
  ],
  ['an answer and the end', { onQuery: (query, to) => to.end(tcpFrame(dnsReply(query))) }, { outcome: 'answered' }],
  [
    'half a frame, then the end',
    { onQuery: (query, to) => to.end(tcpFrame(dnsReply(query)).subarray(0, 9)) },
    { ...malformed, detail: 'closed within a message' },
  ],
  [
    'one byte, then the end',
    { onQuery: (_, to) => to.end(Buffer.of(0)) },
    { ...malformed, detail: 'closed within a message', reply: new Uint8Array(0) },
  ],
  ['half a frame, then silence', { onQuery: (query, to) => to.write(tcpFrame(query).subarray(0, 9)) }, timeout],
  ['a length that lies short', { onQuery: (query, to) => to.write(tcpFrame(dnsReply(query), 20)) }, malformed],
  ['a length that lies long, then silence', { onQuery: (query, to) => to.write(tcpFrame(query, 4_000)) }, timeout],
  ['a length that lies long, then the end', { onQuery: (query, to) => to.end(tcpFrame(query, 4_000)) }, malformed],
  ['a length of zero', { onQuery: (_, to) => to.write(Buffer.of(0, 0)) }, malformed],
  ['a message shorter than a header', { onQuery: (_, to) => to.write(tcpFrame(Buffer.of(1))) }, malformed],
  ['garbage', { onQuery: (_, to) => to.write(tcpFrame(Buffer.from('not a message at all'))) }, malformed],
  [
    'garbage before any query',
    { onConnection: (to) => to.write('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(900)) },
    malformed,
  ],
  ['its own query back', { onQuery: (query, to) => to.write(tcpFrame(query)) }, malformed],
  [
    'another id',
    { onQuery: (query, to) => to.write(tcpFrame(dnsReply(query, { id: 1 ^ query.readUInt16BE(0) }))) },
    malformed,
  ],
  [
    'another question',
    { onQuery: (query, to) => to.write(tcpFrame(dnsReply(query, { qname: 'a.example' }))) },
    malformed,
  ],
  ['silence', { onQuery: silent }, { ...timeout, detail: null }],
  ['a reset after accepting', { onConnection: soon(reset) }, { ...networkError, detail: 'ECONNRESET' }],
  ['the end after accepting', { onConnection: finish }, { ...networkError, detail: 'closed without a reply' }],
  ['a reset after the query', { onQuery: (_, to) => reset(to) }, { ...networkError, detail: 'ECONNRESET' }],
  [
    'the end after the query',
    { onQuery: (_, to) => finish(to) },
    { ...networkError, detail: 'closed without a reply' },
  ],
  [
    'a reset within a message',
    { onQuery: (query, to) => void to.write(tcpFrame(query).subarray(0, 9), () => setTimeout(() => reset(to), 20)) },
    networkError,
  ],
];

describe('a cold TCP attempt', () => {
  it.each(TCP_CASES)('on %s', async (_, behaviour, expected) => {
    const end = await overTcp(behaviour, patienceMs(expected));
    expect(end).toMatchObject(expected);
    expect(end.rttUs === null).toBe(!REPLIES.has(end.outcome));
    expect(end.localPort).toBeGreaterThan(0);
    expect(end.connection).toMatchObject({ isReopened: false, tlsUs: null, certificateExpiresAtMs: null });
    expect(end.connection?.connectUs).toBeGreaterThan(0);
    if (end.outcome === 'malformed') expect(end.reply).not.toBeNull();
  });

  it('on a closed port', async () => {
    const end = await ask(streamRoute(await freePort()), 500);
    const failed = { ...networkError, detail: 'ECONNREFUSED', connection: null };
    expect(end).toMatchObject({ ...failed, stream: { failedIn: 'connect' } });
    expect(end.localPort).toBeGreaterThan(1_023);
  });
});

describe.skipIf(!hasOpenssl)('a cold DoT attempt', () => {
  const ca = makeTestCa();
  const good = makeTestCertificate([NAME, '127.0.0.1'], { issuer: ca });
  const DAY_MS = 86_400_000;

  async function overTls(
    behaviour: StreamBehaviour,
    timeoutMs: number,
    tlsName: string | null = NAME,
  ): Promise<AttemptEnd> {
    const { port } = bench.kept(await startStreamResponder(behaviour));
    return ask(streamRoute(port, { transport: 'dot', tlsName }), timeoutMs, [ca.cert]);
  }

  it.each(TCP_CASES)('on %s', async (_, behaviour, expected) => {
    const end = await overTls({ ...behaviour, tls: good }, patienceMs(expected));
    // A responder under TLS may manage to say goodbye before its RST.
    const isReset = expected.detail === 'ECONNRESET';
    expect(end).toMatchObject({ ...expected, ...(isReset ? { detail: expect.any(String) as string } : {}) });
    expect(end.connection?.connectUs).toBeGreaterThan(0);
    expect(end.connection?.tlsUs).toBeGreaterThan(0);
    expect(end.connection?.certificateExpiresAtMs).toBeGreaterThan(Date.now() + DAY_MS);
  });

  const tlsError = { outcome: 'tls_error', gotReply: true, ...nothing } as const;

  it.each<[string, () => StreamBehaviour, Expected]>([
    [
      'a certificate for another name',
      () => ({ tls: makeTestCertificate(['other.example.org'], { issuer: ca }) }),
      { ...tlsError, detail: 'certificate is for another name' },
    ],
    [
      'a certificate that has expired',
      () => ({ tls: makeTestCertificate([NAME], { issuer: ca, isExpired: true }) }),
      { ...tlsError, detail: 'certificate has expired' },
    ],
    [
      'a self-signed certificate',
      () => ({ tls: makeTestCertificate([NAME]) }),
      { ...tlsError, detail: 'certificate is self-signed' },
    ],
    [
      'a certificate of an unknown CA',
      () => ({ tls: makeTestCertificate([NAME], { issuer: makeTestCa() }) }),
      { ...tlsError, detail: 'certificate is of an unknown CA' },
    ],
  ])('on %s, and sends nothing', async (_, behaviour, expected) => {
    const received: Buffer[] = [];
    const onData = (bytes: Buffer): void => void received.push(bytes);
    const responder = bench.kept(await startStreamResponder({ ...behaviour(), onData }));
    const end = await ask(streamRoute(responder.port, { transport: 'dot', tlsName: NAME }), 1_000, [ca.cert]);
    expect(end).toMatchObject(expected);
    expect(end.connection?.certificateExpiresAtMs).not.toBeNull();
    expect(await settles(() => responder.open(), 0)).toBe(0);
    expect(received).toEqual([]);
  });

  it.each<[string, StreamBehaviour, Expected]>([
    ['garbage instead of TLS', { onConnection: (to) => to.write('HTTP/1.1 400 Bad Request\r\n\r\n') }, tlsError],
    ['garbage as an answer to the handshake', { onData: (_, to) => to.write(Buffer.alloc(500, 7)) }, tlsError],
    ['the end before the handshake', { onConnection: finish }, { ...tlsError, detail: 'closed during the handshake' }],
    ['the end during the handshake', { onData: (_, to) => finish(to) }, tlsError],
    ['a reset before the handshake', { onConnection: soon(reset) }, { ...networkError, detail: 'ECONNRESET' }],
    ['a reset during the handshake', { onData: (_, to) => reset(to) }, { ...networkError, detail: 'ECONNRESET' }],
    ['silence during the handshake', { onData: silent }, timeout],
    ['a handshake byte by byte, too slowly', { onData: (_, to) => drip(SERVER_HELLO_TO_COME, to, 20) }, timeout],
  ])('on %s', async (_, behaviour, expected) => {
    const end = await overTls(behaviour, patienceMs(expected));
    expect(end).toMatchObject(expected);
    expect(end.connection).toMatchObject({ tlsUs: null, queryUs: null, certificateExpiresAtMs: null });
  });

  it('holds the address against the certificate where no name is given', async () => {
    expect(await overTls({ tls: good, onQuery: answer }, 1_000, null)).toMatchObject({ outcome: 'answered' });
    const lacking = [[NAME], [NAME, '127.0.0.2'], [NAME, '::1']];
    for (const hosts of lacking) {
      const named = makeTestCertificate(hosts, { issuer: ca });
      const end = await overTls({ tls: named, onQuery: answer }, 1_000, null);
      expect(end).toMatchObject({ ...tlsError, detail: 'certificate is for another name' });
    }
  });

  it('asks for the name that it expects, and for no address', async () => {
    const names: unknown[] = [];
    const tls = {
      ...good,
      SNICallback: (name: string, done: (error: Error | null) => void) => {
        names.push(name);
        done(null);
      },
    };
    await overTls({ tls, onQuery: answer }, 1_000);
    await overTls({ tls, onQuery: answer }, 1_000, null);
    expect(names).toEqual([NAME]);
  });

  it('resumes no session', async () => {
    const resumed: boolean[] = [];
    const onConnection = (connection: Socket): void => {
      resumed.push((connection as unknown as { isSessionReused(): boolean }).isSessionReused());
    };
    const { port } = bench.kept(await startStreamResponder({ tls: good, onConnection, onQuery: answer }));
    const rig = bench.rig({ ca: [ca.cert] });
    const route = streamRoute(port, { transport: 'dot', tlsName: NAME });
    const channel = rig.channel(route);
    for (let i = 0; i < 3; i++) expect(await rig.ask(channel, route)).toMatchObject({ outcome: 'answered' });
    expect(resumed).toEqual([false, false, false]);
  });
});

describe.skipIf(!hasOpenssl)('a cold DoH attempt', () => {
  const ca = makeTestCa();
  const good = makeTestCertificate([NAME], { issuer: ca });

  async function overHttp(behaviour: DohBehaviour, timeoutMs: number): Promise<AttemptEnd> {
    const { port } = bench.kept(await startDohResponder(good, behaviour));
    return ask(dohRoute(port), timeoutMs, [ca.cert]);
  }

  const answerDoh: DohBehaviour = (query, stream) => respondDoh(stream, dnsReply(query));
  const httpError = { outcome: 'http_error', gotReply: true, ...nothing } as const;

  const DOH_CASES: readonly (readonly [string, DohBehaviour, Expected])[] = [
    ['an answer', answerDoh, { outcome: 'answered', rcode: 'NOERROR' }],
    ['an answer with 203', (query, to) => respondDoh(to, dnsReply(query), { status: 203 }), { outcome: 'answered' }],
    [
      'an answer with a parameter in its type',
      (query, to) => respondDoh(to, dnsReply(query), { type: 'Application/DNS-Message; charset=x' }),
      { outcome: 'answered' },
    ],
    [
      'an answer with TC',
      (query, to) => respondDoh(to, truncated(query)),
      { outcome: 'wrong_answer', rcode: 'NOERROR' },
    ],
    ['an answer of 64 KB', (query, to) => respondDoh(to, largestReply(query)), { outcome: 'answered' }],
    [
      '301',
      (_, to) => to.respond({ ':status': 301, location: '/' }, { endStream: true }),
      { ...httpError, detail: 'HTTP 301' },
    ],
    ['404', (query, to) => respondDoh(to, dnsReply(query), { status: 404 }), { ...httpError, detail: 'HTTP 404' }],
    ['500', (_, to) => respondDoh(to, 'oh', { status: 500, type: 'text/plain' }), { ...httpError, detail: 'HTTP 500' }],
    [
      '500 without an end',
      (_, to) => to.respond({ ':status': 500, 'content-type': DNS }),
      { ...httpError, detail: 'HTTP 500' },
    ],
    [
      'a wrong content type',
      (query, to) => respondDoh(to, dnsReply(query), { type: 'application/dns-json' }),
      { ...httpError, detail: 'content type application/dns-json' },
    ],
    [
      'no content type',
      (query, to) => respondDoh(to, dnsReply(query), { type: null }),
      { ...httpError, detail: 'no content type' },
    ],
    ['an empty body', (_, to) => respondDoh(to, ''), { ...malformed, detail: 'empty body' }],
    ['garbage', (_, to) => respondDoh(to, 'not a message at all'), malformed],
    ['another id', (query, to) => respondDoh(to, dnsReply(query, { id: 7 })), malformed],
    ['another question', (query, to) => respondDoh(to, dnsReply(query, { qname: 'a.example' })), malformed],
    [
      'a body of 65,536 bytes',
      (query, to) => respondDoh(to, Buffer.alloc(65_536, dnsReply(query))),
      { ...malformed, detail: 'longer than a DNS message' },
    ],
    ['an endless body', endless, { ...malformed, detail: 'longer than a DNS message' }],
    ['a body byte by byte, too slowly', slowly, timeout],
    ['silence', silent, timeout],
    ['headers, then silence', (_, to) => to.respond({ ':status': 200, 'content-type': DNS }), timeout],
    [
      'streams refused for ever',
      (_, to) => to.close(7),
      { ...networkError, detail: 'REFUSED_STREAM, asked again after REFUSED_STREAM' },
    ],
    ['a stream refused, then an answer', refusing(1, answerDoh), { outcome: 'answered' }],
    ['a stream refused, then silence', refusing(1, silent), { ...timeout, detail: 'asked again after REFUSED_STREAM' }],
    [
      'a stream refused, then 500',
      refusing(1, (_, to) => respondDoh(to, 'oh', { status: 500 })),
      { ...httpError, detail: 'HTTP 500' },
    ],
    ['a reset stream', (_, to) => to.close(2), { ...networkError, detail: 'INTERNAL_ERROR' }],
    ['a cancelled stream', (_, to) => to.close(8), { ...networkError, detail: 'closed without a reply' }],
    ['a stream cut within a message', cut, malformed],
    ['GOAWAY for an error', (_, __, { session }) => session.destroy(new Error('x'), 2), networkError],
    ['GOAWAY and silence', (_, __, { session }) => session.goaway(), timeout],
    ['the end of the connection', (_, __, { tcp }) => finish(tcp), networkError],
    ['the end within a body', halfThen(finish), malformed],
    ['a reset', (_, __, { tcp }) => reset(tcp), networkError],
    [
      'GOAWAY and an answer',
      (query, to, by) => {
        by.session.goaway();
        answerDoh(query, to, by);
      },
      { outcome: 'answered' },
    ],
  ];

  it.each(DOH_CASES)('on %s', async (_, behaviour, expected) => {
    const end = await overHttp(behaviour, patienceMs(expected));
    expect(end).toMatchObject(expected);
    const hasRtt = REPLIES.has(end.outcome);
    expect(end.rttUs === null).toBe(!hasRtt);
    expect(end.connection?.tlsUs).toBeGreaterThan(0);
    expect(end.connection?.queryUs === null).toBe(!hasRtt);
  });

  it.each<[string, StreamBehaviour, Expected]>([
    ['no HTTP/2', { tls: good }, { outcome: 'tls_error', detail: 'HTTP/2 is not offered (ALPN)' }],
    ['HTTP/1.1 only', { tls: { ...good, ALPNProtocols: ['http/1.1'] } }, { outcome: 'tls_error' }],
    [
      'HTTP/1.1 behind the promise of HTTP/2',
      { tls: { ...good, ALPNProtocols: ['h2'] }, onConnection: (to) => to.write('HTTP/1.1 200 OK\r\n\r\n') },
      malformed,
    ],
    [
      'zeros instead of HTTP/2',
      { tls: { ...good, ALPNProtocols: ['h2'] }, onData: (_, to) => to.write(Buffer.alloc(99)) },
      malformed,
    ],
    [
      'the end instead of HTTP/2',
      { tls: { ...good, ALPNProtocols: ['h2'] }, onConnection: finish },
      { ...networkError, detail: 'closed without a reply' },
    ],
    ['a reset instead of HTTP/2', { tls: { ...good, ALPNProtocols: ['h2'] }, onConnection: reset }, networkError],
    [
      'GOAWAY that leaves the query out',
      { tls: { ...good, ALPNProtocols: ['h2'] }, onData: (_, to) => to.write(GOAWAY_OF_NOTHING) },
      { ...networkError, detail: 'REFUSED_STREAM, asked again after REFUSED_STREAM' },
    ],
    ['silence instead of HTTP/2', { tls: { ...good, ALPNProtocols: ['h2'] }, onData: silent }, timeout],
    [
      'a certificate for another name',
      { tls: makeTestCertificate(['other.example.org'], { issuer: ca }) },
      { outcome: 'tls_error' },
    ],
  ])('on %s', async (_, behaviour, expected) => {
    const { port } = bench.kept(await startStreamResponder(behaviour));
    expect(await ask(dohRoute(port), patienceMs(expected), [ca.cert])).toMatchObject(expected);
  });

  it('asks by POST and by GET, under id 0', async () => {
    const responder = bench.kept(await startDohResponder(good, answerDoh));
    const rig = bench.rig({ ca: [ca.cert] });
    const { port } = responder;
    for (const route of [
      dohRoute(port),
      dohRoute(port, { method: 'get' }),
      dohRoute(port, { method: 'get', path: '/q?a=b', authority: `${NAME}:8443` }),
    ])
      expect(await rig.askOnce(route)).toMatchObject({ outcome: 'answered' });
    const [posted, got, elsewhere] = responder.requests;
    expect(posted!.headers).toMatchObject({
      ':method': 'POST',
      ':path': '/dns-query',
      ':authority': NAME,
      'content-type': DNS,
      accept: DNS,
    });
    expect(posted!.headers['content-length']).toBe(String(posted!.query.length));
    expect(got!.headers).toMatchObject({ ':method': 'GET', ':scheme': 'https', accept: DNS });
    expect(got!.headers[':path']).toMatch(/^\/dns-query\?dns=[\w-]+$/);
    expect(elsewhere!.headers).toMatchObject({ ':authority': `${NAME}:8443` });
    expect(elsewhere!.headers[':path']).toMatch(/^\/q\?a=b&dns=[\w-]+$/);
    for (const { query } of responder.requests) expect(query.readUInt16BE(0)).toBe(0);
    expect(got!.query).toEqual(posted!.query);
  });
});

/** The beginning of a handshake record of 512 bytes (RFC 8446 §5.1). */
const SERVER_HELLO_TO_COME = Buffer.concat([
  Buffer.from('1603030200', 'hex'),
  Buffer.from('020001fc0303', 'hex'),
  Buffer.alloc(506),
]);

/** SETTINGS, then GOAWAY with 0 as the last stream that is or will be heeded (RFC 9113 §6.5, §6.8). */
const GOAWAY_OF_NOTHING = Buffer.from('000000040000000000' + '000008070000000000' + '0000000000000000', 'hex');

/** Refuses so many streams unprocessed (RFC 9113 §8.7), then behaves as told. */
function refusing(times: number, behaviour: DohBehaviour): DohBehaviour {
  let asked = 0;
  return (query, stream, by) => {
    if (asked++ < times) stream.close(7);
    else behaviour(query, stream, by);
  };
}

const endless: DohBehaviour = (_, stream) => {
  stream.respond({ ':status': 200, 'content-type': DNS });
  const pour = (): void => {
    while (!stream.destroyed && stream.write(Buffer.alloc(16_384)));
  };
  stream.on('drain', pour);
  pour();
};

const slowly: DohBehaviour = (query, stream) => {
  stream.respond({ ':status': 200, 'content-type': DNS });
  drip(dnsReply(query), stream as unknown as Socket, 20);
};

const cut: DohBehaviour = (query, stream) => {
  stream.respond({ ':status': 200, 'content-type': DNS });
  stream.write(dnsReply(query).subarray(0, 9), () => setTimeout(() => stream.close(2), 20));
};

function halfThen(act: (socket: Socket) => void): DohBehaviour {
  return (query, stream, { tcp }) => {
    stream.respond({ ':status': 200, 'content-type': DNS });
    stream.write(dnsReply(query).subarray(0, 9), () => setTimeout(() => act(tcp), 20));
  };
}
