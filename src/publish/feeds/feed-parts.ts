import type { Representation } from '../http/representation.js';
import { renderingRecords } from '../site/render-records.js';
import type { Site } from '../site/site.js';
import { ONE, sitePart, type SitePart } from '../site/site-part.js';
import type { PageContext } from '../status-page/page-context.js';
import { maintenanceCalendar } from './maintenance-calendar.js';
import { atomFeed, rssFeed } from './site-feed.js';

const renderCalendar = renderingRecords(maintenanceCalendar);

/** What people subscribe to. */
export const FEED_PARTS: readonly SitePart[] = [
  feedPart('/feed.atom', 'getAtomFeed', 'application/atom+xml', atomFeed),
  feedPart('/feed.rss', 'getRssFeed', 'application/rss+xml', rssFeed),
  sitePart({
    route: '/maintenance.ics',
    kind: 'file',
    api: {
      operationId: 'getMaintenanceCalendar',
      tag: 'feeds',
      summary: 'Maintenance as a calendar.',
      answer: { kind: 'other', mediaType: 'text/calendar' },
    },
    list: ONE,
    render: (page, { site }) => renderCalendar(site, page),
  }),
];

function feedPart(
  route: string,
  operationId: string,
  mediaType: string,
  render: (site: Site, page: PageContext) => Representation,
): SitePart {
  const rendering = renderingRecords(render);
  return sitePart({
    route,
    kind: 'feed',
    api: {
      operationId,
      tag: 'feeds',
      summary: 'Incidents and maintenance, what was told last first.',
      description: 'In the language that is asked for; below the folder of a language (`/ja/`) in that.',
      answer: { kind: 'other', mediaType },
    },
    list: ONE,
    render: (page, { site }) => rendering(site, page),
  });
}
