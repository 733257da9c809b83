import { Feed } from 'feed';

import { Representation } from '../http/representation.js';
import { escapeHtml, plainLine, xmlCharacters } from '../markdown/plain-characters.js';
import { type Addresses, addressesOf } from '../site/addresses.js';
import { publicSlos } from '../site/public-slos.js';
import type { Site } from '../site/site.js';
import { stableUuid } from '../site/stable-id.js';
import type { PageContext } from '../status-page/page-context.js';
import type { FeedEntry } from './feed-entry.js';
import { incidentEntry } from './incident-entry.js';
import { maintenanceEntry } from './maintenance-entry.js';

/** As many as readers commonly keep; the page has all. */
const MAX_ENTRIES = 50;

/** Incidents and maintenance as Atom (RFC 4287), what was told last first. */
export function atomFeed(site: Site, page: PageContext): Representation {
  const feed = makeFeed(site, page, 'feed.atom');
  const root = '<feed xmlns="http://www.w3.org/2005/Atom"';
  // The library knows a language for RSS only; the addresses are relative where none is known.
  const xml = withRealAddresses(feed.atom1()).replace(root, `${root} xml:lang="${escapeHtml(page.language)}"`);
  return new Representation('application/atom+xml; charset=utf-8', xml);
}

/** The same as RSS 2.0. */
export function rssFeed(site: Site, page: PageContext): Representation {
  const xml = withRealAddresses(makeFeed(site, page, 'feed.rss').rss2());
  return new Representation('application/rss+xml; charset=utf-8', xml);
}

/** What was told last first. */
export function feedEntries(site: Site, page: PageContext): readonly FeedEntry[] {
  const { records, snapshot, nowMs } = site;
  const context = { page, nowMs, slos: publicSlos(snapshot) };
  return [
    ...records.incidents.map((incident) => incidentEntry(incident, context)),
    ...records.maintenances.map((maintenance) => maintenanceEntry(maintenance, context)),
  ]
    .toSorted((a, b) => b.updatedMs - a.updatedMs)
    .slice(0, MAX_ENTRIES);
}

function makeFeed(site: Site, page: PageContext, name: string): Feed {
  const { siteKey, title, text, language } = page;
  const addresses = addressesOf(page);
  const entries = feedEntries(site, page);
  const feed = new Feed({
    id: `urn:uuid:${stableUuid(siteKey, 'feed')}`,
    title: textNode(text.feeds.title(title)),
    description: textNode(text.feeds.description),
    link: forLibrary(addresses.page('')),
    feed: forLibrary(addresses.feed(name)),
    // Nothing told yet is as old as can be said: the time of rendering would be news each second.
    updated: new Date(entries[0]?.updatedMs ?? 0),
    author: { name: textNode(title) },
    generator: 'resolver-slo',
    language,
    ttl: TTL_MINUTES,
  });
  for (const entry of entries) addEntry(feed, entry, addresses);
  return feed;
}

/** How often RSS readers may ask; who asks more often gets 304. */
const TTL_MINUTES = 5;

function addEntry(feed: Feed, entry: FeedEntry, addresses: Addresses): void {
  feed.addItem({
    id: entry.id,
    // Both formats' readers take titles and summaries for HTML; escaped, they hold no `]]>` either.
    title: escapeHtml(entry.title),
    description: escapeHtml(entry.summary),
    content: entry.html,
    link: forLibrary(addresses.page(entry.path)),
    date: new Date(entry.updatedMs),
    published: new Date(entry.publishedMs),
    category: [{ name: entry.kind, term: entry.kind }],
  });
}

/** The library takes an `&amp;` in text for one that was escaped already: so it gets what was. */
function textNode(text: string): string {
  return xmlCharacters(plainLine(text)).replace(/&/g, '&amp;');
}

/** Stands for the folder of the feed, since the library takes absolute addresses only (RFC 6761 §6.4: nobody has `.invalid`). */
const FOLDER = 'https://folder-of-the-feed.invalid/';

function forLibrary(address: string): string {
  return URL.canParse(address) ? address : address.replace(/^\.\//, FOLDER);
}

function withRealAddresses(xml: string): string {
  return xml.replaceAll(FOLDER, './');
}
