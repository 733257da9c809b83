import { SECOND_MS } from '../../domain/clock.js';
import { formatEndpoint } from '../../domain/endpoint.js';
import { type ResolverDefinition, roundMs } from '../../domain/probe-definition.js';
import { canaryIntervalMs } from '../../measure/config.js';
import { problemAt, valueAt } from '../../openslo/document/source-document.js';
import type { Draft, Rule } from '../draft.js';
import type { LoadedProbe } from '../load-probes.js';

/** No address and port may get more queries a second, over all probes and as a canary, than its `maxQps`. */
export const resolverQps: Rule = (draft) =>
  [...resolverLoads(draft).values()].flatMap(({ endpoint, qps, shares }) => {
    const strictest = shares.reduce((a, b) => (b.resolver.maxQps < a.resolver.maxQps ? b : a));
    const { maxQps } = strictest.resolver;
    if (qps <= maxQps) return [];
    const { probe, pointer } = strictest;
    const of = shares.map((share) => `${formatQps(share.qps)} by probe ${share.probe.definition.name}`);
    const canaryQps = qps - shares.reduce((sum, share) => sum + share.qps, 0);
    if (canaryQps > 1e-9) of.push(`${formatQps(canaryQps)} as canary`);
    const message = `${endpoint} would get ${formatQps(qps)} queries a second (${of.join(', ')}), more than its maxQps ${String(maxQps)}: ask less often, or raise maxQps`;
    const isGiven = valueAt(probe.source.value, `${pointer}/maxQps`) !== undefined;
    return [problemAt(probe.source, isGiven ? `${pointer}/maxQps` : pointer, message)];
  });

export interface ResolverLoad {
  /** `address:port`. */
  readonly endpoint: string;
  readonly qps: number;
  /** Which probes ask it, under which name, how often; never empty. */
  readonly shares: readonly [ResolverShare, ...ResolverShare[]];
}

interface ResolverShare {
  readonly probe: LoadedProbe;
  readonly resolver: ResolverDefinition;
  readonly pointer: string;
  readonly qps: number;
}

/** Queries a second that each address and port gets while every probe runs, by `address:port`. */
export function resolverLoads({ probes, config }: Draft): ReadonlyMap<string, ResolverLoad> {
  const loads = new Map<string, ResolverLoad>();
  for (const share of probes.flatMap(sharesOf)) {
    const endpoint = formatEndpoint(share.resolver.address, share.resolver.port);
    const known = loads.get(endpoint);
    loads.set(endpoint, {
      endpoint,
      qps: (known?.qps ?? 0) + share.qps,
      shares: known === undefined ? [share] : [...known.shares, share],
    });
  }
  for (const { address, port } of config.canary) {
    const known = loads.get(formatEndpoint(address, port));
    if (known !== undefined)
      loads.set(known.endpoint, { ...known, qps: known.qps + SECOND_MS / canaryIntervalMs(config.probes) });
  }
  return loads;
}

function sharesOf(probe: LoadedProbe): readonly ResolverShare[] {
  const { definition, accepted, pointerOf } = probe;
  const qps = (definition.queries.length * SECOND_MS) / roundMs(definition.schedule);
  return definition.resolvers.map((resolver) => {
    const entry = accepted.resolvers.find(({ name }) => name === resolver.name);
    return { probe, resolver, qps, pointer: entry === undefined ? '/resolvers' : pointerOf(entry) };
  });
}

/** At most three decimals: 0.033, 66.667, 200. */
export function formatQps(qps: number): string {
  return String(Number(qps.toFixed(3)));
}
