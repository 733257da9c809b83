import { type Static, Type } from 'typebox';

import { INCIDENT_IMPACTS, INCIDENT_STATES } from '../../../domain/incident.js';
import { type NamedSchema, nullable, refTo, time } from './schema-kit.js';

const id = Type.Integer({ minimum: 1, description: 'As in the path of its page.' });
const slos = Type.Array(Type.String(), { description: 'Names of public SLOs.' });
const url = Type.String({
  description: 'Its page: absolute where `baseUrl` is configured, else relative to this file.',
});
const markdown = Type.String({ description: 'Markdown, as it was written.' });
const html = Type.String({ description: 'The message as HTML that is safe to show.' });

export const publicIncidentSchema = {
  name: 'Incident',
  schema: Type.Object({
    id,
    title: Type.String(),
    impact: Type.Enum([...INCIDENT_IMPACTS]),
    slos,
    status: Type.Enum([...INCIDENT_STATES]),
    openedAt: time('When it began.'),
    resolvedAt: nullable(time('When it was over.')),
    url,
    postMortem: nullable(Type.String({ description: 'Address of the post-mortem.' })),
    updates: Type.Array(
      Type.Object({
        status: Type.Enum([...INCIDENT_STATES]),
        message: markdown,
        html,
        at: time('When it was so.'),
        recordedAt: time('When it was told.'),
      }),
      { description: 'In order of when they are true.' },
    ),
  }),
} satisfies NamedSchema;

export const publicMaintenanceSchema = {
  name: 'Maintenance',
  schema: Type.Object({
    id,
    title: Type.String(),
    message: nullable(markdown),
    html: nullable(html),
    from: time('When it begins.'),
    to: time('When it ends.'),
    slos: Type.Array(Type.String(), { description: 'Names of public SLOs; empty: all.' }),
    state: Type.Enum(['scheduled', 'in_progress', 'completed', 'cancelled']),
    recordedAt: time('When it was announced.'),
    cancelledAt: nullable(time('From then on it was over, or never was.')),
    url,
    effects: Type.Array(
      Type.Object({
        slo: Type.String(),
        effect: Type.Enum(['excluded', 'late', 'counted'], {
          description:
            '`excluded`: its minutes do not count; `late`: they do, for it was recorded too late; `counted`: they do, that is the policy.',
        }),
        notice: Type.String({ description: 'How long before it begins the SLO wants it recorded.' }),
      }),
    ),
  }),
} satisfies NamedSchema;

export const publicCorrectionSchema = {
  name: 'Correction',
  schema: Type.Object({
    id,
    slo: Type.String(),
    from: time('Included.'),
    to: time('Not included.'),
    kind: Type.Enum(['exclude', 'restore']),
    reason: Type.String(),
    recordedAt: time('When it was recorded.'),
    revokedAt: nullable(time('Since when it does not hold any more.')),
  }),
} satisfies NamedSchema;

/** The answer of `/api/v1/incidents`. */
export const incidentsSchema = Type.Object({
  incidents: Type.Array(refTo(publicIncidentSchema)),
  maintenance: Type.Array(refTo(publicMaintenanceSchema)),
  corrections: Type.Array(refTo(publicCorrectionSchema)),
});

export const INCIDENT_SCHEMAS: readonly NamedSchema[] = [
  publicIncidentSchema,
  publicMaintenanceSchema,
  publicCorrectionSchema,
];

export type PublicIncidentJson = Static<typeof publicIncidentSchema.schema>;
export type PublicMaintenanceJson = Static<typeof publicMaintenanceSchema.schema>;
export type PublicCorrectionJson = Static<typeof publicCorrectionSchema.schema>;
