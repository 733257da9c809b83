import type { FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify';

import type { MackerelAlert } from '../../../domain/mackerel-alert.js';
import type { Log } from '../../../domain/log.js';
import { HttpError } from '../../http/errors.js';
import { readWebhook } from './read-webhook.js';

/** What is told of in a webhook is some thousand characters; a memo may be long. */
export const WEBHOOK_BYTES = 262_144;

export const WEBHOOK_PATH = '/webhooks/mackerel';

export interface WebhookTakerDeps {
  /** Keeps what was told, so that a crash cannot lose it; the rest is done later. */
  readonly keep: (alert: MackerelAlert) => Promise<unknown>;
  readonly log: Log;
}

export const webhookOptions: RouteShorthandOptions = { bodyLimit: WEBHOOK_BYTES };

/**
 * Takes a webhook of Mackerel's: `{"taken": "alert" | "sample" | "other"}` once it is kept, 400 for what
 * Mackerel does not send, 503 where it could not be kept. It waits for nothing but the store.
 */
export function webhookTaker({ keep, log }: WebhookTakerDeps) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<object> => {
    const webhook = readWebhook(request.body);
    void reply.header('cache-control', 'no-store');
    switch (webhook.kind) {
      case 'alert':
        await keep(webhook.alert).catch((err: unknown) => {
          log.error({ err, alert: webhook.alert.id }, 'an alert that Mackerel told of could not be kept');
          throw new HttpError(503, 'NOT_KEPT', 'the alert could not be kept; tell it again', 10);
        });
        return { taken: 'alert' };
      case 'sample':
        log.info({ message: webhook.message }, 'a test of Mackerel reached the webhook');
        return { taken: 'sample' };
      case 'other':
        return { taken: 'other' };
      case 'invalid':
        throw new HttpError(400, 'BAD_REQUEST', webhook.fault);
      default:
        return webhook satisfies never;
    }
  };
}
