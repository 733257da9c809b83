import { describe, expect, it } from 'vitest';

import type { MackerelAlert } from '../../../src/domain/mackerel-alert.js';
import { createWebhooksApp } from '../../../src/publish/http/webhooks-listener.js';
import { MACKEREL_WEBHOOKS } from '../../support/mackerel-webhooks.js';
import { RecordingLog } from '../../support/recording-log.js';

const SECRET = 'wh/s3c%ret';

function listener(keep: (alert: MackerelAlert) => Promise<unknown> = () => Promise.resolve()) {
  const kept: MackerelAlert[] = [];
  const log = new RecordingLog();
  const app = createWebhooksApp({
    config: { listen: { host: '127.0.0.1', port: 0 }, secret: SECRET },
    keep: async (alert) => {
      await keep(alert);
      kept.push(alert);
    },
    log,
  });
  const post = (url: string, body: object | string, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', host: 'anything.example.org', ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { app, kept, log, post };
}

const IN_PATH = `/webhooks/mackerel/${encodeURIComponent(SECRET)}`;
const basic = (password: string) => ({
  authorization: `Basic ${Buffer.from(`mackerel:${password}`).toString('base64')}`,
});

describe('createWebhooksApp()', () => {
  it('takes alerts with the secret in the path or as the password of Basic', async () => {
    const { post, kept } = listener();
    expect((await post(IN_PATH, MACKEREL_WEBHOOKS['service']!)).json()).toEqual({ taken: 'alert' });
    expect((await post('/webhooks/mackerel', MACKEREL_WEBHOOKS['closed']!, basic(SECRET))).statusCode).toBe(200);
    expect(kept.map(({ status }) => status)).toEqual(['critical', 'ok']);
  });

  it('answers tests and other events, and keeps nothing of them', async () => {
    const { post, kept } = listener();
    expect((await post(IN_PATH, MACKEREL_WEBHOOKS['sample']!)).json()).toEqual({ taken: 'sample' });
    expect((await post(IN_PATH, MACKEREL_WEBHOOKS['hostStatus']!)).json()).toEqual({ taken: 'other' });
    expect(kept).toEqual([]);
  });

  it('refuses everybody without the secret, and says it in no log', async () => {
    const { post, kept, log } = listener();
    const alert = MACKEREL_WEBHOOKS['service']!;
    const refused = [
      await post('/webhooks/mackerel', alert),
      await post('/webhooks/mackerel/guess', alert),
      await post('/webhooks/mackerel', alert, basic('guess')),
      await post(`/webhooks/mackerel/${encodeURIComponent(SECRET)}x`, '{'),
    ];
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401]);
    expect(kept).toEqual([]);
    expect(log.text()).not.toContain('s3c');
  });

  it('serves nothing else', async () => {
    const { app, post } = listener();
    for (const url of ['/', '/metrics', '/healthz', '/webhooks', '/webhooks/other', '/api/v1/slos', `${IN_PATH}/x`])
      expect((await post(url, {}, basic(SECRET))).statusCode).toBe(404);
    expect((await app.inject({ method: 'GET', url: IN_PATH })).statusCode).toBe(404);
    expect((await app.inject({ method: 'DELETE', url: IN_PATH })).statusCode).toBe(405);
  });

  it('says what is wrong with a request, and takes no more than it needs', async () => {
    const { post } = listener();
    expect((await post(IN_PATH, '{')).statusCode).toBe(400);
    expect((await post(IN_PATH, 'x=1', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415);
    expect((await post(IN_PATH, { event: 'alert' })).json()).toEqual({
      error: { code: 'BAD_REQUEST', message: '"alert": a JSON object is required, found nothing' },
    });
    const large = { event: 'sample', message: 'x'.repeat(300_000) };
    expect((await post(IN_PATH, large)).statusCode).toBe(413);
  });

  it('says that it could not keep an alert, so that it is told again', async () => {
    const { post, log } = listener(() => Promise.reject(new Error('disk full')));
    const answer = await post(IN_PATH, MACKEREL_WEBHOOKS['service']!);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '10']);
    expect(answer.body).not.toContain('disk');
    expect(log.text()).toContain('could not be kept');
  });
});
