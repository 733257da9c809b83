import { describe, expect, it } from 'vitest';
import { readTsdbAnswer } from '../../../src/publish/mackerel/tsdb-answer.js';
import type { OutboundResult } from '../../../src/publish/outbound/outbound-client.js';

const NOW_MS = Date.UTC(2026, 9, 29);

function answer(status: number, body = '', retryAfter: string | null = null): OutboundResult {
  return { kind: 'response', status, body, retryAfter };
}

function read(result: OutboundResult): ReturnType<typeof readTsdbAnswer> {
  return readTsdbAnswer(result, NOW_MS, 'the-key');
}

describe('readTsdbAnswer()', () => {
  it('takes 200 with success for stored', () => {
    expect(read(answer(200, '{"success":true}'))).toEqual({ kind: 'taken' });
  });

  it.each(['', 'null', '{"success":false}', '<html>hotel</html>', '[true]'])(
    'tries again after a 200 that is not Mackerel’s: %s',
    (body) => {
      expect(read(answer(200, body))).toEqual({
        kind: 'retry',
        cause: 'Mackerel answered 200 without {"success":true}',
        notBeforeMs: NOW_MS,
      });
    },
  );

  it.each([302, 408, 429, 500, 502, 503, 504])('tries again after %i', (status) => {
    expect(read(answer(status))).toMatchObject({ kind: 'retry', cause: `Mackerel answered ${String(status)}` });
  });

  it('waits as long as Retry-After says', () => {
    expect(read(answer(429, '', '90'))).toMatchObject({ kind: 'retry', notBeforeMs: NOW_MS + 90_000 });
  });

  it.each([401, 403, 404])('holds everything after %i, which an operator can mend', (status) => {
    expect(read(answer(status, '{"error":{"message":"no"}}'))).toEqual({
      kind: 'hold',
      reason: `Mackerel answered ${String(status)}: no`,
    });
  });

  it.each([400, 405, 413, 422])('puts the points aside after %i, with the message', (status) => {
    expect(read(answer(status, '{"error":{"message":"invalid metric name"}}'))).toEqual({
      kind: 'refused',
      reason: `Mackerel answered ${String(status)}: invalid metric name`,
    });
  });

  it('understands an error that is a text, and one that is absent', () => {
    expect(read(answer(400, '{"error":"bad"}'))).toMatchObject({ reason: 'Mackerel answered 400: bad' });
    expect(read(answer(400, '{"error":{}}'))).toMatchObject({ reason: 'Mackerel answered 400' });
  });

  it('makes one short line of a message and cuts the key out, even at the cut', () => {
    const body = JSON.stringify({ error: { message: `a\nb ${'x'.repeat(193)}the-key and the-key` } });
    const read403 = read(answer(403, body));
    const text = read403.kind === 'hold' ? read403.reason : '';
    expect(text).toMatch(/^Mackerel answered 403: a b x+\*\*\*…?/);
    expect(text).not.toContain('the-k');
    expect(text).not.toContain('\n');
    expect(text.length).toBeLessThan(230);
  });

  it('tries again when there was no response, with its cause', () => {
    expect(read({ kind: 'network_error', cause: 'ECONNREFUSED 127.0.0.1:443' })).toEqual({
      kind: 'retry',
      cause: 'ECONNREFUSED 127.0.0.1:443',
      notBeforeMs: NOW_MS,
    });
  });
});
