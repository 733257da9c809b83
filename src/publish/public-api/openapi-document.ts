import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import { type TSchema, Type } from 'typebox';

import { STATUSPAGE_SCHEMAS } from '../statuspage/statuspage-schemas.js';
import type { ApiDescription, ApiError, ApiTag, DescribedRoute } from './api-description.js';
import { errorSchema } from './schemas/error-schema.js';
import { HISTORY_SCHEMAS } from './schemas/history-schemas.js';
import { INCIDENT_SCHEMAS } from './schemas/incident-schemas.js';
import { LATENCY_SCHEMAS } from './schemas/latency-schemas.js';
import { type NamedSchema, refTo } from './schemas/schema-kit.js';
import { SLO_SCHEMAS } from './schemas/slo-schemas.js';

const NAMED: readonly NamedSchema[] = [
  errorSchema,
  ...SLO_SCHEMAS,
  ...LATENCY_SCHEMAS,
  ...HISTORY_SCHEMAS,
  ...INCIDENT_SCHEMAS,
  ...STATUSPAGE_SCHEMAS,
];

const TAGS: Readonly<Record<ApiTag, string>> = {
  slos: 'What is promised, and how it is kept.',
  events: 'Incidents, maintenance and corrections.',
  statuspage: "The same in the shapes of Statuspage's public API, version 2.",
  feeds: 'To subscribe to.',
  badges: 'Pictures for other pages.',
  health: 'Whether figures are fresh.',
};

/** What is the same wherever the site is. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

/**
 * The description of these paths, OpenAPI 3.1, without `info` and `servers`. Made from the schemas by an
 * application of its own: the listener serves bytes from memory and needs none of them.
 */
export async function openApiDocument(routes: readonly DescribedRoute[]): Promise<OpenApiDocument> {
  const app = fastify({ logger: false });
  try {
    await app.register(swagger, {
      openapi: { openapi: '3.1.0', tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })) },
      refResolver: { buildLocalReference: ({ $id }) => (typeof $id === 'string' ? $id : 'Api') },
    });
    describe(app, routes);
    await app.ready();
    return { ...app.swagger() };
  } finally {
    await app.close();
  }
}

function describe(app: FastifyInstance, routes: readonly DescribedRoute[]): void {
  app.setSerializerCompiler(() => JSON.stringify);
  app.setValidatorCompiler(() => () => true);
  for (const { name, schema } of NAMED) app.addSchema({ $id: name, ...schema });
  for (const { route, api } of routes) app.get(route, { schema: routeSchema(api) }, () => null);
}

function routeSchema(api: ApiDescription) {
  const { operationId, tag, summary, description, params, query } = api;
  return {
    ...{ operationId, summary, tags: [tag] },
    ...(description === undefined ? {} : { description }),
    ...(params === undefined ? {} : { params: Type.Object(namesOf(params)) }),
    ...(query === undefined ? {} : { querystring: query }),
    response: { 200: answerSchema(api), 304: NOT_MODIFIED, ...errorSchemas(api) },
  };
}

const NOT_MODIFIED = { description: 'What the client has (`If-None-Match`) still holds.', type: 'null' } as const;

function namesOf(params: Readonly<Record<string, string>>): Record<string, TSchema> {
  return Object.fromEntries(Object.entries(params).map(([name, description]) => [name, Type.String({ description })]));
}

function answerSchema({ answer, summary }: ApiDescription) {
  const [mediaType, schema] =
    answer.kind === 'json'
      ? (['application/json', answer.schema] as const)
      : ([answer.mediaType, Type.String()] as const);
  return { description: summary, content: { [mediaType]: { schema } } };
}

const MEANINGS: Readonly<Record<ApiError, string>> = {
  400: 'A parameter is not what it must be.',
  404: 'There is no such thing, or it is not public.',
  429: 'Too many questions about the past; `Retry-After` says when to go on.',
  503: 'Nothing has been evaluated yet, or too much is asked at once; `Retry-After` says when to try again.',
};

function errorSchemas({ answer, errors = [] }: ApiDescription) {
  const all: readonly ApiError[] = [...errors, 503];
  const shapeOf = (status: ApiError): TSchema =>
    answer.kind === 'json' && answer.alsoWith === status ? answer.schema : refTo(errorSchema);
  return Object.fromEntries(
    all.map((status) => [
      status,
      { description: MEANINGS[status], content: { 'application/json': { schema: shapeOf(status) } } },
    ]),
  );
}
