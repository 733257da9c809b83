import { describe, expect, it } from 'vitest';

import { readWebhookAnswer } from '../../../src/publish/notify/webhook-answer.js';

const answer = (status: number, retryAfter: string | null = null) =>
  readWebhookAnswer({ kind: 'response', status, retryAfter, body: 'https://hooks.example.org/s3cret' }, 1000);

describe('readWebhookAnswer()', () => {
  it.each([200, 201, 202, 204])('takes %i for taken', (status) => {
    expect(answer(status)).toEqual({ kind: 'taken' });
  });

  it.each([400, 401, 403, 404, 410, 413, 422, 301, 302, 307, 308])('puts the event aside after %i', (status) => {
    expect(answer(status)).toEqual({ kind: 'refused', reason: `the webhook answered ${String(status)}` });
  });

  it.each([408, 425, 429, 500, 502, 503, 504])('tries again after %i, no sooner than asked', (status) => {
    const cause = `the webhook answered ${String(status)}`;
    expect(answer(status)).toEqual({ kind: 'retry', cause, notBeforeMs: 1000 });
    expect(answer(status, '7')).toEqual({ kind: 'retry', cause, notBeforeMs: 8000 });
  });

  it.each(['invalid_payload', 'no_service', 'channel_is_archived\n', ' action_prohibited '])(
    'tells why Slack refuses: %j',
    (body) => {
      const result = { kind: 'response', status: 404, retryAfter: null, body } as const;
      expect(readWebhookAnswer(result, 1000)).toEqual({
        kind: 'refused',
        reason: `the webhook answered 404: ${body.trim()}`,
      });
    },
  );

  it('tells nothing else that was answered', () => {
    const body = 'no_service https://hooks.slack.com/services/T0/B0/s3cret';
    const told = readWebhookAnswer({ kind: 'response', status: 403, retryAfter: null, body }, 1000);
    expect(told).toEqual({ kind: 'refused', reason: 'the webhook answered 403' });
  });

  it('puts the event aside where the address may not be reached, and says what to do', () => {
    const cause = 'hooks.example.org leads to 10.0.0.5, which is no public address';
    expect(readWebhookAnswer({ kind: 'address_refused', cause }, 1000)).toEqual({
      kind: 'refused',
      reason: `${cause}; if it is meant, set "allowPrivate: true" on the target`,
    });
  });

  it('tries again when nobody answers', () => {
    expect(readWebhookAnswer({ kind: 'timeout', cause: 'slow' }, 1000)).toMatchObject({ kind: 'retry', cause: 'slow' });
  });
});
