import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/domain/clock.js';
import {
  OutboundClient,
  type OutboundClientOptions,
  type OutboundRequest,
} from '../../../src/publish/outbound/outbound-client.js';
import { isPublicAddress } from '../../../src/publish/outbound/public-address.js';
import { startFakeBootstrapDns, type FakeBootstrapDns } from '../../support/fake-bootstrap-dns.js';
import { MemoryGoodAddresses } from '../../support/memory-good-addresses.js';
import { RecordingLog } from '../../support/recording-log.js';
import { hasOpenssl, makeTestCertificate } from '../../support/test-certificate.js';
import { startFakeMackerel, type FakeMackerel } from '../../support/fake-mackerel.js';

const HOST = 'mackerel.example.org';
const SECRET = 'a-secret-key';
const goodAddresses = new MemoryGoodAddresses();
let log: RecordingLog;
let mackerel: FakeMackerel;
let dns: FakeBootstrapDns;
const opened: OutboundClient[] = [];

beforeEach(async () => {
  goodAddresses.known.clear();
  goodAddresses.isFailing = false;
  log = new RecordingLog();
  mackerel = await startFakeMackerel({ apiKey: SECRET });
  dns = await startFakeBootstrapDns({ [HOST]: '127.0.0.1' });
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.close()));
  await Promise.all([mackerel.close(), dns.close()]);
});

function newClient(options: Partial<OutboundClientOptions> = {}): OutboundClient {
  const client = new OutboundClient({
    bootstrap: [dns.endpoint],
    goodAddresses,
    clock: systemClock,
    log,
    connectTiming: { staggerMs: 50, deadlineMs: 2_000 },
    ...options,
  });
  opened.push(client);
  return client;
}

function post(base: string, overrides: Partial<OutboundRequest> = {}): OutboundRequest {
  return {
    method: 'POST',
    url: new URL('/api/v0/services/dns/tsdb', base),
    headers: { 'X-Api-Key': SECRET, 'Content-Type': 'application/json' },
    body: JSON.stringify([{ name: 'a.b', time: Math.floor(Date.now() / 1_000), value: 1 }]),
    timeoutMs: 5_000,
    ...overrides,
  };
}

function named(port = mackerel.port, scheme = 'http'): string {
  return `${scheme}://${HOST}:${String(port)}`;
}

const stored = { kind: 'response', status: 200, retryAfter: null, body: '{"success":true}' };

describe('OutboundClient finding its way', () => {
  it('looks the host up through bootstrap and keeps its name in the Host header', async () => {
    expect(await newClient().send(post(named()))).toEqual(stored);
    expect(dns.questions).toContain(`A ${HOST}`);
    expect(mackerel.requests).toEqual([{ host: `${HOST}:${String(mackerel.port)}`, status: 200 }]);
    expect(mackerel.points).toHaveLength(1);
  });

  it('needs no look-up for an address', async () => {
    expect(await newClient({ bootstrap: [] }).send(post(mackerel.url))).toEqual(stored);
    expect(goodAddresses.known.size).toBe(0);
  });

  it('saves the address at which it connected', async () => {
    await newClient().send(post(named()));
    expect(Object.fromEntries(goodAddresses.known)).toEqual({ [HOST]: '127.0.0.1' });
  });

  it('saves no address at which it could not connect', async () => {
    await mackerel.setFault({ kind: 'down' });
    const cause = `ECONNREFUSED 127.0.0.1:${String(mackerel.port)}`;
    expect(await newClient().send(post(named()))).toEqual({ kind: 'network_error', cause });
    expect(goodAddresses.known.size).toBe(0);
  });

  it('uses the last good address, also of an earlier run, when bootstrap is dead', async () => {
    goodAddresses.known.set(HOST, '127.0.0.1');
    dns.setMode('silent');
    const client = newClient({ lookUpDeadlineMs: 100 });
    expect(await client.send(post(named()))).toEqual(stored);
  });

  it('uses the last good address when the system’s resolver never answers', async () => {
    goodAddresses.known.set(HOST, '127.0.0.1');
    let asked = 0;
    const ask = (): Promise<never> => {
      asked++;
      return new Promise(() => undefined);
    };
    const client = newClient({ ask, lookUpDeadlineMs: 50 });
    expect(await client.send(post(named()))).toEqual(stored);
    expect(await client.send(post(named()))).toEqual(stored);
    expect(asked).toBe(1);
  });

  it('uses the last good address when nothing can be reached at those found', async () => {
    goodAddresses.known.set(HOST, '127.0.0.1');
    dns.setNames({ [HOST]: ['127.0.0.2', '127.0.0.3'] });
    expect(await newClient().send(post(named()))).toEqual(stored);
  });

  it('tries every address found', async () => {
    dns.setNames({ [HOST]: ['127.0.0.2', '127.0.0.3', '127.0.0.1'] });
    expect(await newClient().send(post(named()))).toEqual(stored);
    expect(goodAddresses.known.get(HOST)).toBe('127.0.0.1');
  });

  it('fails in bounded time when the first look-up ever finds nobody, and works once it does', async () => {
    dns.setMode('silent');
    const client = newClient({ lookUpDeadlineMs: 100 });
    const cause = `look-up of ${HOST} failed: no answer within 100 ms`;
    expect(await client.send(post(named()))).toEqual({ kind: 'network_error', cause });
    dns.setMode('answer');
    await expect.poll(() => client.send(post(named())), { timeout: 10_000 }).toEqual(stored);
  });

  it('looks up again when nothing could be reached at a remembered address', async () => {
    dns.setNames({ [HOST]: '127.0.0.2' });
    const client = newClient();
    expect(await client.send(post(named()))).toMatchObject({ kind: 'network_error' });
    dns.setNames({ [HOST]: '127.0.0.1' });
    expect(await client.send(post(named()))).toEqual(stored);
  });

  it('works while the store of good addresses fails, and remembers by itself', async () => {
    goodAddresses.isFailing = true;
    expect(await newClient().send(post(named()))).toEqual(stored);
    expect(log.lines.map(({ message }) => message)).toContain('cannot save the last good address');
  });
});

describe('OutboundClient that may not reach every address', () => {
  const guarded = (options: Partial<OutboundClientOptions> = {}) =>
    newClient({ mayReach: isPublicAddress, lookUpDeadlineMs: 200, ...options });
  const refusal = { kind: 'address_refused', cause: `${HOST} leads to 127.0.0.1, which is no public address` };

  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['[::1]', '::1'],
    ['[::ffff:127.0.0.1]', '::ffff:7f00:1'],
    ['[64:ff9b::127.0.0.1]', '64:ff9b::7f00:1'],
    ['2130706433', '127.0.0.1'],
    ['0177.1', '127.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['169.254.169.254', '169.254.169.254'],
  ])('refuses the address %s', async (host, shown) => {
    const result = await guarded().send(post(`http://${host}:${String(mackerel.port)}`));
    expect(result).toEqual({ kind: 'address_refused', cause: `${shown} is no public address` });
    expect(mackerel.requests).toEqual([]);
  });

  it('refuses localhost, and names that lead to this machine', async () => {
    expect(await guarded().send(post(named()))).toEqual(refusal);
    dns.setNames({ [HOST]: ['::ffff:7f00:1', '10.0.0.1'] });
    expect(await guarded().send(post(named()))).toMatchObject({ kind: 'address_refused' });
    for (const host of ['localhost', 'a.localhost'])
      expect(await guarded().send(post(`http://${host}:${String(mackerel.port)}`))).toMatchObject({
        kind: 'address_refused',
        cause: `${host} leads to 127.0.0.1, which is no public address`,
      });
    expect(mackerel.requests).toEqual([]);
    expect(goodAddresses.known.size).toBe(0);
  });

  it('looks at what each look-up gives: a name that was public at first leads nowhere else later (DNS rebinding)', async () => {
    // 127.0.0.1 plays the public address, 127.0.0.2 the private one: nothing may leave this machine.
    const elsewhere = await countConnections('127.0.0.2', mackerel.port);
    let nowMs = 0;
    const client = guarded({ mayReach: (address) => address === '127.0.0.1', clock: { nowMs: () => nowMs } });
    expect(await client.send(post(named()))).toEqual(stored);
    dns.setNames({ [HOST]: '127.0.0.2' });
    nowMs += 3_600_000;
    const cause = refusal.cause.replace('127.0.0.1', '127.0.0.2');
    expect(await client.send(post(named()))).toEqual({ ...refusal, cause });
    expect([mackerel.requests.length, elsewhere.count()]).toEqual([1, 0]);
    elsewhere.close();
  });

  it('connects to none but the public ones of several addresses', async () => {
    const asked: string[] = [];
    const mayReach = (address: string): boolean => {
      asked.push(address);
      return address === '127.0.0.1';
    };
    dns.setNames({ [HOST]: ['127.0.0.2', '127.0.0.1', '10.0.0.1'] });
    const elsewhere = await countConnections('127.0.0.2', mackerel.port);
    expect(await guarded({ mayReach }).send(post(named()))).toEqual(stored);
    expect(new Set(asked)).toEqual(new Set(['127.0.0.2', '127.0.0.1', '10.0.0.1']));
    expect(elsewhere.count()).toBe(0);
    elsewhere.close();
  });

  it('takes no last good address that it may not reach, nor one in the place of a name that was moved', async () => {
    goodAddresses.known.set(HOST, '127.0.0.1');
    dns.setMode('refuse');
    expect(await guarded().send(post(named()))).toMatchObject({
      kind: 'network_error',
      cause: expect.stringMatching(/^look-up of mackerel.example.org failed: EREFUSED/) as string,
    });
    goodAddresses.known.set(HOST, '127.0.0.1');
    dns.setMode('answer');
    dns.setNames({ [HOST]: '10.0.0.1' });
    const client = guarded({ mayReach: (address) => address === '127.0.0.1' });
    expect(await client.send(post(named()))).toEqual({
      ...refusal,
      cause: refusal.cause.replace('127.0.0.1', '10.0.0.1'),
    });
    expect(mackerel.requests).toEqual([]);
  });
});

describe('OutboundClient and what can go wrong', () => {
  it('ends at its deadline when no answer comes', async () => {
    await mackerel.setFault({ kind: 'hang' });
    expect(await newClient().send(post(mackerel.url, { timeoutMs: 80 }))).toEqual({
      kind: 'timeout',
      cause: `127.0.0.1:${String(mackerel.port)} did not answer in 80 ms`,
    });
  });

  it('ends at its deadline when an answer comes too slowly', async () => {
    await mackerel.setFault({ kind: 'slow', delayMs: 60_000 });
    expect(await newClient().send(post(mackerel.url, { timeoutMs: 80 }))).toMatchObject({ kind: 'timeout' });
  });

  it('ends at its deadline when the body of an answer never ends', async () => {
    await mackerel.setFault({ kind: 'slow-body' });
    expect(await newClient().send(post(mackerel.url, { timeoutMs: 80 }))).toMatchObject({ kind: 'timeout' });
  });

  it.each(['reset', 'lost-response'] as const)(
    'takes a connection that ends by %s for a network error',
    async (kind) => {
      await mackerel.setFault({ kind });
      expect(await newClient().send(post(mackerel.url))).toMatchObject({ kind: 'network_error' });
    },
  );

  it('gives the status and Retry-After of a refusal', async () => {
    await mackerel.setFault({ kind: 'status', status: 429, message: 'slow down', retryAfter: '7' });
    expect(await newClient().send(post(mackerel.url))).toEqual({
      kind: 'response',
      status: 429,
      retryAfter: '7',
      body: '{"error":{"message":"slow down"}}',
    });
  });

  it('gives up when it is told to', async () => {
    await mackerel.setFault({ kind: 'hang' });
    const controller = new AbortController();
    const result = newClient().send(post(mackerel.url, { signal: controller.signal }));
    await expect.poll(() => mackerel.requests.length).toBe(1);
    controller.abort();
    expect(await result).toEqual({ kind: 'network_error', cause: 'given up' });
    const aborted = { signal: AbortSignal.abort() };
    expect(await newClient().send(post(mackerel.url, aborted))).toEqual({ kind: 'network_error', cause: 'given up' });
  });

  it('ends requests under way when it is closed', async () => {
    await mackerel.setFault({ kind: 'hang' });
    const client = newClient();
    const result = client.send(post(mackerel.url));
    await expect.poll(() => mackerel.requests.length).toBe(1);
    await client.close();
    expect(await result).toMatchObject({ kind: 'network_error' });
  });

  it('names no secret when a header cannot be sent', async () => {
    const headers = { 'X-Api-Key': `${SECRET}\n` };
    const result = await newClient().send(post(mackerel.url, { headers }));
    expect(result).toMatchObject({ kind: 'network_error' });
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });

  it('goes on after a server that was down is back', async () => {
    const client = newClient();
    expect(await client.send(post(mackerel.url))).toEqual(stored);
    await mackerel.setFault({ kind: 'down' });
    expect(await client.send(post(mackerel.url))).toMatchObject({ kind: 'network_error' });
    await mackerel.setFault({ kind: 'none' });
    expect(await client.send(post(mackerel.url))).toEqual(stored);
  });

  it('reads 64 KiB of a reply that never ends, and ends the connection', async () => {
    const closed: Promise<void>[] = [];
    const server = await serve((socket) =>
      closed.push(new Promise((resolve) => socket.once('close', () => resolve()))),
    );
    const result = await newClient().send(post(server.url));
    expect(result.kind === 'response' ? result.body.length : 0).toBe(65_536);
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
    await server.close();
  });

  it('gives the garbage a non-HTTP peer sends as a network error', async () => {
    const peer = createTcpServer((socket) => {
      socket.on('error', () => undefined).end('SSH-2.0-OpenSSH\r\n');
    });
    await new Promise<void>((resolve) => peer.listen(0, '127.0.0.1', resolve));
    const { port } = peer.address() as AddressInfo;
    expect(await newClient().send(post(`http://127.0.0.1:${String(port)}`))).toMatchObject({ kind: 'network_error' });
    peer.close();
  });

  it('does not follow redirects, which would carry the key elsewhere', async () => {
    await mackerel.setFault({ kind: 'status', status: 307 });
    expect(await newClient().send(post(mackerel.url))).toMatchObject({ kind: 'response', status: 307 });
    expect(mackerel.requests).toHaveLength(1);
  });
});

describe.skipIf(!hasOpenssl)('OutboundClient over TLS (needs openssl)', () => {
  it('verifies the host name at whatever address it connects to', async () => {
    const tls = makeTestCertificate([HOST]);
    const secure = await startFakeMackerel({ apiKey: SECRET, tls });
    expect(await newClient({ ca: tls.cert }).send(post(named(secure.port, 'https')))).toEqual(stored);
    expect(secure.requests).toEqual([{ host: `${HOST}:${String(secure.port)}`, status: 200 }]);
    expect(goodAddresses.known.get(HOST)).toBe('127.0.0.1');
    await secure.close();
  });

  it('verifies an address against the certificate too', async () => {
    const tls = makeTestCertificate(['127.0.0.1']);
    const secure = await startFakeMackerel({ apiKey: SECRET, tls });
    expect(await newClient({ ca: tls.cert }).send(post(secure.url))).toEqual(stored);
    await secure.close();
  });

  it('sends nothing to a peer with another name, nor remembers its address', async () => {
    const tls = makeTestCertificate(['other.example.org']);
    const secure = await startFakeMackerel({ apiKey: SECRET, tls });
    const cause = `ERR_TLS_CERT_ALTNAME_INVALID 127.0.0.1:${String(secure.port)}`;
    const result = await newClient({ ca: tls.cert }).send(post(named(secure.port, 'https')));
    expect(result).toEqual({ kind: 'network_error', cause });
    expect(secure.requests).toEqual([]);
    expect(goodAddresses.known.size).toBe(0);
    await secure.close();
  });

  it('sends nothing to a peer nobody vouches for', async () => {
    const secure = await startFakeMackerel({ apiKey: SECRET, tls: makeTestCertificate([HOST]) });
    const cause = `DEPTH_ZERO_SELF_SIGNED_CERT 127.0.0.1:${String(secure.port)}`;
    expect(await newClient().send(post(named(secure.port, 'https')))).toEqual({ kind: 'network_error', cause });
    await secure.close();
  });

  it('goes on to the next address when one accepts but never shakes hands', async () => {
    const tls = makeTestCertificate([HOST]);
    const secure = await startFakeMackerel({ apiKey: SECRET, tls });
    const peers: Socket[] = [];
    const silent = createTcpServer((socket) => void peers.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => silent.listen(secure.port, '127.0.0.2', resolve));
    dns.setNames({ [HOST]: ['127.0.0.2', '127.0.0.1'] });
    expect(await newClient({ ca: tls.cert }).send(post(named(secure.port, 'https')))).toEqual(stored);
    expect(peers).toHaveLength(1);
    for (const peer of peers) peer.destroy();
    silent.close();
    await secure.close();
  });
});

/** Whoever connects there is counted and sent away. */
async function countConnections(address: string, port: number): Promise<{ count(): number; close(): void }> {
  let count = 0;
  const server = createTcpServer((socket) => {
    count++;
    socket.on('error', () => undefined).destroy();
  });
  await new Promise<void>((resolve) => server.listen(port, address, resolve));
  return { count: () => count, close: () => void server.close() };
}

/** A server whose reply has no end. */
async function serve(onConnection: (socket: Socket) => void): Promise<{ url: string; close(): Promise<void> }> {
  const server: Server = createServer((_, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    };
    response.on('drain', write);
    write();
  });
  server.on('connection', onConnection);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
