import { isDeepStrictEqual } from 'node:util';

import { fieldsOf } from '../api-objects.js';
import type { MackerelClient } from '../mackerel-client.js';
import { GRAPH_DEFINITIONS, type GraphDefinition } from './graph-definitions.js';

/** Where it is kept at Mackerel which graphs were made: it does not tell which there are. */
export const GRAPHS_METADATA = 'resolver-slo-graphs';

/** What must be done for the graphs of the host's metrics to be as they should. */
export interface GraphPlan {
  readonly create: readonly GraphDefinition[];
  readonly update: readonly GraphDefinition[];
  /** Names. */
  readonly delete: readonly string[];
}

export const NO_GRAPHS: GraphPlan = { create: [], update: [], delete: [] };

/** Compares the graphs there should be with those that were made. Rejects with `MackerelError`. */
export async function planGraphs(client: Pick<MackerelClient, 'metadata'>, service: string): Promise<GraphPlan> {
  const made = madeGraphs(await client.metadata(service, GRAPHS_METADATA));
  const wanted = new Set(GRAPH_DEFINITIONS.map(({ name }) => name));
  return {
    create: GRAPH_DEFINITIONS.filter(({ name }) => !made.has(name)),
    update: GRAPH_DEFINITIONS.filter(
      (graph) => made.has(graph.name) && !isDeepStrictEqual(made.get(graph.name), graph),
    ),
    delete: [...made.keys()].filter((name) => !wanted.has(name)),
  };
}

/** Carries a plan out; what was done is noted last, so that a sync that broke off is done again. */
export async function syncGraphs(
  client: Pick<MackerelClient, 'createGraphs' | 'deleteGraph' | 'setMetadata'>,
  plan: GraphPlan,
  service: string,
): Promise<void> {
  const changed = [...plan.create, ...plan.update];
  if (changed.length + plan.delete.length === 0) return;
  if (changed.length > 0) await client.createGraphs(changed);
  for (const name of plan.delete) await client.deleteGraph(name);
  await client.setMetadata(service, GRAPHS_METADATA, { graphs: GRAPH_DEFINITIONS });
}

function madeGraphs(metadata: unknown): ReadonlyMap<string, unknown> {
  const graphs = fieldsOf(metadata)?.['graphs'];
  if (!Array.isArray(graphs)) return new Map();
  return new Map(
    graphs.flatMap((graph: unknown) => {
      const name = fieldsOf(graph)?.['name'];
      return typeof name === 'string' ? [[name, graph] as const] : [];
    }),
  );
}
