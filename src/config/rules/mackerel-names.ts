import { hostMetricPart, metricNamePart, sloMetricPrefix } from '../../domain/mackerel-names.js';
import type { Problem } from '../../domain/problem.js';
import { problemAt } from '../../openslo/document/source-document.js';
import { seriesOf } from '../series-of.js';
import type { Draft, Rule } from '../draft.js';

/** Much of a name becomes hyphens in Mackerel's metric names, where two series, or two objectives, may then collide. */
export const mackerelNames: Rule = (draft) =>
  draft.config.mackerel === null
    ? []
    : [...collidingSeries(draft), ...collidingObjectives(draft), ...collidingResolvers(draft)];

function collidingSeries({ config, probes }: Draft): readonly Problem[] {
  const first = new Map<string, string>();
  return probes.flatMap(({ definition, source, accepted, pointerOf }) =>
    seriesOf(config.vantage, definition).flatMap(({ probe, resolver, query }) => {
      const metric = [probe, resolver, query].map(metricNamePart).join('.');
      const series = `${probe}/${resolver}/${query}`;
      const other = first.get(metric);
      if (other === undefined) first.set(metric, series);
      if (other === undefined || other === series) return [];
      const queryEntry = accepted.queries.find((entry) => entry.name === query);
      const pointer = queryEntry === undefined ? '/probe' : `${pointerOf(queryEntry)}/name`;
      const message = `series ${other} and ${series} would both be "${metric}" in Mackerel, where "." in a name becomes "-": rename one`;
      return [problemAt(source, pointer, message)];
    }),
  );
}

/** Of a host's metrics probe and resolver are one part of a name. */
function collidingResolvers({ config, probes }: Draft): readonly Problem[] {
  if (config.mackerel?.host == null) return [];
  const first = new Map<string, string>();
  return probes.flatMap(({ definition, source }) => {
    const resolvers = [...new Set(seriesOf(config.vantage, definition).map(({ resolver }) => resolver))];
    return resolvers.flatMap((resolver) => {
      const metric = hostMetricPart(definition.name, resolver);
      const name = `${definition.name}/${resolver}`;
      const other = first.get(metric);
      if (other === undefined) first.set(metric, name);
      if (other === undefined || other === name) return [];
      const message = `resolvers ${other} and ${name} would both be "${metric}" among the metrics of the host at Mackerel: rename one`;
      return [problemAt(source, '/probe', message)];
    });
  });
}

/** Names of SLOs are fit as they are; those of objectives are any text. */
function collidingObjectives({ slos }: Draft): readonly Problem[] {
  const first = new Map<string, string>();
  return slos.flatMap(({ definition: { name, objectiveName }, source, pointers }) => {
    const metric = sloMetricPrefix(name, objectiveName);
    const other = first.get(metric);
    if (other === undefined) first.set(metric, objectiveName ?? name);
    if (other === undefined || objectiveName === null) return [];
    const message = `objectives "${other}" and "${objectiveName}" of SLO ${name} would both be "${metric}" in Mackerel, which has letters, digits, "-" and "_" only: give one another displayName`;
    return [problemAt(source, pointers.target, message)];
  });
}
