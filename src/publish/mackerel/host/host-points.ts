import { MINUTE_MS } from '../../../domain/clock.js';
import { hostMetricPart } from '../../../domain/mackerel-names.js';
import type { MinuteReport, ResolverMinute } from '../../../domain/minute-report.js';
import { OUTCOMES, validCount } from '../../../domain/outcome.js';
import { HOST_PREFIX } from './graph-definitions.js';

/** One value of a custom metric; its host is known when it is posted. */
export interface HostPoint {
  readonly name: string;
  /** Start of the minute, whole seconds since the Unix epoch. */
  readonly time: number;
  readonly value: number;
}

/**
 * The points of one final minute by resolver: RTTs in milliseconds over all valid attempts, failures lying above
 * every RTT, availability in percent, attempts by outcome. What has no data has no point.
 */
export function hostPoints({ minuteMs, resolvers }: MinuteReport): readonly HostPoint[] {
  const time = Math.floor(minuteMs / MINUTE_MS) * 60;
  return resolvers
    .flatMap(resolverValues)
    .flatMap(([name, value]) => (value === null ? [] : [{ name: `${HOST_PREFIX}.${name}`, time, value }]));
}

function resolverValues(minute: ResolverMinute): readonly (readonly [string, number | null])[] {
  const { probe, resolver, counts } = minute;
  const of = hostMetricPart(probe, resolver);
  const valid = validCount(counts);
  return [
    [`availability.${of}`, valid > 0 ? (100 * counts.answered) / valid : null],
    [`rtt.${of}.p50`, milliseconds(minute.p50Us)],
    [`rtt.${of}.p90`, milliseconds(minute.p90Us)],
    [`rtt.${of}.p99`, milliseconds(minute.p99Us)],
    [`rtt.${of}.max`, milliseconds(minute.maxUs)],
    ...OUTCOMES.map((outcome) => [`outcomes.${of}.${outcome}`, counts[outcome]] as const),
  ];
}

function milliseconds(us: number | null): number | null {
  return us === null ? null : us / 1_000;
}
