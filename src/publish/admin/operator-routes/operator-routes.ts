import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';

import type { OperatorDesk } from '../../../app/operator/operator-desk.js';

/** What each route of operators needs. */
export interface OperatorRoutes {
  readonly desk: OperatorDesk;
  readonly read: { readonly onRequest: onRequestAsyncHookHandler };
  readonly operate: { readonly onRequest: onRequestAsyncHookHandler };
  /** Who asks. */
  readonly by: (request: FastifyRequest) => string;
}
