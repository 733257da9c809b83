import { describe, expect, it, vi } from 'vitest';

import { latencyRange } from '../../../src/app/latency-range.js';
import { silentLog } from '../../../src/domain/log.js';
import { createAdminApp } from '../../../src/publish/admin/admin-listener.js';
import type { AdminQueries } from '../../../src/publish/admin/admin-queries.js';
import { createPublicApp } from '../../../src/publish/http/public-listener.js';
import { failureAt, failureQuery, timeoutAt } from '../../support/failure-samples.js';
import { MemoryHistory } from '../../support/memory-history.js';
import { samplePublicOptions } from '../../support/public-app.js';
import { SAMPLE_NOW_MS, SAMPLE_SERIES, sampleSnapshot } from '../../support/sample-snapshot.js';

const HOST = '127.0.0.1:8081';
const T0 = Date.UTC(2026, 9, 1, 10);

function get(url: string, queries: Partial<AdminQueries> = {}, authorization = 'Bearer read-secret') {
  const tokens = [
    { name: 'reader', token: 'read-secret', scopes: ['read'] as const },
    { name: 'prometheus', token: 'scrape-secret', scopes: ['metrics'] as const },
  ];
  const { app } = createAdminApp({
    config: { listen: { host: '127.0.0.1', port: 8081 }, tokens, allowedHosts: [] },
    metrics: { contentType: 'text/plain', text: () => Promise.resolve('') },
    queries: {
      series: () => Promise.resolve([SAMPLE_SERIES]),
      transportOf: () => null,
      latestMinutes: () => Promise.resolve([]),
      failures: () => Promise.resolve([]),
      failureLosses: () => Promise.resolve([]),
      latency: () => Promise.reject(new Error('not asked')),
      ...queries,
    },
    log: silentLog,
    clock: { nowMs: () => SAMPLE_NOW_MS },
    version: '0.0.0-test',
  });
  return app.inject({ url, headers: { host: HOST, authorization } });
}

describe('GET /api/v1/failures', () => {
  it('gives failures as the store does, in the words of the field', async () => {
    const failures = [
      failureAt(T0 + 0.5, { detail: 'NOERROR expected' }),
      timeoutAt(T0, { sentAtMs: null, localPort: null, phase: 'connect' }),
    ];
    const gone = { series: failures[0]!.series, outcome: 'timeout', pushedOut: 7, expired: 1 } as const;
    const response = await get('/api/v1/failures', {
      failures: () => Promise.resolve(failures),
      failureLosses: () => Promise.resolve([{ ...gone, lastMs: T0 }]),
    });
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.json()).toEqual({
      failures: [
        {
          vantage: 'tokyo',
          probe: 'public',
          resolver: 'ns1',
          query: 'www',
          outcome: 'wrong_rcode',
          scheduledAt: '2026-10-01T10:00:00.000Z',
          sentAt: '2026-10-01T10:00:00.000Z',
          sendLagUs: 250,
          rttUs: 1234,
          transport: 'udp',
          peer: '192.0.2.53:53',
          localPort: 40_001,
          phase: null,
          qname: 'www.example.org.',
          qtype: 'A',
          detail: 'NOERROR expected',
          rcode: 'SERVFAIL',
          flags: ['rd', 'ra'],
          answerCount: 0,
          nsid: 'pop-3',
          ede: [{ code: 22, text: 'no reachable authority' }],
          byteCount: 8,
          bytes: '1234818200010000',
          steps: null,
        },
        expect.objectContaining({
          outcome: 'timeout',
          sentAt: null,
          sendLagUs: null,
          rttUs: null,
          localPort: null,
          phase: 'connect',
          rcode: null,
          flags: null,
          nsid: null,
          ede: null,
          bytes: null,
          byteCount: null,
        }),
      ],
      losses: [
        {
          vantage: 'tokyo',
          probe: 'public',
          resolver: 'ns1',
          query: 'www',
          outcome: 'timeout',
          pushedOut: 7,
          expired: 1,
          completeSince: '2026-10-01T10:00:00.000Z',
        },
      ],
    });
  });

  it('hands on what is asked for', async () => {
    const failures = vi.fn<AdminQueries['failures']>().mockResolvedValue([]);
    await get('/api/v1/failures', { failures });
    await get('/api/v1/failures?probe=public&resolver=ns1&query=www&vantage=tokyo&outcome=timeout&limit=7', {
      failures,
    });
    await get('/api/v1/failures?since=2026-10-01T10:00:00.500Z', { failures });
    await get('/api/v1/failures?since=15m', { failures });
    const named = { probe: 'public', resolver: 'ns1', query: 'www', vantage: 'tokyo', outcome: 'timeout', limit: 7 };
    expect(failures.mock.calls.map(([query]) => query)).toEqual([
      failureQuery(),
      { ...named, sinceMs: null },
      failureQuery({ sinceMs: T0 + 500 }),
      failureQuery({ sinceMs: SAMPLE_NOW_MS - 15 * 60_000 }),
    ]);
  });

  it.each([
    ['outcome=answered', 'must be one of wrong_rcode, wrong_answer'],
    ['outcome=lost', 'found "lost"'],
    ['since=yesterday', 'ISO 8601 time with a zone such as 2026-10-01T00:00:00Z, or a duration such as 15m'],
    ['limit=0', '"limit" must be 1 to 1000'],
    ['limit=1001', 'found "1001"'],
    ['limit=-5', '"limit" must be 1 to 1000'],
    ['limit=1e3', '"limit" must be 1 to 1000'],
    ['resolver=a&resolver=b', '"resolver" must be given once'],
    ['resolver=', '"resolver" must NOT have fewer than 1 characters'],
    ['server=ns1', '"server" is not known here'],
  ])('says of %s what is allowed', async (search, message) => {
    const failures = vi.fn();
    const response = await get(`/api/v1/failures?${search}`, { failures });
    expect(response.statusCode).toBe(400);
    expect(response.json<{ error: { message: string } }>().error.message).toContain(message);
    expect(failures).not.toHaveBeenCalled();
  });

  it('is for those who may read', async () => {
    expect((await get('/api/v1/failures', {}, 'Bearer scrape-secret')).statusCode).toBe(403);
    expect((await get('/api/v1/failures', {}, 'Bearer wrong')).statusCode).toBe(401);
  });

  it('is on no public path', async () => {
    const { app, publish } = createPublicApp(samplePublicOptions());
    publish(sampleSnapshot([{}]));
    for (const url of ['/api/v1/failures', '/failures', '/api/v1/series']) {
      expect((await app.inject(url)).statusCode).toBe(404);
    }
  });
});

describe('GET /api/v1/latency of the admin listener', () => {
  const hidden = { ...SAMPLE_SERIES, resolver: 'hidden' };

  it('answers for series that nothing public selects, and by phase', async () => {
    const history = new MemoryHistory();
    history.add(hidden, SAMPLE_NOW_MS, [{ outcome: 'answered', count: 3, rttUs: 900, phasesUs: { connect: 400 } }]);
    const seriesIds = [history.idOf(hidden)];
    const queries: Partial<AdminQueries> = {
      series: () => Promise.resolve([SAMPLE_SERIES, hidden]),
      latency: (query) => latencyRange(history, { ...query, seriesIds }),
    };
    const search = 'resolver=hidden&phase=connect&from=2026-11-23T12:34:00Z&to=2026-11-23T12:35:00Z';
    const response = await get(`/api/v1/latency?${search}`, queries);
    expect(response.json()).toMatchObject({ phase: 'connect', points: [{ count: 3, p50Us: 400, maxUs: 400 }] });
  });

  it.each([
    ['phase=dns', 400],
    ['step=7s', 400],
    ['resolver=no-such', 404],
  ])('refuses %s with %d', async (search, status) => {
    expect((await get(`/api/v1/latency?${search}`)).statusCode).toBe(status);
  });
});
