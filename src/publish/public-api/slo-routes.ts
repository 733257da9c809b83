import { Type } from 'typebox';
import type { FastifyInstance } from 'fastify';

import { type Snapshot, snapshotStatuses } from '../../domain/snapshot.js';
import { HttpError } from '../http/errors.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';
import type { Representation } from '../http/representation.js';
import { jsonRepresentation } from '../http/representation.js';
import { sendRepresentation } from '../http/send-representation.js';
import { evaluatedSnapshot } from './public-snapshot.js';

/** A name may be empty (`/api/v1/slos/`): it is one that nothing has. */
const sloParams = Type.Object({ name: Type.String({ maxLength: 253 }) });

/** `/api/v1/slos` and `/api/v1/slos/NAME`: the objects of `slo --json` (of several objectives a list), from memory. */
export function registerSloRoutes(app: FastifyInstance, latest: LatestSnapshot): void {
  const rendered = new RenderedSlos();
  app.get('/api/v1/slos', async (request, reply) => {
    void reply.header('access-control-allow-origin', '*');
    return sendRepresentation(request, reply, rendered.of(evaluatedSnapshot(latest)).all);
  });
  app.get<{ Params: { name: string } }>(
    '/api/v1/slos/:name',
    { schema: { params: sloParams } },
    async (request, reply) => {
      void reply.header('access-control-allow-origin', '*');
      const { name } = request.params;
      const representation = rendered.of(evaluatedSnapshot(latest)).byName(name);
      if (representation === null) throw new HttpError(404, 'NOT_FOUND', `no published SLO is named "${name}"`);
      return sendRepresentation(request, reply, representation);
    },
  );
}

interface SloRepresentations {
  readonly all: Representation;
  byName(name: string): Representation | null;
}

/** Keeps what was made of the last snapshot asked for. */
class RenderedSlos {
  #snapshot: Snapshot | null = null;
  #representations: SloRepresentations | null = null;

  of(snapshot: Snapshot): SloRepresentations {
    if (this.#snapshot !== snapshot || this.#representations === null) {
      this.#representations = representationsOf(snapshot);
      this.#snapshot = snapshot;
    }
    return this.#representations;
  }
}

function representationsOf(snapshot: Snapshot): SloRepresentations {
  const statuses = snapshotStatuses(snapshot);
  const made = new Map<string, Representation>();
  return {
    all: jsonRepresentation(statuses),
    byName: (name) => {
      const known = made.get(name);
      if (known !== undefined) return known;
      const [first, ...others] = statuses.filter((status) => status.name === name);
      if (first === undefined) return null;
      const representation = jsonRepresentation(others.length === 0 ? first : [first, ...others]);
      made.set(name, representation);
      return representation;
    },
  };
}
