import { BADGE_PARTS } from '../badges/badge-parts.js';
import { EVENT_PARTS } from '../events/event-parts.js';
import { reportPart } from '../events/report-part.js';
import { FEED_PARTS } from '../feeds/feed-parts.js';
import type { DescribedRoute } from '../public-api/api-description.js';
import { API_PARTS } from '../public-api/api-parts.js';
import { HEALTH_ROUTE } from '../public-api/health-route.js';
import { LATENCY_ROUTE } from '../public-api/latency-routes.js';
import { openApiPart } from '../public-api/openapi-part.js';
import { SLO_HISTORY_ROUTE } from '../public-api/slo-history-route.js';
import { resolvConfPart } from '../resolv-conf/resolv-conf-part.js';
import { sloPagePart } from '../slo-page/slo-page-part.js';
import { renderHtml } from '../status-page/render-html.js';
import { sloRowHtml, StatusPage } from '../status-page/status-page.js';
import { STATUSPAGE_PARTS } from '../statuspage/statuspage-parts.js';
import { ONE, sitePart, type SitePart } from './site-part.js';

/** A new part is a file, and a line here. */
const PARTS: readonly SitePart[] = [
  sitePart({
    route: '/',
    kind: 'page',
    list: ONE,
    prepare: function* (page, { site }) {
      for (const view of site.snapshot?.slos ?? []) yield () => void sloRowHtml(view, page);
    },
    render: (page, { site }) => renderHtml(<StatusPage site={site} page={page} />, page),
  }),
  ...EVENT_PARTS,
  reportPart,
  ...API_PARTS,
  ...STATUSPAGE_PARTS,
  ...FEED_PARTS,
  ...BADGE_PARTS,
  sloPagePart,
  resolvConfPart,
];

/** Paths that the listener answers by itself: what they say hangs on the question, or on the instant. */
const OTHER_ROUTES: readonly DescribedRoute[] = [LATENCY_ROUTE, SLO_HISTORY_ROUTE, HEALTH_ROUTE];

const described = PARTS.flatMap(({ route, api }) => (api === undefined ? [] : [{ route, api }]));

/**
 * Everything the site has: pages, feeds and files for machines. The listener serves these, a static site
 * consists of them.
 */
export const SITE_PARTS: readonly SitePart[] = [...PARTS, openApiPart([...described, ...OTHER_ROUTES])];
