import { type Static, Type } from 'typebox';

import { type NamedSchema, nullable, refTo, share, time } from '../public-api/schemas/schema-kit.js';

/** Statuspage's shapes (its public API, version 2), for clients that were written for it; `slo` is our own. */
const id = Type.String({ pattern: '^[a-z2-7]{12}$', description: 'Opaque, the same for ever.' });

const COMPONENT_STATUSES = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
] as const;

export const pageSchema = {
  name: 'StatuspagePage',
  schema: Type.Object({
    id,
    name: Type.String({ description: 'Title of the site.' }),
    url: Type.String({ description: 'Where the page is: absolute where `baseUrl` is configured, else relative.' }),
    time_zone: Type.String({ description: "IANA zone of the page's days." }),
    updated_at: time('When the figures were evaluated.'),
  }),
} satisfies NamedSchema;

export const componentSchema = {
  name: 'StatuspageComponent',
  schema: Type.Object({
    id,
    name: Type.String(),
    status: Type.Enum(COMPONENT_STATUSES, { description: 'Of a group, the worst of its members.' }),
    created_at: time('Start of the first of the last 90 days with data.'),
    updated_at: time('When it was evaluated.'),
    position: Type.Integer({ minimum: 1 }),
    description: nullable(Type.String()),
    showcase: Type.Boolean(),
    start_date: nullable(Type.String({ format: 'date', description: 'The first of the last 90 days with data.' })),
    group_id: nullable(id),
    page_id: id,
    group: Type.Boolean({ description: 'A service, whose SLOs are its members.' }),
    only_show_if_degraded: Type.Boolean(),
    components: Type.Optional(Type.Array(id, { description: 'Members of a group; absent elsewhere.' })),
    slo: Type.Optional(
      Type.Object(
        {
          name: Type.String({ description: 'As in /api/v1/slos/{name}.' }),
          state: Type.Enum(['met', 'at_risk', 'violated', 'no_data'], {
            description: 'Of several objectives the worst.',
          }),
          objective: share('Of the objective that is in that state.'),
          sli: nullable(share('`null` without data.')),
          error_budget_remaining: nullable(
            Type.Number({ description: 'Share of the budget; negative when overspent.' }),
          ),
        },
        { description: 'What Statuspage has no words for; absent of groups.' },
      ),
    ),
  }),
} satisfies NamedSchema;

export const updateSchema = {
  name: 'StatuspageUpdate',
  schema: Type.Object({
    id,
    incident_id: id,
    status: Type.Enum([
      ...(['investigating', 'identified', 'monitoring', 'resolved'] as const),
      ...(['scheduled', 'in_progress', 'completed'] as const),
    ]),
    body: Type.String({ description: 'Plain text.' }),
    created_at: time('When it was recorded.'),
    updated_at: time('When it was recorded.'),
    display_at: time('When it was so.'),
    affected_components: Type.Null({ description: 'Not known by the update; see `components` of the incident.' }),
    deliver_notifications: Type.Boolean(),
    custom_tweet: Type.Null(),
    tweet_id: Type.Null(),
  }),
} satisfies NamedSchema;

const told = {
  id,
  name: Type.String(),
  created_at: time('When it was first recorded.'),
  updated_at: time('When something of it was told last.'),
  started_at: time('When it began, or begins.'),
  monitoring_at: nullable(time('When its mending was first watched.')),
  resolved_at: nullable(time('When it was over.')),
  shortlink: Type.String({
    description: 'Its page: absolute where `baseUrl` is configured, else relative to this file.',
  }),
  page_id: id,
  incident_updates: Type.Array(refTo(updateSchema), { description: 'The newest first.' }),
  components: Type.Array(refTo(componentSchema), { description: 'What it affects.' }),
};

export const incidentSchema = {
  name: 'StatuspageIncident',
  schema: Type.Object({
    ...told,
    status: Type.Enum(['investigating', 'identified', 'monitoring', 'resolved']),
    impact: Type.Enum(['minor', 'major', 'critical']),
    postmortem_url: nullable(Type.String({ description: 'Ours: where the post-mortem is.' })),
  }),
} satisfies NamedSchema;

export const maintenanceSchema = {
  name: 'StatuspageMaintenance',
  schema: Type.Object({
    ...told,
    status: Type.Enum(['scheduled', 'in_progress', 'completed'], { description: 'What was called off is completed.' }),
    impact: Type.Literal('maintenance'),
    scheduled_for: time('When it begins.'),
    scheduled_until: time('When it ends.'),
  }),
} satisfies NamedSchema;

export const statusSchema = {
  name: 'StatuspageStatus',
  schema: Type.Object({
    indicator: Type.Enum(['none', 'maintenance', 'minor', 'major', 'critical']),
    description: Type.String({ description: 'The same in words.' }),
  }),
} satisfies NamedSchema;

export const STATUSPAGE_SCHEMAS: readonly NamedSchema[] = [
  pageSchema,
  componentSchema,
  updateSchema,
  incidentSchema,
  maintenanceSchema,
  statusSchema,
];

export type ComponentStatus = (typeof COMPONENT_STATUSES)[number];
export type StatuspagePage = Static<typeof pageSchema.schema>;
export type StatuspageComponent = Static<typeof componentSchema.schema>;
export type StatuspageUpdate = Static<typeof updateSchema.schema>;
export type StatuspageIncident = Static<typeof incidentSchema.schema>;
export type StatuspageMaintenance = Static<typeof maintenanceSchema.schema>;
export type StatuspageStatus = Static<typeof statusSchema.schema>;
