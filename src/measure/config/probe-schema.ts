import { validateDetailed } from 'node-cron';
import { type Static, Type } from 'typebox';

import { duration, name, section, type SettingIssue, type SettingRule, text } from '../../domain/setting.js';
import { querySchema } from './query-schema.js';
import { resolverSchema } from './resolver-schema.js';
import { stubSchema } from './stub-schema.js';

/** One file of `probes/`. */
export const probeSchema = section(
  {
    probe: name('Name of the probe: part of the name of its series.'),
    every: Type.Optional(
      duration({ min: '10ms', max: '1d', description: 'Time between two rounds; this or `schedule` is required.' }),
    ),
    schedule: Type.Optional(
      text({ form: 'cron with seconds', check: cronFault, description: 'Six cron fields in UTC, instead of `every`.' }),
    ),
    timeout: duration({
      min: '1ms',
      max: '60s',
      default: '2s',
      description: 'How long a reply is waited for; may be longer than the time between rounds.',
    }),
    resolvers: Type.Array(resolverSchema, { minItems: 1, description: 'The resolvers that are measured.' }),
    queries: Type.Array(querySchema, { minItems: 1, description: 'What each of them is asked in every round.' }),
    stub: Type.Optional(stubSchema),
  },
  { rule: probeRule },
);

export type ProbeFile = Static<typeof probeSchema>;

function probeRule(probe: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const hasEvery = Object.hasOwn(probe, 'every');
  const hasSchedule = Object.hasOwn(probe, 'schedule');
  const both = 'give "every" or "schedule", not both';
  const neither = 'key "every" (such as 5s) or "schedule" is missing: how often the resolvers are asked';
  return [
    ...(hasEvery && hasSchedule ? [{ at: '/schedule', on: 'key' as const, message: both }] : []),
    ...(hasEvery || hasSchedule ? [] : [{ at: '', message: neither }]),
    ...repeatedNames(probe['resolvers'], 'resolvers'),
    ...repeatedNames(probe['queries'], 'queries'),
    ...repeatedNames(probe['stub'], 'stub'),
  ];
}

/** Two members of one name would be two series of one name. */
function repeatedNames(list: unknown, key: string): readonly SettingIssue[] {
  if (!Array.isArray(list)) return [];
  const names = list.map((item: unknown) => (item as { name?: unknown } | null)?.name);
  return names.flatMap((found, index) => {
    if (typeof found !== 'string' || names.indexOf(found) === index) return [];
    const first = `/${key}/${String(names.indexOf(found))}`;
    const message = `two series would have one name: "${found}" is the name of ${first} too`;
    return [{ at: `/${key}/${String(index)}/name`, message }];
  });
}

function cronFault(found: string): string | null {
  if (found.trim().split(/\s+/).length !== 6)
    return 'must have six cron fields, the first one seconds, such as "*/5 * * * * *"';
  const { errors } = validateDetailed(found);
  const fields = errors.map(({ field, value }) => (value === undefined ? field : `${field} (${value})`));
  return errors.length === 0 ? null : `must be a cron expression that node-cron reads: wrong in ${fields.join(', ')}`;
}
