import { snapshotStatuses } from '../../domain/snapshot.js';
import { BADGE_PARTS } from '../badges/badge-parts.js';
import { FEED_PARTS } from '../feeds/feed-parts.js';
import { jsonRepresentation } from '../http/representation.js';
import { renderHtml } from '../status-page/render-html.js';
import { sloRowHtml, StatusPage } from '../status-page/status-page.js';
import type { Site } from './site.js';
import { ONE, type Params, sitePart, type SitePart } from './site-part.js';

/**
 * Everything the site has: pages, feeds and files for machines. The listener serves these, a static site
 * consists of them; a new one is a file, and a line here.
 */
export const SITE_PARTS: readonly SitePart[] = [
  sitePart({
    route: '/',
    kind: 'page',
    list: ONE,
    prepare: function* (page, { site }) {
      for (const view of site.snapshot?.slos ?? []) yield () => void sloRowHtml(view, page);
    },
    render: (page, { site }) => renderHtml(<StatusPage site={site} page={page} />),
  }),
  sitePart({
    route: '/api/v1/slos',
    kind: 'json',
    list: ONE,
    render: (_page, { site }) => jsonRepresentation(snapshotStatuses(site.snapshot)),
  }),
  sitePart({
    route: '/api/v1/slos/:name',
    kind: 'json',
    list: sloNames,
    render: (_page, { site, params }) => {
      const [first, ...others] = snapshotStatuses(site.snapshot).filter(({ name }) => name === params['name']);
      return jsonRepresentation(others.length === 0 ? first : [first, ...others]);
    },
  }),
  ...FEED_PARTS,
  ...BADGE_PARTS,
];

/** Each SLO once, however many objectives it has. */
export function sloNames({ snapshot }: Site): readonly Params[] {
  const names = new Set((snapshot?.slos ?? []).map(({ definition }) => definition.name));
  return [...names].map((name) => ({ name }));
}
