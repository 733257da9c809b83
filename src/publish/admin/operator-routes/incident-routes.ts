import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';

import type { OperatorDesk } from '../../../app/operator/operator-desk.js';
import { proposalJson } from '../../operator/proposal-json.js';
import { recordedIncidentJson } from '../../operator/incident-json.js';
import {
  idParams,
  incidentUpdateBody,
  newIncidentBody,
  nothingBody,
  postMortemBody,
  publicationBody,
  resolutionBody,
} from './operator-schemas.js';
import type { OperatorRoutes } from './operator-routes.js';
import { refusing, timeOrNull } from './requests.js';

interface OfIncident<Body> {
  readonly Params: Static<typeof idParams>;
  readonly Body: Body;
}

/** `/api/v1/incidents` and `/api/v1/proposals`. */
export function registerIncidentRoutes(app: FastifyInstance, routes: OperatorRoutes): void {
  const { desk, read } = routes;
  app.get('/api/v1/incidents', read, async () => ({
    incidents: (await desk.incidents()).map(recordedIncidentJson),
    proposals: (await openProposals(desk)).map(proposalJson),
  }));
  app.get('/api/v1/proposals', read, async () => ({ proposals: (await desk.proposals()).map(proposalJson) }));
  registerOpening(app, routes);
  registerTelling(app, routes);
  registerProposals(app, routes);
}

async function openProposals(desk: OperatorDesk) {
  return (await desk.proposals()).filter(({ end }) => end === null);
}

function registerOpening(app: FastifyInstance, { desk, operate, by }: OperatorRoutes): void {
  app.post<{ Body: Static<typeof newIncidentBody> }>(
    '/api/v1/incidents',
    { ...operate, schema: { body: newIncidentBody } },
    async (request, reply) => {
      const { title, impact, message, slos = [], at } = request.body;
      const told = { message, atMs: timeOrNull('at', at), by: by(request) };
      const incident = await refusing(() => desk.openIncident({ title, impact, slos, told }));
      return reply.code(201).send(recordedIncidentJson(incident));
    },
  );
}

function registerTelling(app: FastifyInstance, { desk, operate, by }: OperatorRoutes): void {
  app.post<OfIncident<Static<typeof incidentUpdateBody>>>(
    '/api/v1/incidents/:id/updates',
    { ...operate, schema: { params: idParams, body: incidentUpdateBody } },
    async (request) => {
      const { status: state, message, slos = [], at } = request.body;
      const told = { state, message, slos, atMs: timeOrNull('at', at), by: by(request) };
      return recordedIncidentJson(await refusing(() => desk.updateIncident(Number(request.params.id), told)));
    },
  );
  app.post<OfIncident<Static<typeof resolutionBody>>>(
    '/api/v1/incidents/:id/resolve',
    { ...operate, schema: { params: idParams, body: resolutionBody } },
    async (request) => {
      const { message, at } = request.body;
      const told = { state: 'resolved', message, atMs: timeOrNull('at', at), by: by(request) } as const;
      return recordedIncidentJson(await refusing(() => desk.updateIncident(Number(request.params.id), told)));
    },
  );
  app.post<OfIncident<Static<typeof postMortemBody>>>(
    '/api/v1/incidents/:id/post-mortem',
    { ...operate, schema: { params: idParams, body: postMortemBody } },
    async (request) => {
      const given = { url: request.body.url, by: by(request) };
      return recordedIncidentJson(await refusing(() => desk.addPostMortem(Number(request.params.id), given)));
    },
  );
}

function registerProposals(app: FastifyInstance, { desk, operate, by }: OperatorRoutes): void {
  app.post<OfIncident<Static<typeof publicationBody>>>(
    '/api/v1/proposals/:id/publish',
    { ...operate, schema: { params: idParams, body: publicationBody } },
    async (request, reply) => {
      const { at, ...as } = request.body;
      const told = { ...as, atMs: timeOrNull('at', at), by: by(request) };
      const incident = await refusing(() => desk.publishProposal(Number(request.params.id), told));
      return reply.code(201).send(recordedIncidentJson(incident));
    },
  );
  app.post<OfIncident<object>>(
    '/api/v1/proposals/:id/dismiss',
    { ...operate, schema: { params: idParams, body: nothingBody } },
    async (request) => proposalJson(await refusing(() => desk.dismissProposal(Number(request.params.id), by(request)))),
  );
}
