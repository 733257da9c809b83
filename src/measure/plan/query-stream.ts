import { SECOND_MS } from '../../domain/clock.js';
import {
  type DnsEndpoint,
  type MeasurePlan,
  type ProbeDefinition,
  type QueryDefinition,
  type ResolverDefinition,
  resolversOfStub,
  roundMs,
  type StubDefinition,
} from '../../domain/probe-definition.js';
import { deadlineMs, waitMs } from '../../domain/stub-schedule.js';
import { canaryIntervalMs } from './canary-interval.js';

/** Queries that a plan sends to one address and port again and again, at the worst. */
export interface QueryStream {
  readonly kind: 'resolver' | 'stub' | 'control' | 'canary';
  readonly endpoint: DnsEndpoint;
  /** `null` of a canary. */
  readonly probe: ProbeDefinition | null;
  /** As whom the address is asked; `null` of a canary and of a control. */
  readonly resolver: ResolverDefinition | null;
  /** `null` of a canary. */
  readonly query: QueryDefinition | null;
  /** Queries a second on average. */
  readonly qps: number;
  /** In no stretch of time are there more queries than its seconds × `qps` and these. */
  readonly burst: number;
}

type Load = Pick<QueryStream, 'qps' | 'burst'>;

/** All queries of a plan, resolver by resolver and query by query; a stub counts as if all its queries were in vain. */
export function queryStreams({ probes, canaries }: Pick<MeasurePlan, 'probes' | 'canaries'>): readonly QueryStream[] {
  const canaryLoad = { qps: SECOND_MS / canaryIntervalMs(probes), burst: 1 };
  return [
    ...probes.flatMap((probe) => [...byResolver(probe), ...byStub(probe), ...byControl(probe)]),
    ...canaries.map((endpoint) => ({
      kind: 'canary' as const,
      endpoint,
      probe: null,
      resolver: null,
      query: null,
      ...canaryLoad,
    })),
  ];
}

function byResolver(probe: ProbeDefinition): readonly QueryStream[] {
  const load = loadOf(probe);
  return probe.resolvers.flatMap((resolver) =>
    probe.queries.map((query) => ({ kind: 'resolver', endpoint: resolver, probe, resolver, query, ...load })),
  );
}

function byStub(probe: ProbeDefinition): readonly QueryStream[] {
  const { queries, stubs = [] } = probe;
  return stubs.flatMap((stub) => {
    const asked = resolversOfStub(probe, stub);
    return asked.flatMap((resolver, index) => {
      const load = stubLoad(loadOf(probe), stub, { index, count: asked.length });
      return queries.map((query) => ({ kind: 'stub' as const, endpoint: resolver, probe, resolver, query, ...load }));
    });
  });
}

function byControl(probe: ProbeDefinition): readonly QueryStream[] {
  const load = loadOf(probe);
  return probe.queries.flatMap((query) =>
    query.control === undefined
      ? []
      : [{ kind: 'control' as const, endpoint: query.control, probe, resolver: null, query, ...load }],
  );
}

/** One query a round. Moved by jitter both ways, rounds of more time may fall together. */
function loadOf({ schedule, jitterMs = 0 }: ProbeDefinition): Load {
  const round = roundMs(schedule);
  return { qps: SECOND_MS / round, burst: 1 + (2 * jitterMs) / round };
}

/**
 * One query a round and pass. Each comes at once or, if those before it are waited for in vain, so
 * much later: resolvers that fall silent and come back let queries of as much time fall together.
 */
function stubLoad(load: Load, stub: StubDefinition, { index, count }: { index: number; count: number }): Load {
  const waits = Array.from({ length: count }, (_, i) => waitMs(stub.timeoutMs, i, count));
  const sumMs = waits.reduce((sum, wait) => sum + wait, 0);
  const beforeMs = waits.slice(0, index).reduce((sum, wait) => sum + wait, 0);
  const latestInPassMs = stub.rotate ? sumMs - (waits[index] ?? 0) : beforeMs;
  const endMs = deadlineMs(stub, count);
  const passes = Array.from({ length: stub.attempts }, (_, pass) => Math.min(endMs, pass * sumMs + latestInPassMs));
  return {
    qps: load.qps * stub.attempts,
    burst: passes.reduce((sum, delayMs) => sum + load.burst + (load.qps * delayMs) / SECOND_MS, 0),
  };
}
