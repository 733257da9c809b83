import { OUTCOMES } from '../../../domain/outcome.js';

/** A graph of a host's custom metrics, as Mackerel's API takes it (mackerel.io/api-docs, Graph definitions). */
export interface GraphDefinition {
  readonly name: string;
  readonly displayName: string;
  readonly unit: 'milliseconds' | 'percentage' | 'integer';
  readonly metrics: readonly { readonly name: string; readonly displayName: string; readonly isStacked: boolean }[];
}

/** What our custom metrics begin with. */
export const HOST_PREFIX = 'custom.resolver-slo';

/** One graph for each resolver of each probe (`#`), but availability, where lines are to be compared. */
export const GRAPH_DEFINITIONS: readonly GraphDefinition[] = [
  {
    name: `${HOST_PREFIX}.availability`,
    displayName: 'Availability of resolvers',
    unit: 'percentage',
    metrics: [{ name: `${HOST_PREFIX}.availability.*`, displayName: '%1', isStacked: false }],
  },
  {
    name: `${HOST_PREFIX}.rtt.#`,
    displayName: 'Response times',
    unit: 'milliseconds',
    metrics: ['p50', 'p90', 'p99', 'max'].map((name) => ({
      name: `${HOST_PREFIX}.rtt.#.${name}`,
      displayName: `%1 ${name}`,
      isStacked: false,
    })),
  },
  {
    name: `${HOST_PREFIX}.outcomes.#`,
    displayName: 'Attempts by outcome',
    unit: 'integer',
    metrics: OUTCOMES.map((outcome) => ({
      name: `${HOST_PREFIX}.outcomes.#.${outcome}`,
      displayName: outcome.replace('_', ' '),
      isStacked: true,
    })),
  },
];
