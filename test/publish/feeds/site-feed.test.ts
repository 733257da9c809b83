import fc from 'fast-check';
import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import { atomFeed, feedEntries, rssFeed } from '../../../src/publish/feeds/site-feed.js';
import type { Site } from '../../../src/publish/site/site.js';
import { HOSTILE_TEXTS, hostileText } from '../../support/hostile-text.js';
import { samplePage, SAMPLE_SITE_KEY } from '../../support/public-app.js';
import { SAMPLE_NOW_MS } from '../../support/sample-snapshot.js';
import { hostileSite, sampleIncident, sampleMaintenance, sampleUpdate, siteWith } from '../../support/sample-site.js';
import { wellFormedXml } from '../../support/well-formed-xml.js';

const BASE = 'https://status.example.org';
type Settings = NonNullable<Parameters<typeof samplePage>[0]>;

const page = (settings: Settings = {}, language = 'en') =>
  samplePage({ baseUrl: BASE, languages: ['en', 'ja'], ...settings }, { path: 'feed.atom', language });
const atomText = (site: Site, ...at: Parameters<typeof page>) => atomFeed(site, page(...at)).body.toString();
const rssText = (site: Site, ...at: Parameters<typeof page>) => rssFeed(site, page(...at)).body.toString();

const SITE = siteWith([{ name: 'availability', displayName: 'Availability & more' }], {
  incidents: [sampleIncident()],
  maintenances: [sampleMaintenance()],
});

describe('atomFeed()', () => {
  it('is read by a parser as it is meant', () => {
    const feed = parseAtomFeed(atomText(SITE));
    expect(feed).toMatchObject({
      title: { value: 'Example Resolver: incidents and maintenance' },
      updated: '2026-11-23T10:35:00.000Z',
      authors: [{ name: 'Example Resolver' }],
      generator: { text: 'resolver-slo' },
      links: [
        { rel: 'alternate', href: `${BASE}/en/` },
        { rel: 'self', href: `${BASE}/en/feed.atom` },
      ],
    });
    expect(feed.id).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
    expect(feed.entries).toHaveLength(2);
    expect(feed.entries![0]).toMatchObject({
      title: { type: 'html', value: 'Timeouts at ns2' },
      links: [{ href: `${BASE}/en/incidents/7` }],
      published: '2026-11-23T09:35:00.000Z',
      updated: '2026-11-23T10:35:00.000Z',
      summary: { type: 'html', value: 'Cause identified: A fibre is cut.' },
    });
    expect(feed.entries![0]!.content!.value).toBe(
      [
        '<p><strong>Cause identified</strong> · <time datetime="2026-11-23T10:34:00Z">23 Nov 2026, 10:34:00 UTC</time></p>',
        '<p dir="auto">A fibre is cut.</p>',
        '<p><strong>Investigating</strong> · <time datetime="2026-11-23T09:34:00Z">23 Nov 2026, 09:34:00 UTC</time></p>',
        '<p dir="auto">We are <strong>looking</strong> into it.</p>',
        '<p>Major impact</p>',
        '<p>Affects <bdi>Availability &amp; more</bdi></p>',
      ].join('\n'),
    );
    expect(feed.entries![1]).toMatchObject({
      title: { value: 'Maintenance: Rack move' },
      links: [{ href: `${BASE}/en/maintenance/3` }],
      updated: '2026-11-21T12:34:00.000Z',
    });
  });

  it('says its language, and speaks it', () => {
    const [root] = wellFormedXml(atomText(SITE, {}, 'ja'));
    expect(root!.attributes['xml:lang']).toBe('ja');
    const feed = parseAtomFeed(atomText(SITE, {}, 'ja'));
    expect(feed.title!.value).toBe('Example Resolver: 障害とメンテナンス');
    expect(feed.entries![0]!.links![0]!.href).toBe(`${BASE}/ja/incidents/7`);
  });

  it('leads to its neighbours where the address of the site is not known', () => {
    const text = atomText(SITE, { baseUrl: null });
    const links = wellFormedXml(text).flatMap(({ name, attributes }) => (name === 'link' ? [attributes['href']] : []));
    expect(links).toEqual(['./', './feed.atom', './incidents/7', './maintenance/3']);
    expect(text).not.toContain('.invalid');
  });

  it('gives an entry the same id for ever: in each language and address, in both formats', () => {
    const ids = (text: string) =>
      [...text.matchAll(/urn:uuid:[0-9a-f-]{36}/g)]
        .map(([id]) => id)
        .slice(-2)
        .sort();
    const expected = ids(atomText(SITE));
    expect(new Set(expected).size).toBe(2);
    const later = { ...SITE, nowMs: SAMPLE_NOW_MS + 30 * DAY_MS };
    const texts = [atomText(SITE, {}, 'ja'), atomText(later, { baseUrl: 'https://example.net' }), rssText(SITE)];
    for (const text of texts) expect(ids(text)).toEqual(expected);
    expect(ids(atomText(SITE, { siteKey: 'ff'.repeat(32) }))).not.toEqual(expected);
    expect(atomText(SITE)).not.toContain(SAMPLE_SITE_KEY.slice(0, 12));
  });

  it('does not change by being rendered later', () => {
    expect(atomText({ ...SITE, nowMs: SITE.nowMs + HOUR_MS })).toBe(atomText(SITE));
    const empty = siteWith([]);
    expect(atomText({ ...empty, nowMs: empty.nowMs + HOUR_MS })).toBe(atomText(empty));
  });
});

describe('rssFeed()', () => {
  it('is read by a parser as it is meant', () => {
    const feed = parseRssFeed(rssText(SITE, {}, 'en'));
    expect(feed).toMatchObject({
      title: 'Example Resolver: incidents and maintenance',
      link: `${BASE}/en/`,
      description: 'Incidents with all their updates, and maintenance',
      language: 'en',
      ttl: 5,
      atom: { links: [{ rel: 'self', href: `${BASE}/en/feed.rss` }] },
    });
    expect(feed.items).toHaveLength(2);
    expect(feed.items![0]).toMatchObject({
      title: 'Timeouts at ns2',
      link: `${BASE}/en/incidents/7`,
      guid: { isPermaLink: false },
      pubDate: 'Mon, 23 Nov 2026 09:35:00 GMT',
      description: 'Cause identified: A fibre is cut.',
    });
    expect(feed.items![0]!.content!.encoded).toContain('We are <strong>looking</strong> into it.');
  });
});

describe('feedEntries()', () => {
  it('has what was told last first, and no more than readers keep', () => {
    const incidents = Array.from({ length: 60 }, (_, id) =>
      sampleIncident({
        id,
        updates: [
          sampleUpdate({ id, state: 'resolved', message: 'x', atMs: SAMPLE_NOW_MS - ((id * 7) % 60) * HOUR_MS }),
        ],
      }),
    );
    const entries = feedEntries(siteWith([], { incidents }), page());
    expect(entries).toHaveLength(50);
    expect(entries.map(({ updatedMs }) => updatedMs)).toEqual(
      Array.from({ length: 50 }, (_, hours) => SAMPLE_NOW_MS - hours * HOUR_MS + MINUTE_MS),
    );
  });

  it('takes what was told late for news of when it was told', () => {
    const late = sampleUpdate({
      id: 3,
      state: 'monitoring',
      message: 'x',
      atMs: SAMPLE_NOW_MS - 2.5 * HOUR_MS,
      recordedAtMs: SAMPLE_NOW_MS,
    });
    const [first, second] = sampleIncident().updates;
    const [entry] = feedEntries(
      siteWith([], { incidents: [sampleIncident({ updates: [first!, late, second!] })] }),
      page(),
    );
    expect(entry!.updatedMs).toBe(SAMPLE_NOW_MS);
    expect(entry!.summary).toMatch(/^Cause identified/);
  });

  it('links the post-mortem', () => {
    const postMortem = { postMortemUrl: 'https://example.org/pm?a=1&b=2', postMortemAtMs: SAMPLE_NOW_MS - MINUTE_MS };
    const incident = sampleIncident(postMortem);
    const [entry] = feedEntries(siteWith([], { incidents: [incident] }), page());
    expect(entry!.html).toContain(
      '<a href="https://example.org/pm?a=1&amp;b=2" rel="noopener noreferrer">Post-mortem</a>',
    );
    // It is news.
    expect(entry!.updatedMs).toBe(SAMPLE_NOW_MS - MINUTE_MS);
  });

  it.each([
    ['announced', {}, 0, 'Scheduled', -2 * DAY_MS],
    ['under way', {}, DAY_MS, 'In progress', DAY_MS],
    ['over', {}, DAY_MS + 3 * HOUR_MS, 'Completed', DAY_MS + 2 * HOUR_MS],
    ['called off', { cancelledAtMs: SAMPLE_NOW_MS }, 2 * DAY_MS, 'Cancelled', 0],
    ['ended early', { cancelledAtMs: SAMPLE_NOW_MS + DAY_MS + HOUR_MS }, 2 * DAY_MS, 'Cancelled', DAY_MS + HOUR_MS],
    ['announced afterwards', { recordedAtMs: SAMPLE_NOW_MS + 3 * DAY_MS }, 3 * DAY_MS, 'Completed', 3 * DAY_MS],
  ])('tells of maintenance that is %s', (what, maintenance, laterMs, state, updatedMs) => {
    const site = siteWith([], { maintenances: [sampleMaintenance(maintenance)] }, { nowMs: SAMPLE_NOW_MS + laterMs });
    const [entry] = feedEntries(site, page());
    expect(entry!.summary.startsWith(`${state}: 24 Nov 2026, 12:34:00 UTC – 24 Nov 2026, 14:34:00 UTC`)).toBe(true);
    expect(entry!.updatedMs).toBe(SAMPLE_NOW_MS + updatedMs);
    expect(entry!.html.includes('Ended early: <time datetime="2026-11-24T13:34:00Z">')).toBe(what === 'ended early');
  });
});

describe('feeds of anything', () => {
  it.each(Object.entries(HOSTILE_TEXTS))('are well-formed and parsed with %s', (_, text) => {
    checkFeeds(hostileSite([text, text]), { title: text });
  });

  it('are well-formed and parsed', () => {
    fc.assert(
      fc.property(hostileText(), hostileText(), (one, other) => checkFeeds(hostileSite([one]), { title: other })),
      { numRuns: 60 },
    );
  });
});

function checkFeeds(site: Site, settings: Settings): void {
  const count = site.records.incidents.length + site.records.maintenances.length;
  for (const baseUrl of [BASE, null]) {
    const [atom, rss] = [atomText(site, { ...settings, baseUrl }), rssText(site, { ...settings, baseUrl })];
    wellFormedXml(rss);
    const elements = wellFormedXml(atom);
    expect(elements.filter(({ name }) => name === 'entry')).toHaveLength(count);
    // What entries hold is HTML again, once unescaped; so it is well-formed too, and without the author's markup.
    for (const { text } of elements.filter(({ name }) => ['content', 'summary'].includes(name))) {
      const markup = wellFormedXml(`<x>${text.replace(/<(br|hr)>/g, '<$1/>')}</x>`);
      expect(markup.map(({ name }) => name)).not.toContain('script');
    }
    expect(parseAtomFeed(atom).entries).toHaveLength(count);
    expect(parseRssFeed(rss).items).toHaveLength(count);
  }
}
