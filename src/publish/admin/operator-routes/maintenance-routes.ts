import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

import type { ShownMaintenance } from '../../../app/operator/operator-desk.js';
import { maintenanceJson } from '../../operator/maintenance-json.js';
import { idParams, newMaintenanceBody, nothingBody } from './operator-schemas.js';
import type { OperatorRoutes } from './operator-routes.js';
import { refusing, timeOf } from './requests.js';

/** `/api/v1/maintenance`. */
export function registerMaintenanceRoutes(app: FastifyInstance, { desk, read, operate, by }: OperatorRoutes): void {
  app.get('/api/v1/maintenance', read, async () => ({ maintenance: (await desk.maintenances()).map(toJson) }));
  app.post<{ Body: Static<typeof newMaintenanceBody> }>(
    '/api/v1/maintenance',
    { ...operate, schema: { body: newMaintenanceBody } },
    async (request, reply) => {
      const { title, message = null, from, to, slos = [] } = request.body;
      const given = { title, message, fromMs: timeOf('from', from), toMs: timeOf('to', to), slos, by: by(request) };
      return reply.code(201).send(toJson(await refusing(() => desk.addMaintenance(given))));
    },
  );
  app.post<{ Params: Static<typeof idParams> }>(
    '/api/v1/maintenance/:id/cancel',
    { ...operate, schema: { params: idParams, body: nothingBody } },
    async (request) => toJson(await refusing(() => desk.cancelMaintenance(Number(request.params.id), by(request)))),
  );
}

function toJson({ maintenance, state, effects }: ShownMaintenance) {
  return maintenanceJson(maintenance, state, effects);
}
