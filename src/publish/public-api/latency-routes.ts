import type { FastifyInstance } from 'fastify';

import type { Clock } from '../../domain/clock.js';
import { ClientRateLimit } from '../http/client-rate-limit.js';
import { HttpError } from '../http/errors.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';
import { QueryGate } from '../http/query-gate.js';
import { jsonRepresentation } from '../http/representation.js';
import { sendRepresentation } from '../http/send-representation.js';
import type { DescribedRoute } from './api-description.js';
import type { LatencyQueries } from './latency-queries.js';
import type { LatencyQueryString } from './latency-request.js';
import { latencyQuerySchema, parseLatencyRequest } from './latency-request.js';
import { evaluatedSnapshot, seriesOf } from './public-snapshot.js';
import { latencyRangeSchema } from './schemas/latency-schemas.js';
import { refTo } from './schemas/schema-kit.js';

export interface LatencyRoutesOptions {
  readonly latest: LatestSnapshot;
  readonly latency: LatencyQueries;
  readonly clock: Clock;
}

const GATE = { maxRunning: 2, maxWaiting: 20, timeoutMs: 5_000 } as const;
const RATE = { burst: 30, perSecond: 2, maxClients: 10_000 } as const;

export const LATENCY_ROUTE: DescribedRoute = {
  route: '/api/v1/latency',
  api: {
    operationId: 'getLatency',
    tag: 'slos',
    summary: 'Percentiles of the past, of series that a public SLO selects.',
    query: latencyQuerySchema,
    answer: { kind: 'json', schema: refTo(latencyRangeSchema) },
    errors: [400, 404, 429],
  },
};

/** `/api/v1/latency`: the only public path that reads history, so bounded in every way. */
export function registerLatencyRoutes(app: FastifyInstance, options: LatencyRoutesOptions): void {
  const gate = new QueryGate(GATE);
  const rateLimit = new ClientRateLimit({ ...RATE, clock: options.clock });
  app.get<{ Querystring: LatencyQueryString }>(
    LATENCY_ROUTE.route,
    { schema: { querystring: latencyQuerySchema } },
    async (request, reply) => {
      void reply.header('access-control-allow-origin', '*');
      limit(rateLimit, request.ip);
      const publicSeries = seriesOf(evaluatedSnapshot(options.latest));
      const query = parseLatencyRequest(request.query, publicSeries, options.clock.nowMs());
      const range = await gate.run(() => options.latency.latency(query)).catch(rethrowAsAskersFault);
      return sendRepresentation(request, reply, jsonRepresentation(range));
    },
  );
}

/** History rounds long ranges to hours, which only it can judge: what it refuses is the asker's to mend. */
export function rethrowAsAskersFault(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (!(error instanceof Error) || typeof code !== 'string' || !code.startsWith('LATENCY_')) throw error;
  throw new HttpError(400, 'BAD_REQUEST', error.message);
}

function limit(rateLimit: ClientRateLimit, address: string): void {
  const waitSeconds = rateLimit.take(address);
  if (waitSeconds === 0) return;
  throw new HttpError(
    429,
    'RATE_LIMITED',
    `too many history queries; try again in ${String(waitSeconds)} s`,
    waitSeconds,
  );
}
