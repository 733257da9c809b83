import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../../src/domain/clock.js';
import type { PublicMaintenance } from '../../../src/domain/public-records.js';
import { maintenanceCalendar } from '../../../src/publish/feeds/maintenance-calendar.js';
import type { Site } from '../../../src/publish/site/site.js';
import { HOSTILE_TEXTS, hostileText } from '../../support/hostile-text.js';
import { samplePage, SAMPLE_SITE_KEY } from '../../support/public-app.js';
import { SAMPLE_NOW_MS } from '../../support/sample-snapshot.js';
import { hostileSite, sampleMaintenance, siteWith } from '../../support/sample-site.js';

type Settings = NonNullable<Parameters<typeof samplePage>[0]>;

const page = (settings: Settings = {}) =>
  samplePage({ baseUrl: 'https://status.example.org', ...settings }, { path: 'maintenance.ics' });
const textOf = (site: Site, settings: Settings = {}) => maintenanceCalendar(site, page(settings)).body.toString();

const siteOf = (...maintenances: readonly Partial<PublicMaintenance>[]) =>
  siteWith([{ name: 'availability', displayName: 'Availability' }], {
    maintenances: maintenances.map(sampleMaintenance),
  });

function parsed(text: string): ICAL.Component {
  return new ICAL.Component(ICAL.parse(text) as unknown[]);
}

function events(text: string): readonly ICAL.Event[] {
  return parsed(text)
    .getAllSubcomponents('vevent')
    .map((event) => new ICAL.Event(event));
}

const value = (event: ICAL.Event, name: string) => String(event.component.getFirstPropertyValue(name));

describe('maintenanceCalendar()', () => {
  it('is a calendar to subscribe to', () => {
    const calendar = parsed(textOf(siteOf({})));
    expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
    expect(calendar.getFirstPropertyValue('prodid')).toContain('resolver-slo');
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(String(calendar.getFirstPropertyValue('refresh-interval'))).toBe('PT1H');
    expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Example Resolver');
  });

  it('has announced work with its text and what it is about', () => {
    const [event] = events(textOf(siteOf({ slos: ['availability'] })));
    expect(event!.summary).toBe('Rack move');
    expect(event!.description).toBe('Resolver ns2 moves.\n\nAvailability');
    expect(event!.startDate.toJSDate().getTime()).toBe(SAMPLE_NOW_MS + DAY_MS);
    expect(event!.endDate.toJSDate().getTime()).toBe(SAMPLE_NOW_MS + DAY_MS + 2 * HOUR_MS);
    expect(event!.startDate.zone.tzid).toBe('UTC');
    expect(value(event!, 'status')).toBe('CONFIRMED');
    expect(value(event!, 'url')).toBe('https://status.example.org/maintenance/3');
    expect(value(event!, 'dtstamp')).toBe('2026-11-21T12:34:00Z');
    expect(event!.sequence).toBe(0);
  });

  it('says what was called off, under the same id', () => {
    const [before] = events(textOf(siteOf({})));
    const [off] = events(textOf(siteOf({ cancelledAtMs: SAMPLE_NOW_MS })));
    expect(off!.uid).toBe(before!.uid);
    expect(value(off!, 'status')).toBe('CANCELLED');
    expect(off!.sequence).toBe(1);
    expect(off!.endDate.toJSDate()).toEqual(before!.endDate.toJSDate());
    expect(value(off!, 'dtstamp')).toBe('2026-11-23T12:34:00Z');
  });

  it('ends early what was ended early', () => {
    const [event] = events(textOf(siteOf({ cancelledAtMs: SAMPLE_NOW_MS + DAY_MS + HOUR_MS })));
    expect(value(event!, 'status')).toBe('CONFIRMED');
    expect(event!.sequence).toBe(1);
    expect(event!.endDate.toJSDate().getTime()).toBe(SAMPLE_NOW_MS + DAY_MS + HOUR_MS);
  });

  it('gives ids that hang on the site alone', () => {
    const uid = (settings: Settings) => events(textOf(siteOf({}), settings))[0]!.uid;
    expect(uid({})).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uid({ baseUrl: null, languages: ['ja'], title: 'Other' })).toBe(uid({}));
    expect(uid({ siteKey: 'ff'.repeat(32) })).not.toBe(uid({}));
    expect(textOf(siteOf({}))).not.toContain(SAMPLE_SITE_KEY.slice(0, 12));
  });

  it('has no addresses that a calendar could not resolve', () => {
    expect(textOf(siteOf({}), { baseUrl: null })).not.toContain('URL');
  });

  it('keeps the latest hundred', () => {
    const many = Array.from({ length: 120 }, (_, id) => ({
      id,
      fromMs: SAMPLE_NOW_MS + id * DAY_MS,
      toMs: SAMPLE_NOW_MS + id * DAY_MS + HOUR_MS,
    }));
    const starts = events(textOf(siteOf(...many))).map(({ startDate }) => startDate.toJSDate().getTime());
    expect(starts).toHaveLength(100);
    expect(Math.min(...starts)).toBe(SAMPLE_NOW_MS + 20 * DAY_MS);
  });

  it('is the same however often it is made', () => {
    const site = siteOf({});
    expect(textOf({ ...site, nowMs: site.nowMs + HOUR_MS })).toBe(textOf(site));
  });

  it('keeps signs that mean something to calendars', () => {
    const [event] = events(textOf(siteOf({ title: 'a;b,c\\n:"d"', message: 'e\n\nBEGIN:VEVENT\nf' })));
    expect(event!.summary).toBe('a;b,c\\n:"d"');
    expect(event!.description).toBe('e\nBEGIN:VEVENT\nf');
  });

  it('breaks lines between characters', () => {
    for (const title of ['👩‍👩‍👧‍👦🏳️‍🌈'.repeat(12), `x${'日'.repeat(199)}`])
      expect(events(textOf(siteOf({ title })))[0]!.summary).toBe(title);
  });

  it.each(Object.entries(HOSTILE_TEXTS))('is read by a parser with %s', (_, text) => check(text));

  it('is read by a parser with anything', () => {
    fc.assert(fc.property(hostileText(), check), { numRuns: 100 });
  });
});

/** RFC 5545 §3.1: lines of 75 octets at most, ended by CR LF, without controls; no event of the author's own. */
function check(text: string): void {
  const calendar = textOf(hostileSite([text, text]), { title: text });
  for (const line of calendar.split('\r\n')) {
    expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    // eslint-disable-next-line no-control-regex -- these are what must not be there
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  }
  expect(events(calendar)).toHaveLength(2);
}
