import type { MeasurePlan, QueryDefinition, ResolverDefinition } from '../../domain/probe-definition.js';
import { randomParent } from './random-parent.js';
import { RateLimit } from './rate-limit.js';

/** Absent from a query: so many names below one parent a second. */
export const DEFAULT_MAX_RANDOM_QPS = 50;

/** What keeps a plan from asking anybody more often than its configuration allows. */
export interface PlanLimits {
  of(resolver: ResolverDefinition, query: QueryDefinition): readonly RateLimit[];
}

/** By address and port over all probes, and by parent name over all resolvers; of several limits the strictest holds. */
export function planLimits({ probes }: MeasurePlan): PlanLimits {
  const resolvers = new Map<string, Shared>();
  const parents = new Map<string, Shared>();
  for (const { resolvers: asked, queries, stubs = [] } of probes) {
    for (const resolver of asked)
      share(resolvers, endpointOf(resolver), resolver.maxQps, queries.length * (1 + stubs.length));
    for (const query of queries) {
      const parent = randomParent(query.qname);
      const most = query.maxRandomQps ?? DEFAULT_MAX_RANDOM_QPS;
      if (parent !== null) share(parents, parent, most, asked.length + stubs.length);
    }
  }
  const byResolver = limitsOf(resolvers);
  const byParent = limitsOf(parents);
  return {
    of: (resolver, query) => {
      const parent = randomParent(query.qname);
      const both = [byResolver.get(endpointOf(resolver)), parent === null ? undefined : byParent.get(parent)];
      return both.filter((limit) => limit !== undefined);
    },
  };
}

interface Shared {
  readonly qps: number;
  readonly sharers: number;
}

function share(shared: Map<string, Shared>, name: string, qps: number, sharers: number): void {
  const known = shared.get(name) ?? { qps: Infinity, sharers: 0 };
  shared.set(name, { qps: Math.min(known.qps, qps), sharers: known.sharers + sharers });
}

function limitsOf(shared: ReadonlyMap<string, Shared>): ReadonlyMap<string, RateLimit> {
  return new Map([...shared].map(([name, { qps, sharers }]) => [name, new RateLimit(name, qps, sharers)]));
}

function endpointOf({ address, port }: ResolverDefinition): string {
  return `${address}|${String(port)}`;
}
