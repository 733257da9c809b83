import type { DnsEndpoint, MeasurePlan, QueryDefinition } from '../../domain/probe-definition.js';
import { endpointName, queryLoad, type SharedLoad } from './query-load.js';
import { randomParent } from './random-parent.js';
import { RateLimit } from './rate-limit.js';

/** What keeps a plan from asking anybody more often than its configuration allows. */
export interface PlanLimits {
  of(resolver: DnsEndpoint, query: QueryDefinition): readonly RateLimit[];
}

/** By address and port over all probes, and by parent name over all resolvers; of several limits the strictest holds. */
export function planLimits(plan: MeasurePlan): PlanLimits {
  const { resolvers, parents } = queryLoad(plan);
  const byResolver = limitsOf(resolvers);
  const byParent = limitsOf(parents);
  return {
    of: (resolver, query) => {
      const parent = randomParent(query.qname);
      const both = [byResolver.get(endpointName(resolver)), parent === null ? undefined : byParent.get(parent)];
      return both.filter((limit) => limit !== undefined);
    },
  };
}

function limitsOf(loads: ReadonlyMap<string, SharedLoad>): ReadonlyMap<string, RateLimit> {
  const limits = [...loads.values()].flatMap(({ name, maxQps, burst }) =>
    maxQps === null ? [] : [[name, new RateLimit(name, maxQps, burst)] as const],
  );
  return new Map(limits);
}
