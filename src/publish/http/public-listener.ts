import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { ListenAddress, PublicListenerConfig } from '../config.js';
import { registerHealthRoute } from '../public-api/health-route.js';
import type { LatencyQueries } from '../public-api/latency-queries.js';
import { registerLatencyRoutes } from '../public-api/latency-routes.js';
import { publicSnapshot } from '../public-api/public-snapshot.js';
import { registerSloRoutes } from '../public-api/slo-routes.js';
import { notFoundPage, registerPageRoutes } from '../status-page/page-routes.js';
import { errorBody } from './errors.js';
import { LatestSnapshot } from './latest-snapshot.js';
import { authorityOf, createListenerApp, listen } from './listener-app.js';
import { SECURITY_HEADERS } from './security-headers.js';

export interface PublicListenerOptions {
  readonly config: PublicListenerConfig;
  readonly latency: LatencyQueries;
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
}

/** The listener everybody may read: status page, API, health. */
export interface PublicListener {
  /** Shows this snapshot from now on; cheap, nothing is rendered before somebody asks. */
  publish(snapshot: Snapshot): void;
  readonly address: ListenAddress;
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the public listener. Throws `ListenError` when the address cannot be listened on. */
export async function startPublicListener(options: PublicListenerOptions): Promise<PublicListener> {
  const { app, publish } = createPublicApp(options);
  const address = await listen(app, options.config.listen);
  return { publish, address, url: `http://${authorityOf(address)}`, close: () => app.close() };
}

/** The application without a socket. */
export function createPublicApp(options: PublicListenerOptions): {
  readonly app: FastifyInstance;
  readonly publish: (snapshot: Snapshot) => void;
} {
  const { config, clock, latency, log, version } = options;
  const latest = new LatestSnapshot(clock);
  const app = createListenerApp({ log, headers: SECURITY_HEADERS, notFound: (...args) => notFound(config, ...args) });
  registerPageRoutes(app, { latest, config, version });
  registerSloRoutes(app, latest);
  registerLatencyRoutes(app, { latest, latency, clock });
  registerHealthRoute(app, latest, version);
  return { app, publish: (snapshot) => latest.set(publicSnapshot(snapshot)) };
}

async function notFound(
  config: PublicListenerConfig,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  void reply.code(404);
  if (!request.url.startsWith('/api/')) return notFoundPage(config, request, reply);
  return reply
    .header('access-control-allow-origin', '*')
    .type('application/json; charset=utf-8')
    .send(errorBody('NOT_FOUND', 'there is nothing at this path'));
}
