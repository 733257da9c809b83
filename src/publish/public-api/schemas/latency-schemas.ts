import { Type } from 'typebox';

import { MAX_LATENCY_POINTS } from '../../../domain/latency.js';
import { PHASES } from '../../../domain/phase.js';
import { count, type NamedSchema, nullable, refTo, time } from './schema-kit.js';

const rtt = (description: string) =>
  nullable(Type.Integer({ minimum: 1, description: `${description}, microseconds.` }));

export const percentilesSchema = {
  name: 'Percentiles',
  schema: Type.Object({
    count: count('Valid attempts; of a phase those that had it.'),
    p50Us: rtt('Median; `null` without data or where it lies beyond the timeout'),
    p90Us: rtt('90th percentile'),
    p99Us: rtt('99th percentile'),
    maxUs: rtt('The slowest answer'),
  }),
} satisfies NamedSchema;

const latencyPointSchema = {
  name: 'LatencyPoint',
  schema: Type.Object(
    { time: time('Start of the stretch.'), ...percentilesSchema.schema.properties },
    { description: 'Percentiles over all valid attempts, failures lying above every round-trip time.' },
  ),
} satisfies NamedSchema;

export const latencyRangeSchema = {
  name: 'LatencyRange',
  schema: Type.Object({
    from: time('Included; rounded down to a minute.'),
    to: time('Not included; rounded up to a minute.'),
    step: Type.String({ description: 'Width of a point.' }),
    points: Type.Array(refTo(latencyPointSchema), { maxItems: MAX_LATENCY_POINTS }),
    phase: Type.Optional(Type.Enum([...PHASES], { description: 'Absent: the whole of the attempts’ time.' })),
  }),
} satisfies NamedSchema;

export const LATENCY_SCHEMAS: readonly NamedSchema[] = [percentilesSchema, latencyPointSchema, latencyRangeSchema];
