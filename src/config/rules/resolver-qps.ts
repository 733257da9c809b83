import { isOverloaded, type QueryStream, type SharedLoad } from '../../measure/config.js';
import type { Problem } from '../../domain/problem.js';
import { problemAt, valueAt } from '../../openslo/document/source-document.js';
import { configLoad } from '../config-load.js';
import type { Draft, Rule } from '../draft.js';
import { formatQps } from '../format-qps.js';
import { placeOf } from '../place-of.js';

/** Nobody may get more queries a second, over all probes, stubs, controls and canaries, than its `maxQps`. */
export const resolverQps: Rule = (draft) => {
  const loads = [...configLoad(draft.config).resolvers.values()];
  return loads.filter(isOverloaded).flatMap((load) => tooOften(draft, load));
};

function tooOften(draft: Draft, load: SharedLoad): readonly Problem[] {
  const { name, qps, maxQps, streams } = load;
  const shares = [...sharesOf(streams)].map(([share, of]) => `${formatQps(of)} ${share}`).join(', ');
  const strictest = streams.find(({ resolver }) => resolver?.maxQps === maxQps) ?? streams[0];
  const place = strictest === undefined ? null : placeOf(draft, strictest);
  if (place === null) return [];
  const { source, pointer } = place;
  const isControl = strictest?.resolver === null;
  const remedy = isControl ? 'ask less often' : 'ask less often, or raise maxQps';
  const what = isControl ? `the ${String(maxQps)} that a control may get` : `its maxQps ${String(maxQps)}`;
  const message = `${name} would get ${formatQps(qps)} queries a second (${shares}), more than ${what}: ${remedy}`;
  const isGiven = valueAt(source.value, `${pointer}/maxQps`) !== undefined;
  return [problemAt(source, isGiven ? `${pointer}/maxQps` : pointer, message)];
}

/** Queries a second by whom they are sent, in words. */
function sharesOf(streams: readonly QueryStream[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const stream of streams) {
    const share = inWords(stream);
    shares.set(share, (shares.get(share) ?? 0) + stream.qps);
  }
  return shares;
}

function inWords({ kind, probe, resolver }: QueryStream): string {
  const of = `probe ${probe?.name ?? ''}`;
  switch (kind) {
    case 'resolver':
      return `by ${of} as ${resolver?.name ?? ''}`;
    case 'stub':
      return `by stubs of ${of}`;
    case 'control':
      return `as control of ${of}`;
    case 'canary':
      return 'as canary';
    default:
      return kind satisfies never;
  }
}
