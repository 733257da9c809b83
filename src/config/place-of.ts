import type { QueryStream } from '../measure/config.js';
import type { SourceDocument } from '../openslo/document/source-document.js';
import type { Draft } from './draft.js';

export interface Place {
  readonly source: SourceDocument;
  readonly pointer: string;
}

/** Where the resolver of a stream of queries stands, or the query of a control; `null` of a canary. */
export function placeOf(draft: Draft, stream: QueryStream): Place | null {
  return stream.resolver === null ? queryPlace(draft, stream) : placeIn(draft, stream, 'resolvers');
}

/** Where the query of a stream stands; `null` of a canary. */
export function queryPlace(draft: Draft, stream: QueryStream): Place | null {
  return placeIn(draft, stream, 'queries');
}

function placeIn({ probes }: Draft, { probe, resolver, query }: QueryStream, key: 'resolvers' | 'queries') {
  const loaded = probes.find(({ definition }) => definition === probe);
  if (loaded === undefined) return null;
  const { accepted, source, pointerOf } = loaded;
  const name = key === 'resolvers' ? resolver?.name : query?.name;
  const entry = accepted[key].find((item) => item.name === name);
  return { source, pointer: entry === undefined ? `/${key}` : pointerOf(entry) };
}
