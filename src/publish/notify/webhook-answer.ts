import type { OutboundResult } from '../outbound/outbound-client.js';
import type { Delivered } from '../outbound/outbox-delivery.js';
import { retryAfterMs } from '../outbound/retry-after.js';

/** What may pass by itself although the status blames the request (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4). */
const PASSING: readonly number[] = [408, 425, 429];

/**
 * What a target's answer means for the event. What it refuses is put aside, told once; a redirect is not
 * followed, since it may lead anywhere. Nothing of the answer's text is kept: it may repeat the URL, a secret.
 */
export function readWebhookAnswer(result: OutboundResult, nowMs: number): Delivered {
  if (result.kind !== 'response') return { kind: 'retry', cause: result.cause, notBeforeMs: nowMs };
  const { status, retryAfter } = result;
  const text = `the webhook answered ${String(status)}`;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status >= 300 && status < 500 && !PASSING.includes(status)) return { kind: 'refused', reason: text };
  return { kind: 'retry', cause: text, notBeforeMs: nowMs + retryAfterMs(retryAfter, nowMs) };
}
