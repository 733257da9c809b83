import type { FastifyInstance } from 'fastify';

import { isoTime } from '../../domain/clock.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';

/** `/healthz`: 200 while figures are fresh, 503 when there are none or they are older than a minute. */
export function registerHealthRoute(app: FastifyInstance, latest: LatestSnapshot, version: string): void {
  app.get('/healthz', async (_request, reply) => {
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
