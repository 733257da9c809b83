import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Clock } from '../../domain/clock.js';
import type { Log } from '../../domain/log.js';
import type { PublicRecords } from '../../domain/public-records.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { ListenAddress, PublicListenerConfig } from '../config.js';
import { BoundedHistory } from '../public-api/bounded-history.js';
import { registerHealthRoute } from '../public-api/health-route.js';
import { registerLatencyRoutes } from '../public-api/latency-routes.js';
import { publicSnapshot } from '../public-api/public-snapshot.js';
import { registerSloHistoryRoute } from '../public-api/slo-history-route.js';
import { PageFactory } from '../site/page-factory.js';
import type { SiteHistory } from '../site/site-history.js';
import { SiteKeeper } from '../site/site-keeper.js';
import { notFoundPage, registerSite } from '../site/site-routes.js';
import type { SiteKey } from '../site/stable-id.js';
import { errorBody } from './errors.js';
import { authorityOf, createListenerApp, listen } from './listener-app.js';
import { SECURITY_HEADERS } from './security-headers.js';

export interface PublicListenerOptions {
  readonly config: PublicListenerConfig;
  readonly history: SiteHistory;
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
  /** Of the ids of what is published. */
  readonly siteKey: SiteKey;
}

/** The listener everybody may read: status page, API, health. */
export interface PublicListener {
  /** Shows this snapshot from now on; cheap, nothing is rendered before somebody asks. */
  publish(snapshot: Snapshot): void;
  /** Shows these incidents and this maintenance from now on. */
  publishRecords(records: PublicRecords): void;
  readonly address: ListenAddress;
  /** `http://127.0.0.1:8080`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the public listener. Throws `ListenError` when the address cannot be listened on. */
export async function startPublicListener(options: PublicListenerOptions): Promise<PublicListener> {
  const { app, publish, publishRecords } = createPublicApp(options);
  const address = await listen(app, options.config.listen);
  return { publish, publishRecords, address, url: `http://${authorityOf(address)}`, close: () => app.close() };
}

/** The application without a socket. */
export function createPublicApp(options: PublicListenerOptions): {
  readonly app: FastifyInstance;
  readonly publish: (snapshot: Snapshot) => void;
  readonly publishRecords: (records: PublicRecords) => void;
} {
  const { config, clock, history, log, version, siteKey } = options;
  const keeper = new SiteKeeper(clock);
  const pages = new PageFactory({ ...config, version, siteKey });
  const app = createListenerApp({
    log,
    headers: SECURITY_HEADERS,
    changeBytes: null,
    notFound: (...args) => notFound(pages, ...args),
  });
  const bounded = new BoundedHistory(clock);
  registerSite(app, { keeper, pages, history, clock, log, admit: (address) => bounded.admit(address) });
  registerLatencyRoutes(app, { latest: keeper.latest, latency: history, bounded, clock });
  registerSloHistoryRoute(app, { latest: keeper.latest, history, bounded, clock });
  registerHealthRoute(app, keeper.latest, version);
  return {
    app,
    publish: (snapshot) => keeper.setSnapshot(publicSnapshot(snapshot)),
    publishRecords: (records) => keeper.setRecords(records),
  };
}

async function notFound(pages: PageFactory, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  void reply.code(404);
  if (!request.url.startsWith('/api/')) return notFoundPage(pages, request, reply);
  return reply
    .header('access-control-allow-origin', '*')
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(errorBody('NOT_FOUND', 'there is nothing at this path'));
}
