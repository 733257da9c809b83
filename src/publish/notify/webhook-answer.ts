import type { OutboundResult } from '../outbound/outbound-client.js';
import type { Delivered } from '../outbound/outbox-delivery.js';
import { retryAfterMs } from '../outbound/retry-after.js';

/** What may pass by itself although the status blames the request (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4). */
const PASSING: readonly number[] = [408, 425, 429];

/** Words with which Slack says why (https://api.slack.com/messaging/webhooks#handling_errors). */
const SLACK_WORDS: readonly string[] = [
  ...[
    'action_prohibited',
    'channel_is_archived',
    'channel_not_found',
    'invalid_payload',
    'invalid_token',
    'no_service',
  ],
  ...['no_service_id', 'no_team', 'no_text', 'posting_to_general_channel_denied', 'rate_limited', 'rollup_error'],
  ...['team_disabled', 'too_many_attachments', 'user_not_found'],
];

/**
 * What a target's answer means for the event. What it refuses is put aside, told once; a redirect is not
 * followed, since it may lead anywhere. Of the answer's text nothing is kept but words that are known: it may repeat
 * the URL, a secret.
 */
export function readWebhookAnswer(result: OutboundResult, nowMs: number): Delivered {
  if (result.kind === 'address_refused')
    return { kind: 'refused', reason: `${result.cause}; if it is meant, set "allowPrivate: true" on the target` };
  if (result.kind !== 'response') return { kind: 'retry', cause: result.cause, notBeforeMs: nowMs };
  const { status, retryAfter, body } = result;
  const word = SLACK_WORDS.find((known) => known === body.trim());
  const text = `the webhook answered ${String(status)}${word === undefined ? '' : `: ${word}`}`;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  if (status >= 300 && status < 500 && !PASSING.includes(status)) return { kind: 'refused', reason: text };
  return { kind: 'retry', cause: text, notBeforeMs: nowMs + retryAfterMs(retryAfter, nowMs) };
}
