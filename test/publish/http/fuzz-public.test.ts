import { once } from 'node:events';
import { METHODS } from 'node:http';
import { connect } from 'node:net';

import fc from 'fast-check';
import type { HTTPMethods } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { LANGUAGES } from '../../../src/domain/language.js';
import { createPublicApp, type PublicListener } from '../../../src/publish/http/public-listener.js';
import { SECURITY_HEADERS } from '../../../src/publish/http/security-headers.js';
import { SITE_PARTS } from '../../../src/publish/site/parts.js';
import { SAMPLE_PUBLIC_CONFIG, samplePublicOptions } from '../../support/public-app.js';
import { samplePast, siteHistory } from '../../support/sample-past.js';
import { SAMPLE_NOW_MS } from '../../support/sample-snapshot.js';
import { siteWorlds } from '../../support/site-worlds.js';
import { serveWorld } from '../../support/world-listeners.js';

const world = siteWorlds()['fine']!;

/** Paths of files, lines of stack traces, names of what we are made of. */
const INSIDE =
  /node_modules|\bat [\w.<>]+ \(|file:\/\/|\/src\/|\/dist\/|\.[jt]sx?:\d|Error:|FST_|fastify|undefined|sqlite/i;

describe('the public site under fuzzed requests', { timeout: 120_000 }, () => {
  let nowMs = SAMPLE_NOW_MS;
  const { app, publish, publishRecords } = createPublicApp(
    samplePublicOptions({
      config: { ...SAMPLE_PUBLIC_CONFIG, languages: LANGUAGES, baseUrl: 'https://status.example.org' },
      history: { ...siteHistory(samplePast('no_data')), report: (...asked) => world.history.report(...asked) },
      clock: { nowMs: () => nowMs },
    }),
  );
  publishRecords(world.records);
  afterAll(() => app.close());

  it('answers any of them without a failure, safely, and tells nothing of its inside', async () => {
    const answers = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(request(), async ({ method, url, headers }) => {
        // Ten seconds after the last one, so that none is refused for coming too often.
        nowMs += 10_000;
        publish({ ...world.snapshot!, evaluatedAtMs: nowMs });
        const { statusCode, headers: answered, body } = await app.inject({ method, url, headers });
        answers.set(statusCode, (answers.get(statusCode) ?? 0) + 1);
        expect(statusCode).toBeLessThan(500);
        expect(answered).toMatchObject(SECURITY_HEADERS);
        if (method !== 'GET' && method !== 'HEAD') expect(statusCode).toBeGreaterThanOrEqual(400);
        if (statusCode >= 400) expect(body).not.toMatch(INSIDE);
        expect(answered['set-cookie']).toBeUndefined();
      }),
      { numRuns: 1_000 },
    );
    // Else the fuzzing would be of nothing but what is refused.
    for (const status of [200, 304, 308, 400, 404, 405]) expect([...answers.keys()]).toContain(status);
  });
});

interface FuzzedRequest {
  readonly method: HTTPMethods;
  readonly url: string;
  readonly headers: Record<string, string>;
}

function request(): fc.Arbitrary<FuzzedRequest> {
  const method = fc.oneof(
    { weight: 6, arbitrary: fc.constant('GET') },
    { weight: 1, arbitrary: fc.constantFrom('HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND') },
  ) as fc.Arbitrary<HTTPMethods>;
  // What no URL can be, `inject` could not send: the raw requests below do.
  const url = fc
    .tuple(path(), query())
    .map((parts) => parts.join(''))
    .filter((text) => URL.canParse(text, 'http://localhost'));
  return fc.record({ method, url, headers: headers() });
}

/** What `inject` hands over as it is: nothing that a request line could not hold. */
const visible = (text: string): string => text.replaceAll(/[^\x21-\x7e]/g, '');

function path(): fc.Arbitrary<string> {
  const known = fc.constantFrom(
    ...SITE_PARTS.map(({ route }) => route),
    ...['/', '/ja', '/en', '/api/v1/latency', '/healthz', '/favicon.svg', '/openapi.json'],
  );
  const value = fc.oneof(
    fc.constantFrom(
      'slo-1',
      '8',
      '2026',
      '2026-10',
      '2026-13',
      '0000-00',
      '__proto__',
      'constructor',
      'hasOwnProperty',
    ),
    fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2F',
      '%5c..%5c',
      '%00',
      '%',
      '%zz',
      '%c0%af',
      '%ff',
      '%E0%A4%A',
      '%0d%0aX: y',
    ),
    fc.constantFrom(
      '😀',
      '%F0%9F%98%80',
      '-1',
      '1e9',
      '9'.repeat(400),
      'a'.repeat(300),
      'a'.repeat(20_000),
      '',
      ' ',
      '*',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }).map(encodeURIComponent),
    fc.string({ maxLength: 30 }),
  );
  const filled = fc
    .tuple(known, fc.array(value, { minLength: 3, maxLength: 3 }), fc.constantFrom('', '', '/ja', '/en', '/de'))
    .map(([route, values, folder]) => {
      let i = 0;
      return folder + route.replaceAll(/:\w+/g, () => values[i++]!);
    });
  const free = fc.array(value, { maxLength: 8 }).map((values) => `/${values.join('/')}`);
  return fc.oneof({ weight: 3, arbitrary: filled }, { weight: 1, arbitrary: free }).map(visible);
}

function query(): fc.Arbitrary<string> {
  const key = fc.constantFrom(
    'from',
    'to',
    'step',
    'probe',
    'resolver',
    'query',
    'x',
    '',
    '__proto__',
    'from[]',
    'a.b',
  );
  const value = fc.oneof(
    fc.constantFrom('2026-11-01T00:00:00Z', '2026-11-01', '1m', '1h', '10m', '1d', '0', '-1', 'NaN', '1e999', 'now'),
    fc.constantFrom('9999-12-31', '-271821-04-20T00:00:00Z', '+275760-09-13', '%', '%00', 'x'.repeat(5_000)),
    fc.string({ maxLength: 20 }).map(encodeURIComponent),
  );
  const pairs = fc.array(fc.tuple(key, value), { maxLength: 6 });
  return fc.oneof(
    fc.constant(''),
    pairs.map((all) => visible(`?${all.map((pair) => pair.join('=')).join('&')}`)),
    fc.constantFrom('?', '??', '?&&&', '?=', '?#', '#x', ';a=b', '?a'.repeat(1_000)),
  );
}

function headers(): fc.Arbitrary<Record<string, string>> {
  const garbage = fc.oneof(
    fc.constantFrom('', '*', ',', ';', 'q=1', '*;q=NaN', 'br;q=2, gzip;q=-1', 'identity;q=0, *;q=0', ','.repeat(2_000)),
    fc.constantFrom('ja', 'ja-JP,en;q=0.5', '-', '*-*', 'x'.repeat(4_000), '"', 'W/', 'W/"x"', '"a', 'bytes=0-1'),
    fc.constantFrom('bytes=-1', 'bytes=9-1', 'bytes=0-0,1-1,2-2', '127.0.0.1', '::1, ::ffff:1.2.3.4', 'a b', '[::1'),
    fc.constantFrom('evil.example', 'evil.example:99999', 'https', 'javascript', 'for=_x;proto=;by="', '1'.repeat(300)),
    fc.string({ maxLength: 40 }),
  );
  const names = [
    ...['accept', 'accept-encoding', 'accept-language', 'if-none-match', 'if-modified-since', 'if-match', 'if-range'],
    ...['range', 'host', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'origin', 'cookie'],
    ...['authorization', 'content-type', 'x-http-method-override', 'accept-version', 'expect', 'te'],
  ];
  return fc.oneof(
    { weight: 9, arbitrary: fc.dictionary(fc.constantFrom(...names), garbage, { maxKeys: 6 }) },
    { weight: 1, arbitrary: fc.constant({ 'if-none-match': '*' }) },
  );
}

describe('the public listener under raw requests', { timeout: 60_000 }, () => {
  let listener: PublicListener;
  beforeAll(async () => {
    listener = await serveWorld(world);
  });
  afterAll(() => listener.close());

  /** Everything that comes back until the listener ends the connection, which it does when we end ours. */
  async function exchange(...chunks: readonly string[]): Promise<string> {
    const socket = connect({ host: '127.0.0.1', port: listener.address.port });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    for (const chunk of chunks) socket.write(chunk, 'latin1');
    // Not by `once()`, which rejects for a reset: a server that has answered need not read the rest.
    await new Promise((resolve) => socket.on('close', resolve));
    return answer;
  }

  const HOST = 'Host: a\r\n';
  const CLOSE = `${HOST}Connection: close\r\n`;

  it.each([
    ['no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\r\n\r\n', 400],
    ['a NUL in the path', `GET /\0 HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['a blank in the path', `GET /a b HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['a method nobody knows', `BREW / HTTP/1.1\r\n${CLOSE}\r\n`, 400],
    ['a method of another protocol', `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`, 400],
    ['HTTP/9.9', `GET / HTTP/9.9\r\n${CLOSE}\r\n`, 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a header without a name', `GET / HTTP/1.1\r\n${CLOSE}: x\r\n\r\n`, 400],
    ['a header folded over lines', `GET / HTTP/1.1\r\n${CLOSE}X: a\r\n b\r\n\r\n`, 400],
    ['headers of 64 KB', `GET / HTTP/1.1\r\n${CLOSE}X: ${'x'.repeat(65_536)}\r\n\r\n`, 431],
    ['20,000 headers', `GET / HTTP/1.1\r\n${CLOSE}${'A: b\r\n'.repeat(20_000)}\r\n`, 431],
    ['a path of 64 KB', `GET /${'x'.repeat(65_536)} HTTP/1.1\r\n${CLOSE}\r\n`, 431],
    ['two lengths of the body', `GET / HTTP/1.1\r\n${CLOSE}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`, 400],
    [
      'a length and chunks',
      `GET / HTTP/1.1\r\n${CLOSE}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    ['a chunk of no length', `GET / HTTP/1.1\r\n${CLOSE}Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n`, 400],
    ['an upgrade', `GET / HTTP/1.1\r\n${HOST}Connection: close, upgrade\r\nUpgrade: websocket\r\n\r\n`, 200],
    ['an absolute form', `GET http://evil.example/ HTTP/1.1\r\n${CLOSE}\r\n`, 200],
    ['a path that is no URL', `GET /\\ HTTP/1.1\r\n${CLOSE}\r\n`, 404],
    ['a path like a host', `GET //[ HTTP/1.1\r\n${CLOSE}\r\n`, 404],
    ['an asterisk', `OPTIONS * HTTP/1.1\r\n${CLOSE}\r\n`, 405],
    ['a body with GET', `GET / HTTP/1.1\r\n${CLOSE}Content-Length: 3\r\n\r\nabc`, 200],
    ['chunks with GET', `GET / HTTP/1.1\r\n${CLOSE}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`, 200],
    [
      'a body of 1 MB with POST',
      `POST / HTTP/1.1\r\n${CLOSE}Content-Length: 1048576\r\n\r\n${'x'.repeat(1_048_576)}`,
      405,
    ],
    ['an expectation', `GET / HTTP/1.1\r\n${CLOSE}Expect: 200-maybe\r\n\r\n`, 200],
  ])('answers %s in its place', async (_, sent, status) => {
    const answer = await exchange(sent);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      expect(answer.toLowerCase()).toContain(`${name}: ${value}`.toLowerCase());
    if (status >= 400) expect(answer).not.toMatch(INSIDE);
  });

  it('ends the connection of whoever wants a tunnel', async () => {
    expect(await exchange(`CONNECT a:443 HTTP/1.1\r\n${CLOSE}\r\n`)).toBe('');
  });

  it('answers a hundred requests sent at once, in their order', async () => {
    const many = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'healthz' : 'nothing'));
    const sent = many.map((path) => `GET /${path} HTTP/1.1\r\n${HOST}\r\n`).join('');
    const answer = await exchange(`${sent}GET /%zz HTTP/1.1\r\n${CLOSE}\r\n`);
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
    expect(statuses).toEqual([...many.map((path) => (path === 'healthz' ? 200 : 404)), 400]);
  });

  it('ends what is rubbish of any kind without failing, and answers on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 80 }),
            fc.constantFrom('GET ', '/ ', 'HTTP/1.1', '\r\n', 'Host: a', ...METHODS),
          ),
          { maxLength: 12 },
        ),
        async (pieces) => {
          const answer = await exchange(...pieces, '\r\n\r\n\0\r\n\r\n');
          expect(answer).not.toMatch(/^HTTP\/1\.1 5/m);
        },
      ),
      { numRuns: 100 },
    );
    expect((await fetch(`${listener.url}/healthz`)).status).toBe(200);
  });
});
