import { Type } from 'typebox';

import { snapshotStatuses } from '../../domain/snapshot.js';
import { jsonRepresentation } from '../http/representation.js';
import { sloNames } from '../site/public-slos.js';
import { renderingRecords } from '../site/render-records.js';
import { ONE, sitePart, type SitePart } from '../site/site-part.js';
import { incidentsJson } from './incidents-json.js';
import { incidentsSchema } from './schemas/incident-schemas.js';
import { refTo } from './schemas/schema-kit.js';
import { sloStatusSchema } from './schemas/slo-schemas.js';

const renderIncidents = renderingRecords((site, page) => jsonRepresentation(incidentsJson(site, page)));

/** Our own JSON that is served from memory. */
export const API_PARTS: readonly SitePart[] = [
  sitePart({
    route: '/api/v1/slos',
    kind: 'json',
    api: {
      operationId: 'listSlos',
      tag: 'slos',
      summary: 'Where every SLO stands.',
      description:
        'An SLO with several objectives has an element for each; a composite one also one as a whole, the last.',
      answer: { kind: 'json', schema: Type.Array(refTo(sloStatusSchema)) },
    },
    list: ONE,
    render: (_page, { site }) => jsonRepresentation(snapshotStatuses(site.snapshot)),
  }),
  sitePart({
    route: '/api/v1/slos/:name',
    kind: 'json',
    api: {
      operationId: 'getSlo',
      tag: 'slos',
      summary: 'Where one SLO stands; of several objectives a list.',
      params: { name: 'Name of the SLO.' },
      answer: {
        kind: 'json',
        schema: Type.Union([refTo(sloStatusSchema), Type.Array(refTo(sloStatusSchema), { minItems: 2 })]),
      },
      errors: [404],
    },
    list: sloNames,
    render: (_page, { site, params }) => {
      const [first, ...others] = snapshotStatuses(site.snapshot).filter(({ name }) => name === params['name']);
      return jsonRepresentation(others.length === 0 ? first : [first, ...others]);
    },
  }),
  sitePart({
    route: '/api/v1/incidents',
    kind: 'json',
    api: {
      operationId: 'listIncidents',
      tag: 'events',
      summary: 'Incidents with all their updates, maintenance and corrections, the newest first.',
      answer: { kind: 'json', schema: incidentsSchema },
    },
    list: ONE,
    render: (page, { site }) => renderIncidents(site, page),
  }),
];
