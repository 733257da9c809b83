import { type Static, Type } from 'typebox';

import { section, type SettingIssue, type SettingRule, text } from '../domain/setting.js';
import { description, exactlyOne, label, objectSchema } from './object-schema.js';

const metricSource = section(
  {
    metricSourceRef: Type.Optional(label('name of a DataSource')),
    type: Type.Optional(text({ description: 'type of the source' })),
    spec: Type.Record(Type.String(), Type.Unknown(), {
      minProperties: 1,
      description: 'the query, in the words of the source',
    }),
  },
  { description: 'where the numbers come from' },
);

const metric = section({ metricSource });

const ratioMetric = section(
  {
    counter: Type.Optional(Type.Boolean({ description: 'whether the metrics only ever rise' })),
    good: Type.Optional(metric),
    bad: Type.Optional(metric),
    total: Type.Optional(metric),
    rawType: Type.Optional(Type.Enum(['success', 'failure'], { description: 'success or failure' })),
    raw: Type.Optional(metric),
  },
  { rule: ratioRule },
);

export const sliSpecSchema = section(
  { description, thresholdMetric: Type.Optional(metric), ratioMetric: Type.Optional(ratioMetric) },
  {
    description: 'thresholdMetric or ratioMetric',
    rule: (spec) => exactlyOne(spec, ['thresholdMetric', 'ratioMetric']),
  },
);

export const sliSchema = objectSchema('SLI', sliSpecSchema);

export type SliSpec = Static<typeof sliSpecSchema>;
export type Metric = Static<typeof metric>;

function ratioRule(ratio: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const issues = [...exactlyOne(ratio, ['total', 'raw'])];
  if (ratio['total'] !== undefined) issues.push(...exactlyOne(ratio, ['good', 'bad']));
  if (ratio['raw'] === undefined) return issues;
  for (const key of ['good', 'bad']) {
    if (ratio[key] !== undefined)
      issues.push({ at: `/${key}`, on: 'key', message: `"${key}" goes with "total", not with "raw"` });
  }
  if (ratio['rawType'] === undefined) issues.push({ at: '', message: 'key "rawType" is missing: success or failure' });
  return issues;
}
