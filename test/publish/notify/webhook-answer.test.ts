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

  it('tries again when nobody answers', () => {
    expect(readWebhookAnswer({ kind: 'timeout', cause: 'slow' }, 1000)).toMatchObject({ kind: 'retry', cause: 'slow' });
  });
});
