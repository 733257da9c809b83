import type { OutboundResult } from '../outbound/outbound-client.js';
import type { Delivered } from '../outbound/outbox-delivery.js';
import { retryAfterMs } from '../outbound/retry-after.js';

const LONGEST_MESSAGE = 200;

/**
 * What Mackerel's answer to posted points means for them. 401, 403 and 404 are about the key, its
 * rights, the caller's address or the service, thus about every point alike, and an operator will
 * mend them: putting points aside would lose what could still be stored. Texts go to logs and into
 * the store, so `secret` is cut out of them.
 */
export function readTsdbAnswer(result: OutboundResult, nowMs: number, secret: string): Delivered {
  if (result.kind !== 'response') return { kind: 'retry', cause: result.cause, notBeforeMs: nowMs };
  const { status, body } = result;
  if (status >= 200 && status < 300 && isSuccess(body)) return { kind: 'taken' };
  const text = answerText(status, body, secret);
  if (status === 401 || status === 403 || status === 404) return { kind: 'hold', reason: text };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: 'refused', reason: text };
  return { kind: 'retry', cause: text, notBeforeMs: nowMs + retryAfterMs(result.retryAfter, nowMs) };
}

/** A 2xx without `{"success":true}` is not Mackerel's: a proxy's page must not pass for points stored. */
function isSuccess(body: string): boolean {
  return property(parse(body), 'success') === true;
}

function answerText(status: number, body: string, secret: string): string {
  const error = property(parse(body), 'error');
  const message = typeof error === 'string' ? error : property(error, 'message');
  if (typeof message === 'string')
    return `Mackerel answered ${String(status)}: ${oneLine(withoutSecret(message, secret))}`;
  return status < 300
    ? `Mackerel answered ${String(status)} without {"success":true}`
    : `Mackerel answered ${String(status)}`;
}

function withoutSecret(text: string, secret: string): string {
  return secret === '' ? text : text.replaceAll(secret, '***');
}

function oneLine(message: string): string {
  // eslint-disable-next-line no-control-regex -- what a log line must not hold
  const clean = message.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE)}…` : clean;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
