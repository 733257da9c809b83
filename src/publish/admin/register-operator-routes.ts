import type { FastifyInstance } from 'fastify';

import { registerCorrectionRoutes } from './operator-routes/correction-routes.js';
import { registerIncidentRoutes } from './operator-routes/incident-routes.js';
import { registerMaintenanceRoutes } from './operator-routes/maintenance-routes.js';
import type { OperatorRoutes } from './operator-routes/operator-routes.js';

/** What operators do, as the commands do it: the same rules, the same objects. */
export function registerOperatorRoutes(app: FastifyInstance, routes: OperatorRoutes): void {
  registerIncidentRoutes(app, routes);
  registerMaintenanceRoutes(app, routes);
  registerCorrectionRoutes(app, routes);
}
