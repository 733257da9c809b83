import type { OutboundResult } from '../outbound/outbound-client.js';
import type { Delivered } from '../outbound/outbox-delivery.js';
import { retryAfterMs } from '../outbound/retry-after.js';
import { apiMessage, jsonProperty } from './api-message.js';

/**
 * What Mackerel's answer to posted points means for them. 401, 403 and 404 are about the key, its
 * rights, the caller's address or the service, thus about every point alike, and an operator will
 * mend them: putting points aside would lose what could still be stored. Texts go to logs and into
 * the store, so `secret` is cut out of them.
 */
export function readTsdbAnswer(result: OutboundResult, nowMs: number, secret: string): Delivered {
  if (result.kind !== 'response') return { kind: 'retry', cause: result.cause, notBeforeMs: nowMs };
  const { status, body } = result;
  // A 2xx without `{"success":true}` is not Mackerel's: a proxy's page must not pass for points stored.
  if (isSuccess(status) && jsonProperty(body, 'success') === true) return { kind: 'taken' };
  const text = `${apiMessage(status, body, secret)}${status < 300 ? ' without {"success":true}' : ''}`;
  if (status === 401 || status === 403 || status === 404) return { kind: 'hold', reason: text };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: 'refused', reason: text };
  return { kind: 'retry', cause: text, notBeforeMs: nowMs + retryAfterMs(result.retryAfter, nowMs) };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}
