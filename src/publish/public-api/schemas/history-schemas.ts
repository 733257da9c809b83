import { Type } from 'typebox';

import { OUTCOMES } from '../../../domain/outcome.js';
import { MAX_HISTORY_POINTS } from '../../../domain/slo-history.js';
import { percentilesSchema } from './latency-schemas.js';
import { count, type NamedSchema, nullable, refTo, share, time } from './schema-kit.js';
import { sloStatusSchema } from './slo-schemas.js';

const { excluded } = sloStatusSchema.schema.properties;

const budgetPoint = {
  time: time('Start of the step.'),
  sli: nullable(share('good / valid of the step; `null` without data.')),
  remaining: Type.Optional(
    nullable(
      Type.Number({
        description:
          "Only of the current window: share of the window's budget that was left at the end of the step. The last one is where the SLO stands.",
      }),
    ),
  ),
};

const outcomes = Type.Object(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, Type.Integer({ minimum: 0 })])), {
  description: 'Attempts by outcome, those that were left out too.',
});

const sloHistoryPointSchema = {
  name: 'SloHistoryPoint',
  schema: Type.Object({
    ...budgetPoint,
    good: Type.Number({ minimum: 0, description: 'Attempts; slices, or series by the minute, where those count.' }),
    valid: Type.Number({ minimum: 0, description: 'What `good` is a part of.' }),
    attempts: Type.Optional(
      Type.Object({ good: count('Good ones.'), valid: count('All.') }, { description: 'What slices are made of.' }),
    ),
    outcomes,
    excluded,
    latency: refTo(percentilesSchema),
    answeredByBand: Type.Array(Type.Integer({ minimum: 0 }), {
      description: 'Answered attempts by band of round-trip time, in the order of `bandsUs`.',
    }),
  }),
} satisfies NamedSchema;

const wholeHistoryPointSchema = {
  name: 'WholeHistoryPoint',
  schema: Type.Object(budgetPoint),
} satisfies NamedSchema;

const shared = {
  name: Type.String(),
  objective: share('The share that is promised to be good.'),
  from: time('Included.'),
  to: time('Not included.'),
  step: Type.String({ description: 'Width of a point; the first and the last may be shorter.' }),
};

const sloHistorySchema = {
  name: 'SloHistory',
  schema: Type.Object(
    {
      ...shared,
      objectiveName: Type.Optional(Type.String({ description: 'Of several objectives which one this is.' })),
      latency: refTo(percentilesSchema),
      bandsUs: Type.Array(Type.Integer({ minimum: 1 }), {
        description: 'Upper bounds of bands of round-trip times, microseconds, rising.',
      }),
      points: Type.Array(refTo(sloHistoryPointSchema), { maxItems: MAX_HISTORY_POINTS }),
    },
    { description: 'What an SLO did, step by step. Steps begin at multiples of their width since the Unix epoch.' },
  ),
} satisfies NamedSchema;

const wholeHistorySchema = {
  name: 'WholeHistory',
  schema: Type.Object(
    { ...shared, points: Type.Array(refTo(wholeHistoryPointSchema), { maxItems: MAX_HISTORY_POINTS }) },
    { description: 'A composite SLO as a whole.' },
  ),
} satisfies NamedSchema;

/** The answer of `/api/v1/slos/NAME/history`. */
export const sloHistoriesSchema = Type.Union([
  refTo(sloHistorySchema),
  Type.Array(Type.Union([refTo(sloHistorySchema), refTo(wholeHistorySchema)]), {
    description: 'Of several objectives a list; the whole of a composite SLO behind them.',
  }),
]);

export const HISTORY_SCHEMAS: readonly NamedSchema[] = [
  sloHistoryPointSchema,
  wholeHistoryPointSchema,
  sloHistorySchema,
  wholeHistorySchema,
];
