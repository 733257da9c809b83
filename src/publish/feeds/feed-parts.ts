import { ONE, sitePart, type SitePart } from '../site/site-part.js';
import { maintenanceCalendar } from './maintenance-calendar.js';
import { atomFeed, rssFeed } from './site-feed.js';

/** What people subscribe to. */
export const FEED_PARTS: readonly SitePart[] = [
  sitePart({ route: '/feed.atom', kind: 'feed', list: ONE, render: (page, { site }) => atomFeed(site, page) }),
  sitePart({ route: '/feed.rss', kind: 'feed', list: ONE, render: (page, { site }) => rssFeed(site, page) }),
  sitePart({
    route: '/maintenance.ics',
    kind: 'file',
    list: ONE,
    render: (page, { site }) => maintenanceCalendar(site, page),
  }),
];
