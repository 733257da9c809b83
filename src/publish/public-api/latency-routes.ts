import type { FastifyInstance } from 'fastify';

import type { Clock } from '../../domain/clock.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';
import { anyOrigin } from '../http/any-origin.js';
import { jsonRepresentation } from '../http/representation.js';
import { sendRepresentation } from '../http/send-representation.js';
import type { DescribedRoute } from './api-description.js';
import type { BoundedHistory } from './bounded-history.js';
import type { LatencyQueries } from './latency-queries.js';
import type { LatencyQueryString } from './latency-request.js';
import { latencyQuerySchema, parseLatencyRequest } from './latency-request.js';
import { evaluatedSnapshot, seriesOf } from './public-snapshot.js';
import { latencyRangeSchema } from './schemas/latency-schemas.js';
import { refTo } from './schemas/schema-kit.js';

export interface LatencyRoutesOptions {
  readonly latest: LatestSnapshot;
  readonly latency: LatencyQueries;
  readonly bounded: BoundedHistory;
  readonly clock: Clock;
}

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

/** `/api/v1/latency`: percentiles of any stretch of time. */
export function registerLatencyRoutes(app: FastifyInstance, options: LatencyRoutesOptions): void {
  const { latest, latency, bounded, clock } = options;
  app.get<{ Querystring: LatencyQueryString }>(
    LATENCY_ROUTE.route,
    { onRequest: anyOrigin, schema: { querystring: latencyQuerySchema } },
    async (request, reply) => {
      bounded.admit(request.ip);
      const publicSeries = seriesOf(evaluatedSnapshot(latest));
      const query = parseLatencyRequest(request.query, publicSeries, clock.nowMs());
      const range = await bounded.ask(() => latency.latency(query));
      return sendRepresentation(request, reply, jsonRepresentation(range));
    },
  );
}
