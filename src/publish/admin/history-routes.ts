import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Clock } from '../../domain/clock.js';
import { QueryGate } from '../http/query-gate.js';
import { jsonRepresentation } from '../http/representation.js';
import { sendRepresentation } from '../http/send-representation.js';
import type { LatencyQueryString } from '../public-api/latency-request.js';
import { latencyQuerySchema, parseLatencyRequest } from '../public-api/latency-request.js';
import { rethrowAsAskersFault } from '../public-api/bounded-history.js';
import type { AdminQueries } from './admin-queries.js';
import { failuresJson } from './failure-json.js';
import type { FailuresQueryString } from './failures-request.js';
import { failuresQuerySchema, parseFailuresRequest } from './failures-request.js';

export interface HistoryRoutesOptions {
  readonly queries: AdminQueries;
  readonly clock: Clock;
  /** Refuses who may not read. */
  readonly onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** An operator's question may take longer than a visitor's; a few at once are enough. */
const GATE = { maxRunning: 2, maxWaiting: 20, timeoutMs: 20_000 } as const;

/** `/api/v1/failures`, and `/api/v1/latency` of all series: what the admin listener answers from history. */
export function registerHistoryRoutes(app: FastifyInstance, options: HistoryRoutesOptions): void {
  const { queries, clock, onRequest } = options;
  const gate = new QueryGate(GATE);
  app.get<{ Querystring: FailuresQueryString }>(
    '/api/v1/failures',
    { schema: { querystring: failuresQuerySchema }, onRequest },
    async (request, reply) => {
      const query = parseFailuresRequest(request.query, clock.nowMs());
      const kept = await gate.run(async () => ({
        failures: await queries.failures(query),
        losses: await queries.failureLosses(query),
      }));
      return send(request, reply, failuresJson(kept));
    },
  );
  app.get<{ Querystring: LatencyQueryString }>(
    '/api/v1/latency',
    { schema: { querystring: latencyQuerySchema }, onRequest },
    async (request, reply) => {
      const query = parseLatencyRequest(request.query, await queries.series(), clock.nowMs());
      return send(request, reply, await gate.run(() => queries.latency(query)).catch(rethrowAsAskersFault));
    },
  );
}

function send(request: FastifyRequest, reply: FastifyReply, body: object): Promise<FastifyReply> {
  return sendRepresentation(request, reply, jsonRepresentation(body), 'no-store');
}
