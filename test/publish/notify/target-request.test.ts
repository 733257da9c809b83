import { createHmac } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { NotifyTarget } from '../../../src/publish/notify/notify-target.js';
import { signatureHeaders } from '../../../src/publish/notify/signature.js';
import { targetRequest } from '../../../src/publish/notify/target-request.js';
import { toldEvent } from '../../../src/publish/notify/told-event.js';
import { hostileText } from '../../support/hostile-text.js';
import { NOTIFY_CONTEXT, notifyEvents, notifyTarget } from '../../support/notify-events.js';

const NOW_MS = Date.parse('2026-10-20T12:00:05.900Z');
const TOLD = toldEvent(notifyEvents()['alert-firing']!, NOTIFY_CONTEXT);
const SECRET = 'an-example-secret-日本';

const request = (changes: Partial<NotifyTarget>) =>
  targetRequest(notifyTarget(changes), TOLD, { version: '1.2.3', nowMs: NOW_MS })!;

describe('targetRequest()', () => {
  it('has nothing but what it must have', () => {
    expect(request({}).headers).toEqual({ 'Content-Type': 'application/json', 'User-Agent': 'resolver-slo/1.2.3' });
  });

  it('has the headers of the target besides its own', () => {
    expect(request({ headers: { Authorization: 'Bearer x' }, secret: SECRET }).headers).toMatchObject({
      Authorization: 'Bearer x',
      'Content-Type': 'application/json',
      'X-Resolver-SLO-Timestamp': '1792497605',
    });
  });

  it.each([
    ['application/json', '{"text": {{explanation}}}', 'application/json'],
    ['text/plain', '{{explanation}}', 'text/plain; charset=utf-8'],
    ['application/x-www-form-urlencoded', 'message={{explanation}}', 'application/x-www-form-urlencoded'],
  ])('has the content type of a template: %s', (contentType, text, header) => {
    const { headers, body } = request({ template: { text, contentType } });
    expect(headers['Content-Type']).toBe(header);
    expect(decodeURIComponent(body)).toContain('63 of 3,600 attempts failed');
  });

  it.each(['json', 'slack', 'grafana'] as const)('signs what is sent, in every format: %s', (format) => {
    const { headers, body } = request({ format, secret: SECRET });
    const signed = createHmac('sha256', Buffer.from(SECRET))
      .update(Buffer.from(`1792497605.${body}`))
      .digest('hex');
    expect(headers['X-Resolver-SLO-Signature']).toBe(`sha256=${signed}`);
  });
});

describe('signatureHeaders()', () => {
  it('is the HMAC of RFC 4231 §4.3 over the time, a dot and the body', () => {
    const whole = createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex');
    expect(whole).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
    expect(signatureHeaders('Jefe', 'body', 1999)).toEqual({
      'X-Resolver-SLO-Timestamp': '1',
      'X-Resolver-SLO-Signature': `sha256=${createHmac('sha256', 'Jefe').update('1.body').digest('hex')}`,
    });
  });

  it('signs the bytes that are sent, of any text', () => {
    fc.assert(
      fc.property(hostileText(), (body) => {
        const bytes = Buffer.concat([Buffer.from('0.'), Buffer.from(body, 'utf8')]);
        const expected = createHmac('sha256', SECRET).update(bytes).digest('hex');
        expect(signatureHeaders(SECRET, body, 0)['X-Resolver-SLO-Signature']).toBe(`sha256=${expected}`);
      }),
    );
  });
});
