import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';

import type { AskedTime } from '../../app/site/slo-history.js';
import type { Clock } from '../../domain/clock.js';
import type { SloHistories } from '../../domain/slo-history.js';
import { HttpError } from '../http/errors.js';
import type { LatestSnapshot } from '../http/latest-snapshot.js';
import { parseStepParameter, parseTimeParameter, refuseRange } from '../http/query-parameters.js';
import { anyOrigin } from '../http/any-origin.js';
import { jsonRepresentation } from '../http/representation.js';
import { sendRepresentation } from '../http/send-representation.js';
import type { DescribedRoute } from './api-description.js';
import type { BoundedHistory } from './bounded-history.js';
import { evaluatedSnapshot } from './public-snapshot.js';
import { sloHistoriesSchema } from './schemas/history-schemas.js';
import type { SloHistoryQueries } from './slo-history-queries.js';

export interface SloHistoryRouteOptions {
  readonly latest: LatestSnapshot;
  readonly history: SloHistoryQueries;
  readonly bounded: BoundedHistory;
  readonly clock: Clock;
}

const text = (what: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: what }));

/** The query string of `/api/v1/slos/NAME/history`. */
const querySchema = Type.Object(
  {
    from: text("ISO 8601. Default: the SLO's current window, to the minute, with what was left of its budget."),
    to: text('ISO 8601. Default: now. Only with `from`.'),
    step: text('Width of a point, a whole number of minutes (`6h`). Default: one that suits. Only with `from`.'),
  },
  { additionalProperties: false },
);

type QueryString = Static<typeof querySchema>;

const paramsSchema = Type.Object({ name: Type.String({ maxLength: 253 }) });

export const SLO_HISTORY_ROUTE: DescribedRoute = {
  route: '/api/v1/slos/:name/history',
  api: {
    operationId: 'getSloHistory',
    tag: 'slos',
    summary: 'What an SLO did, step by step.',
    params: { name: 'Name of the SLO.' },
    query: querySchema,
    answer: { kind: 'json', schema: sloHistoriesSchema },
    errors: [400, 404, 429],
  },
};

/** `/api/v1/slos/NAME/history`: what an SLO did step by step (of several objectives a list). */
export function registerSloHistoryRoute(app: FastifyInstance, options: SloHistoryRouteOptions): void {
  const { latest, history, bounded, clock } = options;
  app.get<{ Params: { name: string }; Querystring: QueryString }>(
    SLO_HISTORY_ROUTE.route,
    { onRequest: anyOrigin, schema: { params: paramsSchema, querystring: querySchema } },
    async (request, reply) => {
      bounded.admit(request.ip);
      const { name } = request.params;
      const slos = evaluatedSnapshot(latest).slos.map(({ definition }) => definition);
      const own = slos.filter((definition) => definition.name === name);
      if (own.length === 0) throw new HttpError(404, 'NOT_FOUND', `no published SLO is named "${name}"`);
      const asked = askedTime(request.query, clock.nowMs());
      const told = await bounded.ask(() => history.sloHistory({ slos: own, asked }));
      return sendRepresentation(request, reply, jsonRepresentation(elementsOf(told)));
    },
  );
}

function askedTime({ from, to, step }: QueryString, nowMs: number): AskedTime {
  if (from === undefined && (to !== undefined || step !== undefined))
    throw new HttpError(400, 'BAD_REQUEST', 'query parameters "to" and "step" require "from"');
  if (from === undefined) return { kind: 'window', toMs: nowMs };
  const [fromMs, toMs] = [parseTimeParameter('from', from), to === undefined ? nowMs : parseTimeParameter('to', to)];
  refuseRange(fromMs, toMs);
  return { kind: 'range', fromMs, toMs, stepMs: step === undefined ? null : parseStepParameter(step) };
}

/** As `/api/v1/slos/NAME` gives them: the whole of a composite SLO behind its objectives. */
function elementsOf({ objectives, whole }: SloHistories) {
  const [first, ...others] = objectives;
  return others.length === 0 && whole === null ? first : [...objectives, ...(whole === null ? [] : [whole])];
}
