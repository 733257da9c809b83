import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';

import { isoTime } from '../../domain/clock.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';
import type { DescribedRoute } from './api-description.js';
import { count, nullable, time } from './schemas/schema-kit.js';

const healthSchema = Type.Object({
  status: Type.Enum(['ok', 'starting', 'stale']),
  version: Type.String(),
  evaluatedAt: nullable(time('Of the figures that are shown; `null` before the first.')),
  ageSeconds: nullable(count('How old they are.')),
});

export const HEALTH_ROUTE: DescribedRoute = {
  route: '/healthz',
  api: {
    operationId: 'getHealth',
    tag: 'health',
    summary: 'Whether figures are fresh: 503 when there are none or they are older than a minute.',
    answer: { kind: 'json', schema: healthSchema, alsoWith: 503 },
  },
};

/** `/healthz`: 200 while figures are fresh, 503 when there are none or they are older than a minute. */
export function registerHealthRoute(app: FastifyInstance, latest: LatestSnapshot, version: string): void {
  app.get(HEALTH_ROUTE.route, async (_request, reply) => {
    const freshness = latest.freshness();
    const snapshot = latest.get();
    const ageMs = latest.ageMs();
    return reply
      .code(freshness === 'fresh' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: freshness === 'fresh' ? 'ok' : freshness,
        version,
        evaluatedAt: snapshot === null ? null : isoTime(snapshot.evaluatedAtMs),
        ageSeconds: ageMs === null ? null : Math.floor(ageMs / 1_000),
      });
  });
}
