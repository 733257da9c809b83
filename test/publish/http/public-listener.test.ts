import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { latencyRange } from '../../../src/app/latency-range.js';
import { HOUR_MS, isoTime } from '../../../src/domain/clock.js';
import { createPublicApp, startPublicListener } from '../../../src/publish/http/public-listener.js';
import type { PublicListener } from '../../../src/publish/http/public-listener.js';
import type { LatencyQueries } from '../../../src/publish/public-api/latency-queries.js';
import { MemoryHistory } from '../../support/memory-history.js';
import { sampleHistory, samplePublicOptions, SAMPLE_PUBLIC_CONFIG } from '../../support/public-app.js';
import { sampleMaintenance } from '../../support/sample-site.js';
import { SAMPLE_NOW_MS, SAMPLE_SERIES, sampleSnapshot } from '../../support/sample-snapshot.js';

const SNAPSHOT = sampleSnapshot([
  { name: 'availability', displayName: 'Availability' },
  { name: 'secret', displayName: 'Secret', visibility: 'internal', series: [{ ...SAMPLE_SERIES, resolver: 'hidden' }] },
]);

function appWith(...args: Parameters<typeof samplePublicOptions>) {
  const { app, publish } = createPublicApp(samplePublicOptions(...args));
  publish(SNAPSHOT);
  return app;
}

describe('createPublicApp() serving SLOs', () => {
  it('answers with the public objects as they are', async () => {
    const response = await appWith().inject('/api/v1/slos');
    expect(response.statusCode).toBe(200);
    expect(response.headers['access-control-allow-origin']).toBe('*');
    expect(response.json()).toEqual([SNAPSHOT.slos[0]!.status]);
  });

  it('answers with one of them by name', async () => {
    const response = await appWith().inject('/api/v1/slos/availability');
    expect(response.json()).toEqual(SNAPSHOT.slos[0]!.status);
  });

  it.each(['secret', 'nothing', '%3Cscript%3E', '..', ''])('answers 404 for "%s"', async (name) => {
    const response = await appWith().inject(`/api/v1/slos/${name}`);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  it('answers 503 before the first evaluation', async () => {
    const { app } = createPublicApp(samplePublicOptions());
    const response = await app.inject('/api/v1/slos');
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('2');
  });

  it('answers 400 to a name with bad percent escapes, with a code of its own', async () => {
    const response = await appWith().inject('/api/v1/slos/%zz?a=b');
    expect(response.statusCode).toBe(400);
    const message = 'the path must have valid percent escapes of UTF-8, found "/api/v1/slos/%zz"';
    expect(response.json()).toEqual({ error: { code: 'BAD_REQUEST', message } });
  });

  it('shows a newer snapshot at once', async () => {
    const { app, publish } = createPublicApp(samplePublicOptions());
    publish(SNAPSHOT);
    await app.inject('/api/v1/slos');
    publish(sampleSnapshot([{ name: 'newer' }]));
    expect((await app.inject('/api/v1/slos/newer')).statusCode).toBe(200);
    expect((await app.inject('/')).body).toContain('newer');
    expect((await app.inject('/api/v1/slos/availability')).statusCode).toBe(404);
  });
});

describe('createPublicApp() serving the page', () => {
  it.each([
    ['GET', '/nothing'],
    ['GET', '/api/nothing'],
    ['POST', '/'],
  ] as const)('has no cache keep that %s %s failed', async (method, url) => {
    const response = await appWith().inject({ method, url });
    expect(response.statusCode).toBeGreaterThanOrEqual(404);
    expect(response.headers['cache-control']).toMatch(/^no-(store|cache)$/);
    if (url === '/nothing') expect(response.headers.vary).toContain('accept-language');
  });

  it('tells of maintenance that was ended early when it ended', async () => {
    const { app, publish, publishRecords } = createPublicApp(samplePublicOptions());
    publish(SNAPSHOT);
    const [fromMs, toMs] = [SAMPLE_NOW_MS - 2 * HOUR_MS, SAMPLE_NOW_MS + 2 * HOUR_MS];
    const maintenance = sampleMaintenance({ fromMs, toMs, cancelledAtMs: SAMPLE_NOW_MS - HOUR_MS });
    publishRecords({ incidents: [], maintenances: [maintenance], corrections: [] });
    const { body } = await app.inject('/history');
    expect(body).toContain(`datetime="${isoTime(SAMPLE_NOW_MS - HOUR_MS)}"`);
    expect(body).not.toContain(`datetime="${isoTime(toMs)}"`);
  });

  it('names nothing of internal SLOs', async () => {
    const { body, statusCode } = await appWith().inject('/');
    expect(statusCode).toBe(200);
    expect(body).toContain('Availability');
    expect(body).not.toMatch(/secret/i);
  });

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('serves %s of the same bytes, with a tag of its own that gives 304', async (encoding, decompress) => {
    const app = appWith();
    const plain = await app.inject('/');
    const compressed = await app.inject({ url: '/', headers: { 'accept-encoding': encoding } });
    expect(compressed.headers['content-encoding']).toBe(encoding);
    expect(compressed.headers.vary).toBe('accept-language, accept-encoding');
    expect(decompress(compressed.rawPayload).toString()).toBe(plain.body);
    expect(compressed.headers.etag).not.toBe(plain.headers.etag);
    const again = await app.inject({
      url: '/',
      headers: { 'accept-encoding': encoding, 'if-none-match': `W/"old", ${String(compressed.headers.etag)}` },
    });
    expect(again.statusCode).toBe(304);
    expect(again.rawPayload).toHaveLength(0);
  });

  it('says how old the figures are when they are stale', async () => {
    const app = appWith({ clock: { nowMs: () => SAMPLE_NOW_MS + 5 * 60_000 } });
    expect((await app.inject('/')).body).toContain('These figures are 5 minutes old.');
  });

  it('says that it is starting, with 503, before the first evaluation', async () => {
    const { app } = createPublicApp(samplePublicOptions());
    const response = await app.inject('/');
    expect(response.statusCode).toBe(503);
    expect(response.body).toContain('Starting up');
  });

  it('links assets that may be kept for ever', async () => {
    const app = appWith();
    const { body } = await app.inject('/');
    const paths = [...body.matchAll(/(?:href|src)="\.\/(assets\/[^"]+)"/g)].map((match) => `/${match[1]!}`);
    expect(paths).toHaveLength(2);
    for (const path of paths) {
      const response = await app.inject(path);
      expect(response.statusCode).toBe(200);
      expect(response.headers['cache-control']).toContain('immutable');
    }
    expect((await app.inject('/favicon.svg')).headers['content-type']).toBe('image/svg+xml');
  });

  it('answers unknown paths with a page that finds its stylesheet', async () => {
    const response = await appWith().inject('/no/such/page');
    expect(response.statusCode).toBe(404);
    expect(response.body).toMatch(/href="\.\.\/\.\.\/assets\/status-/);
  });

  it.each(['/', '/no/such', '/api/v1/slos', '/api/v1/latency?x=1', '/%zz', '/healthz'])(
    'sends the security headers with %s',
    async (url) => {
      const { headers } = await appWith().inject(url);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
    },
  );
});

describe('createPublicApp() serving latency', () => {
  it('hands the question over with the public series alone', async () => {
    const range = { from: 'a', to: 'b', step: '1h', points: [] };
    const latency = vi.fn<LatencyQueries['latency']>().mockResolvedValue(range);
    const response = await appWith({ history: sampleHistory({ latency }) }).inject('/api/v1/latency?probe=public');
    expect(response.json()).toEqual(range);
    expect(latency.mock.calls[0]![0]).toMatchObject({ probe: 'public', allowed: [SAMPLE_SERIES] });
  });

  it('does not know series of internal SLOs', async () => {
    const latency = vi.fn();
    const response = await appWith({ history: sampleHistory({ latency }) }).inject('/api/v1/latency?resolver=hidden');
    expect(response.statusCode).toBe(404);
    expect(latency).not.toHaveBeenCalled();
  });

  it.each([
    ['?from=now', '"from" must be an ISO 8601 time'],
    ['?probe=a&probe=b', '"probe" must be given once'],
    ['?colour=red', '"colour" is not known here'],
    ['?probe=', '"probe" must NOT have fewer than 1 characters'],
  ])('answers 400 to %s, saying what is wrong', async (search, message) => {
    const response = await appWith().inject(`/api/v1/latency${search}`);
    expect(response.statusCode).toBe(400);
    const { error } = response.json<{ error: { code: string; message: string } }>();
    expect(error.code).toBe('BAD_REQUEST');
    expect(error.message).toContain(message);
  });

  it('answers 503 before the first evaluation', async () => {
    const latency = vi.fn();
    const { app } = createPublicApp(samplePublicOptions({ history: sampleHistory({ latency }) }));
    const response = await app.inject('/api/v1/latency');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ error: { code: 'STARTING' } });
    expect(response.headers['retry-after']).toBe('2');
    expect(latency).not.toHaveBeenCalled();
  });

  it.each(['LATENCY_TOO_MANY_POINTS', 'LATENCY_RANGE_INVALID'])(
    'answers 400 where history refuses the question: %s',
    async (code) => {
      const refusal = Object.assign(new Error('at most 1500 points are given, found 1501'), { code });
      const latency = { latency: () => Promise.reject(refusal) };
      const response = await appWith({ history: sampleHistory(latency) }).inject('/api/v1/latency?step=1h');
      expect(response.statusCode).toBe(400);
      expect(response.json()).toEqual({ error: { code: 'BAD_REQUEST', message: refusal.message } });
    },
  );

  it('answers 400 to a range that only rounding to hours makes too long', async () => {
    const history = new MemoryHistory();
    const latency: LatencyQueries = { latency: (query) => latencyRange(history, { ...query, seriesIds: [] }) };
    const search = 'from=2026-09-01T00:30:00Z&to=2026-11-02T12:30:00Z&step=1h';
    const response = await appWith({ history: sampleHistory(latency) }).inject(`/api/v1/latency?${search}`);
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain('at most 1500 points are given, found 1501');
  });

  it('limits a client that reads history too often, but not what is served from memory', async () => {
    const app = appWith();
    const codes: number[] = [];
    for (let i = 0; i < 31; i++) codes.push((await app.inject('/api/v1/latency')).statusCode);
    expect(codes.filter((code) => code === 200)).toHaveLength(30);
    const refused = await app.inject('/api/v1/latency');
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject('/api/v1/slos')).statusCode).toBe(200);
  });

  it('limits a client that has history read for pages too often, but not what was read before', async () => {
    const slos = Array.from({ length: 40 }, (_, i) => ({ name: `slo-${String(i)}`, displayName: `SLO ${String(i)}` }));
    const { app, publish } = createPublicApp(samplePublicOptions());
    publish(sampleSnapshot(slos));
    const ask = (i: number, from = '198.51.100.1') => app.inject({ url: `/slo/slo-${String(i)}`, remoteAddress: from });
    const statuses: number[] = [];
    for (let i = 0; i < 31; i++) statuses.push((await ask(i)).statusCode);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429]);
    const refused = await ask(31);
    expect(refused.headers).toMatchObject({ 'retry-after': '1', 'content-type': 'text/html; charset=utf-8' });
    expect((await ask(3)).statusCode).toBe(200);
    expect((await ask(31, '198.51.100.2')).statusCode).toBe(200);
    // Read for another, it is there for everybody.
    expect((await ask(31)).statusCode).toBe(200);
  });

  it('hides why the store failed', async () => {
    const failure = Object.assign(new Error('disk at /secret is full'), { code: 'STORE_FULL' });
    const latency = { latency: () => Promise.reject(failure) };
    const response = await appWith({ history: sampleHistory(latency) }).inject('/api/v1/latency');
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('secret');
  });
});

describe('createPublicApp() health and methods', () => {
  it.each([
    [500, 200, 'ok'],
    [61_000, 503, 'stale'],
  ])('/healthz at an age of %d ms answers %d', async (ageMs, code, status) => {
    const response = await appWith({ clock: { nowMs: () => SAMPLE_NOW_MS + ageMs } }).inject('/healthz');
    expect(response.statusCode).toBe(code);
    expect(response.json()).toMatchObject({ status, evaluatedAt: '2026-11-23T12:34:00Z' });
  });

  it('/healthz answers 503 while starting', async () => {
    const response = await createPublicApp(samplePublicOptions()).app.inject('/healthz');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ status: 'starting', evaluatedAt: null });
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const)('refuses %s with 405', async (method) => {
    for (const url of ['/', '/api/v1/slos', '/nothing']) {
      const response = await appWith().inject({ method, url });
      expect(response.statusCode).toBe(405);
      expect(response.headers.allow).toBe('GET, HEAD');
    }
  });

  it('answers HEAD like GET, without a body', async () => {
    const app = appWith();
    const [get, head] = [await app.inject('/'), await app.inject({ method: 'HEAD', url: '/' })];
    expect(head.statusCode).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.headers.etag).toBe(get.headers.etag);
  });

  it('never answers 5xx to any path or query', async () => {
    const app = appWith();
    const piece = fc.oneof(
      fc.constantFrom('api', 'v1', 'slos', 'latency', '..', '%00', '%', '%zz', '?', '#', '//', 'from=', 'step=1m', '&'),
      fc.webPath(),
      fc.string({ maxLength: 300 }).map(encodeURIComponent),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (pieces) => {
        const { statusCode } = await app.inject({ url: `/${pieces.join('/')}`.replaceAll(/[^\x21-\x7e]/g, '') });
        expect(statusCode).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});

describe('startPublicListener()', () => {
  let listener: PublicListener | null = null;
  afterEach(async () => {
    await listener?.close();
    listener = null;
  });

  it('listens on the port chosen and answers with the snapshot', async () => {
    listener = await startPublicListener(samplePublicOptions());
    listener.publish(SNAPSHOT);
    const response = await fetch(`${listener.url}/api/v1/slos`);
    expect(response.status).toBe(200);
    expect(listener.address.port).toBeGreaterThan(0);
  });

  it('says which address it could not have', async () => {
    listener = await startPublicListener(samplePublicOptions());
    const config = { ...SAMPLE_PUBLIC_CONFIG, listen: listener.address };
    await expect(startPublicListener(samplePublicOptions({ config }))).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      message: `Listen on 127.0.0.1:${String(listener.address.port)}: the address must be free and on this machine, found EADDRINUSE`,
    });
  });

  it('answers while two hundred connections stall, and closes in spite of them', async () => {
    const started = await startPublicListener(samplePublicOptions());
    started.publish(SNAPSHOT);
    const { port } = started.address;
    const stalled = Array.from({ length: 200 }, () => {
      const socket = connect({ host: '127.0.0.1', port }, () => socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '));
      return socket.on('error', () => undefined);
    });
    const startedAt = performance.now();
    expect((await fetch(`${started.url}/`)).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await started.close();
    for (const socket of stalled) socket.destroy();
  });
});
