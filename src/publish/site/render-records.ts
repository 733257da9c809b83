import type { PublicRecords } from '../../domain/public-records.js';
import type { Representation } from '../http/representation.js';
import type { PageContext } from '../status-page/page-context.js';
import { publicSlos } from './public-slos.js';
import type { Site } from './site.js';

type RenderRecords = (site: Site, page: PageContext) => Representation;

interface Kept {
  readonly records: PublicRecords;
  readonly stamp: string;
  readonly representation: Representation;
}

/**
 * Renders what hangs on operators' records, on what SLOs are called and on which maintenance has begun or is
 * over, and on nothing else: not anew each second with the figures, but when one of these changes.
 */
export function renderingRecords(render: RenderRecords): RenderRecords {
  const kept = new Map<string, Kept>();
  return (site, page) => {
    // A context is made for each rendering; these tell where what is rendered stands, and for whom.
    const place = `${page.siteKey} ${page.baseUrl ?? ''} ${page.language} ${page.path} ${page.links.page('')} ${page.title}`;
    const stamp = stampOf(site);
    const known = kept.get(place);
    if (known?.records === site.records && known.stamp === stamp) return known.representation;
    const representation = render(site, page);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(place, { records: site.records, stamp, representation });
    return representation;
  };
}

/** Two languages, in their folders and without, come to four. */
const MAX_KEPT = 20;

function stampOf({ records, snapshot, nowMs }: Site): string {
  const bounds = records.maintenances.flatMap(({ fromMs, toMs }) => [fromMs, toMs]);
  const past = bounds.filter((timeMs) => timeMs <= nowMs).length;
  return JSON.stringify([past, publicSlos(snapshot).map(({ name, displayName }) => [name, displayName])]);
}
