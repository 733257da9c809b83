import { type Clock, SECOND_MS } from '../../domain/clock.js';
import type { OutboundRequest, OutboundResult } from '../outbound/outbound-client.js';
import type { Delivered } from '../outbound/outbox-delivery.js';
import type { NotifyTarget } from './notify-target.js';
import { targetRequest } from './target-request.js';
import type { ToldEvent } from './told-event.js';
import { readWebhookAnswer } from './webhook-answer.js';

const REQUEST_TIMEOUT_MS = 15 * SECOND_MS;

export interface Poster {
  readonly client: { send(request: OutboundRequest): Promise<OutboundResult> };
  readonly version: string;
  readonly clock: Clock;
}

/** An event as it was handed to a target. */
export interface Posted {
  /** Of the answer; `null`: there was none, or nothing to send. */
  readonly status: number | null;
  readonly delivered: Delivered;
}

/** Tells a target of an event in its format, as of now. Never rejects for what the network or the target does. */
export async function postEvent(
  target: NotifyTarget,
  told: ToldEvent,
  { client, version, clock }: Poster,
  signal?: AbortSignal,
): Promise<Posted> {
  const request = targetRequest(target, told, { version, nowMs: clock.nowMs() });
  if (request === null) return { status: null, delivered: { kind: 'taken' } };
  const result = await client.send({
    method: 'POST',
    url: new URL(target.webhook),
    ...request,
    timeoutMs: REQUEST_TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  const status = result.kind === 'response' ? result.status : null;
  return { status, delivered: readWebhookAnswer(result, clock.nowMs()) };
}
