import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';

import type { OperatorDesk } from '../../app/operator/operator-desk.js';
import { registerCorrectionRoutes } from './operator-routes/correction-routes.js';
import { registerIncidentRoutes } from './operator-routes/incident-routes.js';
import { registerMaintenanceRoutes } from './operator-routes/maintenance-routes.js';

/** What each route of operators needs. */
export interface OperatorRoutes {
  readonly desk: OperatorDesk;
  readonly read: { readonly onRequest: onRequestAsyncHookHandler };
  readonly operate: { readonly onRequest: onRequestAsyncHookHandler };
  /** Who asks. */
  readonly by: (request: FastifyRequest) => string;
}

/** What operators do, as the commands do it: the same rules, the same objects. */
export function registerOperatorRoutes(app: FastifyInstance, routes: OperatorRoutes): void {
  registerIncidentRoutes(app, routes);
  registerMaintenanceRoutes(app, routes);
  registerCorrectionRoutes(app, routes);
}
