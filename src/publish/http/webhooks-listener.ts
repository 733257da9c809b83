import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Log } from '../../domain/log.js';
import { authenticate } from '../admin/authenticate.js';
import type { ListenAddress, WebhooksListenerConfig } from '../config.js';
import {
  WEBHOOK_BYTES,
  WEBHOOK_PATH,
  webhookOptions,
  webhookTaker,
  type WebhookTakerDeps,
} from '../mackerel/webhook/webhook-route.js';
import { errorBody, HttpError } from './errors.js';
import { authorityOf, createListenerApp, listen } from './listener-app.js';
import { SECURITY_HEADERS } from './security-headers.js';

export interface WebhooksListenerOptions extends WebhookTakerDeps {
  readonly config: WebhooksListenerConfig;
  readonly log: Log;
}

/** The listener that other services call; nothing else is served there. */
export interface WebhooksListener {
  readonly address: ListenAddress;
  /** `http://127.0.0.1:8082`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the listener of webhooks. Throws `ListenError` when the address cannot be listened on. */
export async function startWebhooksListener(options: WebhooksListenerOptions): Promise<WebhooksListener> {
  const app = createWebhooksApp(options);
  const address = await listen(app, options.config.listen);
  return { address, url: `http://${authorityOf(address)}`, close: () => app.close() };
}

/**
 * The application without a socket. The secret is the password of Basic, a bearer token, or the last segment
 * of the path; it stands in no log.
 */
export function createWebhooksApp(options: WebhooksListenerOptions): FastifyInstance {
  const { config, log } = options;
  const app = createListenerApp({ log, headers: SECURITY_HEADERS, changeBytes: WEBHOOK_BYTES, notFound });
  const take = webhookTaker(options);
  const guard = async (request: FastifyRequest): Promise<void> => {
    const { secret } = request.params as { readonly secret?: string };
    const presented = secret === undefined ? request.headers.authorization : `Bearer ${secret}`;
    if (isSecret(presented, config.secret)) return Promise.resolve();
    log.warn({ remote: request.ip }, 'a webhook without the secret was refused');
    throw new HttpError(401, 'UNAUTHENTICATED', 'the secret is required: as the password of Basic, or in the path');
  };
  // Before the body is read.
  app.post(WEBHOOK_PATH, { ...webhookOptions, onRequest: guard }, take);
  app.post(`${WEBHOOK_PATH}/:secret`, { ...webhookOptions, onRequest: guard }, take);
  return app;
}

function isSecret(authorization: string | undefined, secret: string): boolean {
  const token = { name: 'webhooks', token: secret, scopes: ['operate'] as const };
  return authenticate(authorization, [token], 'operate').kind === 'allowed';
}

async function notFound(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply
    .code(404)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(errorBody('NOT_FOUND', 'there is nothing at this path'));
}
