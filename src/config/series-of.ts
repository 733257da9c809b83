import type { ProbeDefinition } from '../domain/probe-definition.js';
import { CONTROL_RESOLVER, type Series } from '../domain/series.js';

/** The series that a probe measures from a vantage: of its resolvers, its stubs and its controls. */
export function seriesOf(vantage: string, probe: ProbeDefinition): readonly Series[] {
  const { name, resolvers, stubs = [], queries } = probe;
  const isStubOfSomebody = resolvers.some(({ transport }) => transport === 'udp');
  const asked = [...resolvers, ...(isStubOfSomebody ? stubs : [])].map((resolver) => resolver.name);
  const controlled = queries.filter(({ control }) => control !== undefined);
  const series = (resolver: string, query: string): Series => ({ vantage, probe: name, resolver, query });
  return [
    ...asked.flatMap((resolver) => queries.map((query) => series(resolver, query.name))),
    ...controlled.map((query) => series(CONTROL_RESOLVER, query.name)),
  ];
}
