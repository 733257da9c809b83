import { type Static, Type } from 'typebox';

import { section, type SettingIssue, type SettingRule, text } from '../domain/setting.js';
import { timeZoneFault } from '../domain/time-zone.js';
import { policyEntrySchema } from './alert-schemas.js';
import { pointerTo } from './document/json-pointer.js';
import { isMap } from './document/schema-node.js';
import { sliSpecSchema } from './indicator-schema.js';
import {
  description,
  exactlyOne,
  label,
  metadataSchema,
  objectSchema,
  opensloDuration,
  operator,
} from './object-schema.js';

const indicator = section({ metadata: metadataSchema, spec: sliSpecSchema });

const calendar = section({
  startTime: text({ form: 'YYYY-MM-DD hh:mm:ss', check: startTimeFault, description: 'when the first window begins' }),
  timeZone: text({ form: 'time zone', check: timeZoneFault, description: 'IANA time zone of the window' }),
});

const timeWindow = section(
  {
    duration: opensloDuration('length of the window'),
    isRolling: Type.Boolean({ default: false, description: 'whether the window moves with time' }),
    calendar: Type.Optional(calendar),
  },
  { rule: timeWindowRule },
);

const objective = section(
  {
    displayName: Type.Optional(Type.String()),
    op: Type.Optional(operator),
    value: Type.Optional(Type.Number()),
    target: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1 })),
    targetPercent: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 100 })),
    timeSliceTarget: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    timeSliceWindow: Type.Optional(opensloDuration('width of a slice')),
    indicator: Type.Optional(indicator),
    indicatorRef: Type.Optional(label('name of an SLI')),
    compositeWeight: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  },
  { rule: (found) => exactlyOne(found, ['target', 'targetPercent']) },
);

const sloSpec = section(
  {
    description,
    service: text({ description: 'name of the service' }),
    indicator: Type.Optional(indicator),
    indicatorRef: Type.Optional(label('name of an SLI')),
    budgetingMethod: Type.Enum(['Occurrences', 'Timeslices', 'RatioTimeslices'], {
      description: 'how the budget is counted',
    }),
    timeWindow: Type.Array(timeWindow, { minItems: 1, maxItems: 1, description: 'exactly one window' }),
    objectives: Type.Array(objective, { minItems: 1, description: 'at least one objective' }),
    alertPolicies: Type.Optional(Type.Array(policyEntrySchema)),
  },
  { description: 'the objective itself', rule: sloRule },
);

export const sloSchema = objectSchema('SLO', sloSpec);

export type SloSpec = Static<typeof sloSpec>;
export type Objective = SloSpec['objectives'][number];
/** What has an indicator: an SLO, or each objective of a composite one. */
export type IndicatorHolder = Pick<SloSpec, 'indicator' | 'indicatorRef'>;

type Found = Parameters<SettingRule>[0];

function timeWindowRule({ isRolling, calendar: given }: Found): readonly SettingIssue[] {
  if (isRolling === true && given !== undefined) {
    return [
      { at: '/calendar', on: 'key', message: 'a rolling window has no calendar: remove it, or set isRolling to false' },
    ];
  }
  const isMissing = (isRolling === false || isRolling === undefined) && given === undefined;
  return isMissing
    ? [
        {
          at: '',
          message: 'key "calendar" is missing: a window that does not roll needs one (or set isRolling to true)',
        },
      ]
    : [];
}

function sloRule(spec: Found): readonly SettingIssue[] {
  const found = spec['objectives'];
  const objectives = Array.isArray(found) ? found.map((item: unknown) => (isMap(item) ? item : {})) : [];
  return [
    ...indicatorIssues(spec, objectives),
    ...objectives.flatMap((item, index) =>
      objectiveIssues(spec, item).map((issue) => ({ ...issue, at: pointerTo('/objectives', index) + issue.at })),
    ),
  ];
}

/** The indicator stands at the SLO, or at each objective of a composite one. */
function indicatorIssues(spec: Found, objectives: readonly Found[]): readonly SettingIssue[] {
  const isComposite = objectives.some((item) => hasIndicator(item));
  if (!isComposite) return exactlyOne(spec, ['indicator', 'indicatorRef']);
  const own = ['indicator', 'indicatorRef'].filter((key) => spec[key] !== undefined);
  const twice = 'an SLO whose objectives have indicators of their own has none itself';
  return [
    ...own.map((key) => ({ at: `/${key}`, on: 'key' as const, message: twice })),
    ...objectives.flatMap((item, index) =>
      exactlyOne(item, ['indicator', 'indicatorRef']).map((issue) => ({
        ...issue,
        at: pointerTo('/objectives', index) + issue.at,
      })),
    ),
  ];
}

function objectiveIssues(spec: Found, item: Found): readonly SettingIssue[] {
  return [
    ...sliceIssues(spec['budgetingMethod'], item),
    ...comparisonIssues(item['indicator'] ?? spec['indicator'], item),
  ];
}

function sliceIssues(method: unknown, item: Found): readonly SettingIssue[] {
  const needed =
    method === 'Timeslices'
      ? ['timeSliceTarget', 'timeSliceWindow']
      : method === 'RatioTimeslices'
        ? ['timeSliceWindow']
        : [];
  return needed
    .filter((key) => item[key] === undefined)
    .map((key) => ({ at: '', message: `key "${key}" is missing: budgetingMethod ${String(method)} needs it` }));
}

/** `op` and `value` compare a threshold metric; a ratio has nothing to compare. Of a reference nothing can be said here. */
function comparisonIssues(found: unknown, item: Found): readonly SettingIssue[] {
  const spec = isMap(found) && isMap(found['spec']) ? found['spec'] : {};
  if (spec['thresholdMetric'] !== undefined) {
    const missing = ['op', 'value'].filter((key) => item[key] === undefined);
    return missing.map((key) => ({ at: '', message: `key "${key}" is missing: a thresholdMetric needs it` }));
  }
  const stray = spec['ratioMetric'] === undefined ? [] : ['op', 'value'].filter((key) => item[key] !== undefined);
  return stray.map((key) => ({ at: `/${key}`, on: 'key', message: `"${key}" is for a thresholdMetric: remove it` }));
}

function hasIndicator(item: Found): boolean {
  return item['indicator'] !== undefined || item['indicatorRef'] !== undefined;
}

function startTimeFault(found: string): string | null {
  const match = /^([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})$/.exec(found);
  const iso = match === null ? '' : `${match[1] ?? ''}T${match[2] ?? ''}.000Z`;
  const date = new Date(iso);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString() === iso;
  return isReal ? null : 'must be a time such as 2026-01-01 00:00:00';
}
