import { seriesOf } from '../series-of.js';
import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** Dots within a name become hyphens in Mackerel's metric names, where two series may then collide. */
export const mackerelNames: Rule = ({ config, probes }) => {
  if (config.mackerel === null) return [];
  const first = new Map<string, string>();
  return probes.flatMap(({ definition, source, accepted, pointerOf }) =>
    seriesOf(config.vantage, definition).flatMap(({ probe, resolver, query }) => {
      const metric = [probe, resolver, query].map((name) => name.replaceAll('.', '-')).join('.');
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
};
