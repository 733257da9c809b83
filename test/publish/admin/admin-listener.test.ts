import { afterEach, describe, expect, it } from 'vitest';

import type { Log } from '../../../src/domain/log.js';
import { NO_OUTCOMES } from '../../../src/domain/outcome.js';
import type { AdminListener, AdminListenerOptions } from '../../../src/publish/admin/admin-listener.js';
import { createAdminApp, startAdminListener } from '../../../src/publish/admin/admin-listener.js';
import { SAMPLE_NOW_MS, SAMPLE_SERIES, sampleSnapshot } from '../../support/sample-snapshot.js';

const SNAPSHOT = sampleSnapshot([{ name: 'open' }, { name: 'secret', visibility: 'internal' }]);
const HOST = { host: '127.0.0.1:8081' };

/** A log that keeps what is written, as text. */
function keptLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const write = (fields: object, message: string): void => void lines.push(JSON.stringify(fields) + message);
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

function options(more: Partial<AdminListenerOptions> = {}): AdminListenerOptions {
  return {
    config: {
      listen: { host: '127.0.0.1', port: 8081 },
      tokens: [
        { name: 'prometheus', token: 'scrape-secret', scopes: ['metrics'] },
        { name: 'reader', token: 'read-secret', scopes: ['read'] },
      ],
      allowedHosts: [],
    },
    metrics: { contentType: 'text/plain; version=0.0.4; charset=utf-8', text: () => Promise.resolve('a 1\n') },
    queries: {
      series: () => Promise.resolve([SAMPLE_SERIES]),
      transportOf: ({ resolver }) => (resolver === 'ns1' ? 'dot' : null),
      failures: () => Promise.resolve([]),
      failureLosses: () => Promise.resolve([]),
      latency: () => Promise.reject(new Error('not asked')),
      latestMinutes: () =>
        Promise.resolve([
          {
            series: SAMPLE_SERIES,
            minute: { startMs: SAMPLE_NOW_MS, counts: { ...NO_OUTCOMES, answered: 57, timeout: 2, prober_error: 1 } },
          },
          { series: { ...SAMPLE_SERIES, resolver: 'new' }, minute: null },
        ]),
    },
    log: keptLog().log,
    clock: { nowMs: () => SAMPLE_NOW_MS },
    version: '0.0.0-test',
    ...more,
  };
}

function get(url: string, headers: Record<string, string> = {}, more: Partial<AdminListenerOptions> = {}) {
  const { app, publish } = createAdminApp(options(more));
  publish(SNAPSHOT);
  return app.inject({ url, headers: { ...HOST, ...headers } });
}

const reader = { authorization: 'Bearer read-secret' };

describe('createAdminApp()', () => {
  it('serves metrics to a token with that scope', async () => {
    const response = await get('/metrics', { authorization: 'Bearer scrape-secret' });
    expect(response.body).toBe('a 1\n');
    expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  });

  it('serves all SLOs, internal ones too', async () => {
    const response = await get('/api/v1/slos', reader);
    expect(response.json()).toEqual(SNAPSHOT.slos.map((view) => view.status));
  });

  it('serves every series with the counts of its latest minute', async () => {
    const { series } = (await get('/api/v1/series', reader)).json<{ series: object[] }>();
    expect(series).toHaveLength(2);
    expect(series[0]).toMatchObject({
      ...SAMPLE_SERIES,
      transport: 'dot',
      minute: { time: '2026-11-23T12:34:00Z', valid: 59, replied: 57, outcomes: { answered: 57, timeout: 2 } },
    });
    expect(series[1]).toMatchObject({ resolver: 'new', transport: null, minute: null });
  });

  it.each(['/metrics', '/api/v1/slos', '/api/v1/series', '/api/v1/failures', '/api/v1/latency'])(
    'asks for a token at %s',
    async (url) => {
      const response = await get(url);
      expect(response.statusCode).toBe(401);
      expect(String(response.headers['www-authenticate'])).toMatch(/Bearer .*Basic /s);
    },
  );

  it('answers 403 to a token without the scope', async () => {
    expect((await get('/metrics', reader)).statusCode).toBe(403);
    expect((await get('/api/v1/slos', { authorization: 'Bearer scrape-secret' })).statusCode).toBe(403);
  });

  it('refuses a foreign Host everywhere, whatever the token', async () => {
    for (const url of ['/healthz', '/metrics', '/nothing']) {
      const response = await get(url, { host: 'attacker.example.org:8081', authorization: 'Bearer scrape-secret' });
      expect(response.statusCode).toBe(403);
      expect(response.json()).toMatchObject({ error: { code: 'WRONG_HOST' } });
    }
  });

  it('writes no secret to the log or an answer', async () => {
    const { log, lines } = keptLog();
    const response = await get('/api/v1/slos', { authorization: 'Bearer almost-read-secret' }, { log });
    expect(response.statusCode).toBe(401);
    expect(lines).toHaveLength(1);
    expect(lines.join('') + response.body).not.toMatch(/secret/);
  });

  it('changes nothing: other methods get 405', async () => {
    const { app } = createAdminApp(options());
    expect((await app.inject({ method: 'POST', url: '/metrics', headers: HOST })).statusCode).toBe(405);
  });

  it('/healthz and /readyz need no token', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok', version: '0.0.0-test' });
    expect((await get('/readyz')).json()).toEqual({ status: 'ready', reasons: [], warnings: [] });
  });

  it('/readyz tells what to look at though it is ready, and that it could not find out', async () => {
    const warned = async (warnings: () => Promise<readonly string[]>) => {
      const { app, publish } = createAdminApp(options({ warnings }));
      publish(SNAPSHOT);
      const answer = await app.inject({ url: '/readyz', headers: HOST });
      return [answer.statusCode, answer.json<{ warnings: unknown }>().warnings];
    };
    expect(await warned(() => Promise.resolve(['Mackerel is away']))).toEqual([200, ['Mackerel is away']]);
    const failing = () => Promise.reject(new Error('disk'));
    expect(await warned(failing)).toEqual([200, ['what waits could not be read from the store']]);
  });

  it('/readyz names every reason', async () => {
    const { app } = createAdminApp(options({ notReady: () => ['the store cannot be written'] }));
    const response = await app.inject({ url: '/readyz', headers: HOST });
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({
      status: 'not ready',
      reasons: ['nothing has been evaluated yet', 'the store cannot be written'],
      warnings: [],
    });
  });
});

describe('startAdminListener()', () => {
  let listener: AdminListener | null = null;
  afterEach(async () => {
    await listener?.close();
    listener = null;
  });

  it('takes the port it got for its Host', async () => {
    const { config } = options();
    listener = await startAdminListener(options({ config: { ...config, listen: { host: '127.0.0.1', port: 0 } } }));
    expect((await fetch(`${listener.url}/healthz`)).status).toBe(200);
  });

  it('refuses to be open to the network without a token', async () => {
    const config = { listen: { host: '0.0.0.0', port: 0 }, tokens: [], allowedHosts: [] };
    await expect(startAdminListener(options({ config }))).rejects.toMatchObject({ code: 'LISTEN_UNSAFE' });
  });
});
