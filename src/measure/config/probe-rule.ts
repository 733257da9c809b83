import { formatDuration, parseDurationMs } from '../../domain/duration.js';
import type { SettingIssue, SettingRule } from '../../domain/setting.js';
import { cronFault } from './cron-fault.js';
import { shortestIntervalMs } from './shortest-interval.js';
import { stubIssues } from './stub-rule.js';

/** What the keys of a probe demand of each other. */
export function probeRule(probe: Parameters<SettingRule>[0]): readonly SettingIssue[] {
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
    ...stubIssues(probe),
    ...jitterIssue(probe),
  ];
}

/** Moved by half of a round and more, a send could come before the one of the round before. */
function jitterIssue({ every, schedule, jitter }: Parameters<SettingRule>[0]): readonly SettingIssue[] {
  const jitterMs = typeof jitter === 'string' ? parseDurationMs(jitter) : null;
  const everyMs = typeof every === 'string' ? parseDurationMs(every) : null;
  const isCron = typeof schedule === 'string' && cronFault(schedule) === null;
  const round = everyMs ?? (isCron ? shortestIntervalMs(schedule) : null);
  if (jitterMs === null || round === null || jitterMs * 2 < round) return [];
  return [
    {
      at: '/jitter',
      message: `must be less than half of a round of ${formatDuration(round)}, found "${String(jitter)}"`,
    },
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
