import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

import type { MadeCorrection } from '../../../app/operator/operator-desk.js';
import { correctionJson } from '../../operator/correction-json.js';
import { correctionOfferJson } from '../../operator/correction-offer-json.js';
import { acceptanceBody, idParams, newCorrectionBody, nothingBody } from './operator-schemas.js';
import type { OperatorRoutes } from './operator-routes.js';
import { refusing, timeOf } from './requests.js';

/** `/api/v1/corrections`. */
export function registerCorrectionRoutes(app: FastifyInstance, { desk, read, operate, by }: OperatorRoutes): void {
  app.get('/api/v1/corrections', read, async () => ({ corrections: (await desk.corrections()).map(correctionJson) }));
  app.post<{ Body: Static<typeof newCorrectionBody> }>(
    '/api/v1/corrections',
    { ...operate, schema: { body: newCorrectionBody } },
    async (request, reply) => {
      const { slo, from, to, kind, reason } = request.body;
      const given = { slo, fromMs: timeOf('from', from), toMs: timeOf('to', to), kind, reason, by: by(request) };
      return reply.code(201).send(toJson(await refusing(() => desk.addCorrection(given))));
    },
  );
  app.post<{ Params: Static<typeof idParams> }>(
    '/api/v1/corrections/:id/revoke',
    { ...operate, schema: { params: idParams, body: nothingBody } },
    async (request) => toJson(await refusing(() => desk.revokeCorrection(Number(request.params.id), by(request)))),
  );
  registerOfferRoutes(app, { desk, read, operate, by });
}

/** `/api/v1/correction-offers`. */
function registerOfferRoutes(app: FastifyInstance, { desk, read, operate, by }: OperatorRoutes): void {
  app.get('/api/v1/correction-offers', read, async () => ({
    offers: (await desk.correctionOffers()).map(correctionOfferJson),
  }));
  app.post<{ Params: Static<typeof idParams>; Body: Static<typeof acceptanceBody> }>(
    '/api/v1/correction-offers/:id/accept',
    { ...operate, schema: { params: idParams, body: acceptanceBody } },
    async (request, reply) => {
      const as = { ...request.body, by: by(request) };
      return reply.code(201).send(toJson(await refusing(() => desk.acceptOffer(Number(request.params.id), as))));
    },
  );
  app.post<{ Params: Static<typeof idParams> }>(
    '/api/v1/correction-offers/:id/dismiss',
    { ...operate, schema: { params: idParams, body: nothingBody } },
    async (request) =>
      correctionOfferJson(await refusing(() => desk.dismissOffer(Number(request.params.id), by(request)))),
  );
}

function toJson({ correction, effect }: MadeCorrection) {
  return { ...correctionJson(correction), effect };
}
