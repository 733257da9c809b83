import type { ProbeDefinition, ProbeSchedule, StubDefinition } from '../../domain/probe-definition.js';
import { STUB_RESOLVER } from '../../domain/series.js';
import { durationMs } from '../../domain/setting.js';
import type { ProbeFile } from './probe-schema.js';
import { shortestIntervalMs } from './shortest-interval.js';
import type { StubEntry } from './stub-schema.js';
import { toQueryDefinition } from './to-query-definition.js';
import { toResolverDefinition } from './to-resolver-definition.js';

/** The definition of an accepted probe file. */
export function toProbeDefinition(file: ProbeFile): ProbeDefinition {
  const { probe, jitter, timeout, resolvers, queries, stub } = file;
  const stubs = stub === undefined ? [] : Array.isArray(stub) ? stub : [stub];
  return {
    name: probe,
    schedule: scheduleOf(file),
    ...(jitter === undefined ? {} : { jitterMs: durationMs(jitter) }),
    timeoutMs: durationMs(timeout),
    resolvers: resolvers.flatMap((entry) => toResolverDefinition(entry) ?? []),
    queries: queries.map(toQueryDefinition),
    ...(stubs.length === 0 ? {} : { stubs: stubs.map(toStubDefinition) }),
  };
}

function toStubDefinition({ deadline, timeout, name = STUB_RESOLVER, ...rest }: StubEntry): StubDefinition {
  const deadlineMs = deadline === undefined ? null : durationMs(deadline);
  return { name, ...rest, timeoutMs: durationMs(timeout), deadlineMs };
}

function scheduleOf(file: ProbeFile): ProbeSchedule {
  if (file.schedule === undefined) return { kind: 'every', everyMs: durationMs(file.every ?? '') };
  return { kind: 'cron', expression: file.schedule, shortestMs: shortestIntervalMs(file.schedule) };
}
