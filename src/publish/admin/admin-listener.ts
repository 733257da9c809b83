import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { OperatorDesk } from '../../app/operator/operator-desk.js';
import { isoTime } from '../../domain/clock.js';
import type { Clock } from '../../domain/clock.js';
import { isLoopback } from '../../domain/ip-address.js';
import type { Log } from '../../domain/log.js';
import { repliedCount, validCount } from '../../domain/outcome.js';
import type { Transport } from '../../domain/probe-definition.js';
import { type Snapshot, snapshotStatuses } from '../../domain/snapshot.js';
import type { AdminListenerConfig, AdminScope, ListenAddress } from '../config.js';
import { errorBody, HttpError, ListenError } from '../http/errors.js';
import { LatestSnapshot } from '../http/latest-snapshot.js';
import { authorityOf, createListenerApp, listen } from '../http/listener-app.js';
import {
  WEBHOOK_PATH,
  webhookOptions,
  webhookTaker,
  type WebhookTakerDeps,
} from '../mackerel/webhook/webhook-route.js';
import { jsonRepresentation, Representation } from '../http/representation.js';
import { SECURITY_HEADERS } from '../http/security-headers.js';
import { sendRepresentation } from '../http/send-representation.js';
import type { AdminQueries, SeriesLatestMinute } from './admin-queries.js';
import { authenticate } from './authenticate.js';
import { changeFault } from './change-guard.js';
import { registerHistoryRoutes } from './history-routes.js';
import { isOurHost } from './host-check.js';
import { registerOperatorRoutes } from './register-operator-routes.js';

const CHANGE_BYTES = 65_536;

export interface AdminListenerOptions {
  readonly config: AdminListenerConfig;
  readonly metrics: MetricsText;
  readonly queries: AdminQueries;
  /** What operators do; absent: nothing can be changed here. */
  readonly operators?: OperatorDesk;
  /** Keeps what Mackerel's webhooks tell; absent: they are not taken here. */
  readonly webhooks?: WebhookTakerDeps['keep'];
  readonly log: Log;
  readonly clock: Clock;
  readonly version: string;
  /** Reasons, besides missing or stale figures, why the daemon is not ready; empty when it is. */
  readonly notReady?: () => readonly string[];
  /** What an operator should look at though the daemon is ready; must not reject. */
  readonly warnings?: () => Promise<readonly string[]>;
}

/** What `/metrics` serves; `prometheus/metrics.ts` fits. */
export interface MetricsText {
  readonly contentType: string;
  text(): Promise<string>;
}

/** The operator's listener: metrics, series, failures, all SLOs. */
export interface AdminListener {
  publish(snapshot: Snapshot): void;
  readonly address: ListenAddress;
  /** `http://127.0.0.1:8081`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the admin listener. Throws `ListenError`, also when it would be open to the network without a token. */
export async function startAdminListener(options: AdminListenerOptions): Promise<AdminListener> {
  refuseOpenDoor(options.config);
  const { app, publish, listensOn } = createAdminApp(options);
  const address = await listen(app, options.config.listen);
  listensOn(address);
  return { publish, address, url: `http://${authorityOf(address)}`, close: () => app.close() };
}

interface AdminApp {
  readonly app: FastifyInstance;
  readonly publish: (snapshot: Snapshot) => void;
  /** Told once the port is known, since requests must name it. */
  readonly listensOn: (address: ListenAddress) => void;
}

/** The application without a socket. */
export function createAdminApp(options: AdminListenerOptions): AdminApp {
  const { config, clock, log } = options;
  const latest = new LatestSnapshot(clock);
  let address = config.listen;
  const headers = { ...SECURITY_HEADERS, 'cache-control': 'no-store' };
  const isChanging = options.operators !== undefined || options.webhooks !== undefined;
  const app = createListenerApp({ log, headers, notFound, changeBytes: isChanging ? CHANGE_BYTES : null });
  app.addHook('onRequest', (request, _reply, done) => {
    const isOurs = isOurHost(request.headers.host, address, config.allowedHosts);
    done(isOurs ? changeFault(request, config.allowedHosts) : wrongHost());
  });
  registerHealth(app, latest, options);
  registerFigures(app, latest, options);
  registerOperators(app, options);
  if (options.webhooks !== undefined) {
    const operate = { ...webhookOptions, onRequest: authorize(options, 'operate') };
    app.post(WEBHOOK_PATH, operate, webhookTaker({ keep: options.webhooks, log }));
  }
  return {
    app,
    publish: (snapshot) => latest.set(snapshot),
    listensOn: (listening) => {
      address = listening;
    },
  };
}

function wrongHost(): HttpError {
  return new HttpError(403, 'WRONG_HOST', 'the Host header must name this listener or be in allowedHosts');
}

function refuseOpenDoor({ listen, tokens }: AdminListenerConfig): void {
  if (tokens.length > 0 || isLoopback(listen.host)) return;
  const message = `Listen on ${listen.host}: off loopback a token is required, found none`;
  throw new ListenError('LISTEN_UNSAFE', message, listen);
}

/** For supervisors, which carry no token. */
function registerHealth(app: FastifyInstance, latest: LatestSnapshot, options: AdminListenerOptions): void {
  app.get('/healthz', () => ({ status: 'ok', version: options.version }));
  app.get('/readyz', async (_request, reply) => {
    const reasons = [...staleness(latest), ...(options.notReady?.() ?? [])];
    return reply
      .code(reasons.length === 0 ? 200 : 503)
      .send({ status: reasons.length === 0 ? 'ready' : 'not ready', reasons, warnings: await warningsOf(options) });
  });
}

async function warningsOf({ warnings, log }: AdminListenerOptions): Promise<readonly string[]> {
  try {
    return (await warnings?.()) ?? [];
  } catch (err) {
    log.error({ err }, 'what an operator should look at could not be found out');
    return ['what waits could not be read from the store'];
  }
}

function staleness(latest: LatestSnapshot): readonly string[] {
  const freshness = latest.freshness();
  if (freshness === 'fresh') return [];
  return [freshness === 'starting' ? 'nothing has been evaluated yet' : 'the last evaluation is over a minute old'];
}

function registerFigures(app: FastifyInstance, latest: LatestSnapshot, options: AdminListenerOptions): void {
  const { metrics, queries } = options;
  const needs = (scope: AdminScope) => ({ onRequest: authorize(options, scope) });
  app.get('/metrics', needs('metrics'), async (request, reply) =>
    sendRepresentation(request, reply, new Representation(metrics.contentType, await metrics.text()), 'no-store'),
  );
  app.get('/api/v1/series', needs('read'), async (request, reply) => {
    const series = (await queries.latestMinutes()).map((one) => seriesJson(one, queries.transportOf(one.series)));
    return sendRepresentation(request, reply, jsonRepresentation({ series }), 'no-store');
  });
  registerHistoryRoutes(app, { queries, clock: options.clock, ...needs('read') });
  app.get('/api/v1/slos', needs('read'), async (request, reply) => {
    const snapshot = latest.get();
    if (snapshot === null) throw new HttpError(503, 'STARTING', 'nothing has been evaluated yet', 2);
    return sendRepresentation(request, reply, jsonRepresentation(snapshotStatuses(snapshot)), 'no-store');
  });
}

function registerOperators(app: FastifyInstance, options: AdminListenerOptions): void {
  const { operators: desk, config } = options;
  if (desk === undefined) return;
  const [read, operate] = [{ onRequest: authorize(options, 'read') }, { onRequest: authorize(options, 'operate') }];
  registerOperatorRoutes(app, { desk, read, operate, by: (request) => operatorOf(request, config) });
}

/** The token by which somebody was let in; without tokens it is whoever reaches the loopback. */
function operatorOf(request: FastifyRequest, { tokens }: AdminListenerConfig): string {
  const found = authenticate(request.headers.authorization, tokens, 'operate');
  return (found.kind === 'allowed' ? found.name : null) ?? 'admin';
}

function authorize({ config, log }: AdminListenerOptions, scope: AdminScope) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { kind } = authenticate(request.headers.authorization, config.tokens, scope);
    if (kind === 'allowed') return;
    log.warn(
      { remote: request.ip, route: request.routeOptions.url, scope, result: kind },
      'an admin request was refused',
    );
    if (kind === 'forbidden') throw new HttpError(403, 'FORBIDDEN', `this token does not have the scope "${scope}"`);
    void reply.header('www-authenticate', [
      'Bearer realm="resolver-slo"',
      'Basic realm="resolver-slo", charset="UTF-8"',
    ]);
    throw new HttpError(401, 'UNAUTHENTICATED', 'a bearer token, or one as the password of Basic, is required');
  };
}

/** `{"vantage","probe","resolver","query","transport","minute":{"time","valid","replied","outcomes"} | null}`. */
function seriesJson({ series, minute }: SeriesLatestMinute, transport: Transport | null): object {
  const { vantage, probe, resolver, query } = series;
  const counts = minute?.counts;
  return {
    vantage,
    probe,
    resolver,
    query,
    transport,
    minute:
      minute === null || counts === undefined
        ? null
        : { time: isoTime(minute.startMs), valid: validCount(counts), replied: repliedCount(counts), outcomes: counts },
  };
}

async function notFound(_request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  return reply
    .code(404)
    .type('application/json; charset=utf-8')
    .send(errorBody('NOT_FOUND', 'there is nothing at this path'));
}
