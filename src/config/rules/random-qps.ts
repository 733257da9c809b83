import { isOverloaded, type SharedLoad } from '../../measure/config.js';
import type { Problem } from '../../domain/problem.js';
import { problemAt, valueAt } from '../../openslo/document/source-document.js';
import { configLoad } from '../config-load.js';
import type { Draft, Rule } from '../draft.js';
import { formatQps } from '../format-qps.js';
import { queryPlace } from '../place-of.js';

/** Names that no cache can hold reach the zone's own servers: below one parent they are limited over all who are asked. */
export const randomQps: Rule = (draft) => {
  const loads = [...configLoad(draft.config).parents.values()];
  return loads.filter(isOverloaded).flatMap((load) => tooOften(draft, load));
};

function tooOften(draft: Draft, { name, qps, maxQps, streams }: SharedLoad): readonly Problem[] {
  const strictest = streams.find(({ query }) => query?.maxRandomQps === maxQps) ?? streams[0];
  const place = strictest === undefined ? null : queryPlace(draft, strictest);
  if (place === null) return [];
  const { source, pointer } = place;
  const parent = name === '.' ? 'the root' : name;
  const message = `names below ${parent} would be asked for ${formatQps(qps)} times a second over all resolvers, more than maxRandomQps ${String(maxQps)}: ask less often, or raise maxRandomQps if the zone's servers can bear it`;
  const isGiven = valueAt(source.value, `${pointer}/maxRandomQps`) !== undefined;
  return [problemAt(source, `${pointer}/${isGiven ? 'maxRandomQps' : 'qname'}`, message)];
}
