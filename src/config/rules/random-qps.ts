import { SECOND_MS } from '../../domain/clock.js';
import { roundMs } from '../../domain/probe-definition.js';
import type { QueryEntry } from '../../measure/config.js';
import { problemAt, valueAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';
import type { LoadedProbe } from '../load-probes.js';
import { formatQps } from './resolver-qps.js';

/** Names that no cache can hold reach the zone's own servers: below one parent they are limited over all resolvers. */
export const randomQps: Rule = ({ probes }) => {
  const all = probes.flatMap(randomQueries);
  return [...new Set(all.map(({ parent }) => parent))].flatMap((parent) => {
    const queries = all.filter((query) => query.parent === parent);
    const [first, ...others] = queries;
    if (first === undefined) return [];
    const strictest = others.reduce((a, b) => (b.query.maxRandomQps < a.query.maxRandomQps ? b : a), first);
    const qps = queries.reduce((sum, query) => sum + query.qps, 0);
    const { maxRandomQps } = strictest.query;
    if (qps <= maxRandomQps) return [];
    const { source } = strictest.probe;
    const isGiven = valueAt(source.value, `${strictest.pointer}/maxRandomQps`) !== undefined;
    const message = `names below ${parent} would be asked for ${formatQps(qps)} times a second over all resolvers, more than maxRandomQps ${String(maxRandomQps)}: ask less often, or raise maxRandomQps if the zone's servers can bear it`;
    return [problemAt(source, `${strictest.pointer}/${isGiven ? 'maxRandomQps' : 'qname'}`, message)];
  });
};

interface RandomQuery {
  readonly probe: LoadedProbe;
  readonly query: QueryEntry;
  readonly pointer: string;
  readonly parent: string;
  readonly qps: number;
}

function randomQueries(probe: LoadedProbe): readonly RandomQuery[] {
  const { accepted, definition, pointerOf } = probe;
  const qps = (definition.resolvers.length * SECOND_MS) / roundMs(definition.schedule);
  return accepted.queries
    .filter(({ qname }) => qname.includes('{random}'))
    .map((query) => ({ probe, query, pointer: pointerOf(query), parent: parentOf(query.qname), qps }));
}

/** What follows the label that holds the last `{random}`. */
function parentOf(qname: string): string {
  const after = qname.slice(qname.lastIndexOf('{random}'));
  const dot = after.indexOf('.');
  const parent =
    dot < 0
      ? ''
      : after
          .slice(dot + 1)
          .toLowerCase()
          .replace(/\.$/, '');
  return parent === '' ? 'the root' : parent;
}
