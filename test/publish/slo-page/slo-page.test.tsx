import { beforeAll, describe, expect, it, vi } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../../src/domain/clock.js';
import type { PublicCorrection, PublicIncident, PublicMaintenance } from '../../../src/domain/public-records.js';
import type { SloState } from '../../../src/domain/slo-status.js';
import type { Snapshot, SloView } from '../../../src/domain/snapshot.js';
import type { Site } from '../../../src/publish/site/site.js';
import type { SloDetail } from '../../../src/publish/slo-page/slo-detail.js';
import { sloPagePart } from '../../../src/publish/slo-page/slo-page-part.js';
import type { PageContext } from '../../../src/publish/status-page/page-context.js';
import { samplePage, sampleSite } from '../../support/public-app.js';
import { samplePast, siteHistory } from '../../support/sample-past.js';
import { SAMPLE_NOW_MS, sampleSnapshot, sampleStates } from '../../support/sample-snapshot.js';

const pasts = new Map<SloState, ReturnType<typeof samplePast>>();

beforeAll(() => {
  for (const state of ['met', 'violated', 'no_data'] as const) pasts.set(state, samplePast(state));
});

interface Shown {
  readonly snapshot: Snapshot;
  readonly name?: string;
  readonly past?: SloState;
  readonly site?: Partial<Site>;
  readonly page?: PageContext;
}

/** As the site renders it: read first, then rendered. */
async function render({ snapshot, name = 'slo-1', past = 'met', ...given }: Shown): Promise<string> {
  const site = sampleSite(snapshot, given.site);
  const history = siteHistory(pasts.get(past) ?? samplePast(past));
  const detail = await sloPagePart.load?.read(site, { name }, history);
  const page = given.page ?? samplePage({}, { path: `slo/${name}` });
  return sloPagePart.render(page, { site, params: { name }, detail }).body.toString();
}

function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

const maintenance: PublicMaintenance = {
  id: 7,
  title: 'New <switch>',
  message: null,
  fromMs: SAMPLE_NOW_MS - 3 * DAY_MS,
  toMs: SAMPLE_NOW_MS - 3 * DAY_MS + HOUR_MS,
  slos: [],
  recordedAtMs: SAMPLE_NOW_MS - 3 * DAY_MS - HOUR_MS,
  cancelledAtMs: null,
  effects: [{ slo: 'slo-1', effect: 'late', noticeMs: DAY_MS }],
};

const correction: PublicCorrection = {
  id: 3,
  slo: 'slo-1',
  fromMs: SAMPLE_NOW_MS - 2 * DAY_MS,
  toMs: SAMPLE_NOW_MS - 2 * DAY_MS + HOUR_MS,
  kind: 'exclude',
  reason: 'our own network was down',
  recordedAtMs: SAMPLE_NOW_MS - DAY_MS,
  revokedAtMs: null,
};

const incident = {
  id: 5,
  title: 'Timeouts',
  impact: 'major',
  slos: ['slo-1'],
  updates: [
    { id: 1, state: 'investigating', message: 'Looking.', atMs: SAMPLE_NOW_MS - DAY_MS, recordedAtMs: SAMPLE_NOW_MS },
    { id: 2, state: 'resolved', message: 'Mended.', atMs: SAMPLE_NOW_MS - HOUR_MS, recordedAtMs: SAMPLE_NOW_MS },
  ],
} as unknown as PublicIncident;

describe('SloPage', () => {
  it('is there for each public SLO once, however many objectives it has', () => {
    const snapshot = sampleSnapshot([
      { name: 'a', objectiveName: 'x' },
      { name: 'a', objectiveName: 'y', number: 2 },
      { name: 'b' },
    ]);
    expect(sloPagePart.list(sampleSite(snapshot))).toEqual([{ name: 'a' }, { name: 'b' }]);
    expect(sloPagePart.list(sampleSite(null))).toEqual([]);
  });

  it('reads nothing of an SLO that there is not', async () => {
    const history = siteHistory(samplePast('no_data'));
    expect(await sloPagePart.load?.read(sampleSite(sampleSnapshot([{}])), { name: 'other' }, history)).toBeNull();
  });

  it('shows the figures of this second, and says of what time its charts are', async () => {
    const html = await render({ snapshot: sampleStates()['violated']!, past: 'violated' });
    const text = textOf(html);
    expect(text).toContain('overspent by 31%');
    expect(text).toContain('At least 99.9% of queries are answered as expected, over any 28 days.');
    expect(html).toContain('Charts as of <time class="instant" datetime="2026-11-23T12:34:00Z">');
    expect(text).toContain(
      'fires while the budget is spent at more than 2.8 times the sustainable rate over the last 24 hours',
    );
  });

  it('puts alerts that fire first', async () => {
    const text = textOf(await render({ snapshot: sampleStates()['violated']!, past: 'violated' }));
    expect(text.indexOf('fast-drain (Less urgent)')).toBeLessThan(text.indexOf('fast-burn (Urgent)'));
    expect(text).toMatch(/firing fast-drain \(Less urgent\) since 23 Nov 2026, \d\d:09/);
  });

  it('tells each chart in words, and in tables, over the last day and over the window', async () => {
    const html = await render({ snapshot: sampleStates()['violated']!, past: 'violated' });
    const summaries = [...html.matchAll(/role="img" aria-label="([^"]+)"/g)].map(([, words]) => words!);
    expect(summaries.map((words) => words.split(' ').slice(0, 3).join(' '))).toEqual([
      'Line chart of',
      'Line chart of',
      'Heat map of',
      'Bar charts of',
      'Line chart of',
      'Heat map of',
      'Bar charts of',
    ]);
    // 480,000 queries a day of which four in ten thousand failed, but for three hours with 40 %.
    expect(summaries[0]).toMatch(/^Line chart of the error budget over the window\. At its end: overspent by \d+%/);
    expect(summaries.at(-1)).toMatch(/timeout, 2[\d,]+ \(0\.\d+%\), at most \d+\.\d+%, 18 Nov 2026/);
    const rows = [...html.matchAll(/<tbody>(.*?)<\/tbody>/gs)].map(([, body]) => body!.match(/<tr/g)?.length ?? 0);
    // Burn rates; bands and steps of a day, bands and steps of the window.
    expect([rows[0], rows.at(-1)]).toEqual([7, 113]);
    expect(html).toContain('<summary>In figures, by 6 hours</summary>');
  });

  it('ends its budget where the SLO stood when it was read', async () => {
    const html = await render({ snapshot: sampleSnapshot([{ objective: 0.999 }]), past: 'violated' });
    const newest = /<summary>In figures, by 6 hours<\/summary>.*?<tbody><tr>(.*?)<\/tr>/s.exec(html)?.[1] ?? '';
    expect(textOf(newest)).toContain('overspent by');
    expect(html).toContain('burn-over');
  });

  it('draws the time promised into the map of times, of latency objectives only', async () => {
    const fast = await render({ snapshot: sampleSnapshot([{ kind: 'latency', objective: 0.99 }]) });
    expect(textOf(fast)).toContain('promised: 50 ms');
    expect(textOf(await render({ snapshot: sampleSnapshot([{}]) }))).not.toContain('promised: ');
  });

  it('says that nothing is known where nothing is', async () => {
    const html = await render({ snapshot: sampleStates()['no-data']!, past: 'no_data' });
    const text = textOf(html);
    expect(text).toContain('Nothing has been measured in this window.');
    // Once for the last day, and once for the window.
    expect(text.match(/No response times have been measured in this time\./g)).toHaveLength(2);
    expect(text.replace('Measured for 0% of this time', '')).not.toMatch(/\b100%|\b0%/);
  });

  it('says so where every query was answered', async () => {
    const text = textOf(await render({ snapshot: sampleSnapshot([{}]) }));
    expect(text).toContain('Each of 470,000 queries was answered as expected.');
  });

  it('shows all objectives of one SLO, and what was measured for them once', async () => {
    const snapshot = sampleSnapshot([
      { name: 'slo', objectiveName: 'most', kind: 'latency', objective: 0.6 },
      { name: 'slo', objectiveName: 'nearly all', number: 2, kind: 'latency', objective: 0.99 },
    ]);
    const html = await render({ snapshot, name: 'slo' });
    expect(html.match(/<h3>Error budget, burning down/g)).toHaveLength(2);
    expect(html.match(/<h3>How response times are spread/g)).toHaveLength(2);
    expect(html.match(/<bdi>nearly all<\/bdi>/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('shows apart what was measured for objectives of other queries', async () => {
    const other = { vantage: 'tokyo', probe: 'public', resolver: 'ns2', query: 'www' };
    const snapshot = sampleSnapshot([
      { name: 'slo', objectiveName: 'one' },
      { name: 'slo', objectiveName: 'two', number: 2, series: [other] },
    ]);
    const text = textOf(await render({ snapshot, name: 'slo' }));
    expect(text).toContain('What was measured for one');
    expect(text).toContain('What was measured for two');
  });

  it('tells what operators took out of the window, and which incidents name it', async () => {
    const records = { incidents: [incident], maintenances: [maintenance], corrections: [correction] };
    const html = await render({ snapshot: sampleSnapshot([{}]), site: { records } });
    expect(html).toContain('<a href="../maintenance/7"><bdi>New &lt;switch></bdi></a>');
    expect(textOf(html)).toContain('counted: it was announced too late to be left out');
    expect(textOf(html)).toContain('Correction: left out our own network was down');
    expect(html).toContain('href="../incidents/5"');
    const nothing = textOf(await render({ snapshot: sampleSnapshot([{}]) }));
    expect(nothing).toContain('None touches this window: all that was measured counts.');
    expect(nothing).toContain('No incident names this objective.');
  });

  it('leaves out what touches other SLOs, or other times, only', async () => {
    const records = {
      incidents: [{ ...incident, slos: ['slo-2'] }],
      maintenances: [{ ...maintenance, effects: [{ ...maintenance.effects[0]!, slo: 'slo-2' }] }],
      corrections: [
        { ...correction, slo: 'slo-2' },
        { ...correction, fromMs: correction.fromMs - 40 * DAY_MS, toMs: correction.toMs - 40 * DAY_MS },
      ],
    };
    const text = textOf(await render({ snapshot: sampleSnapshot([{}, {}]), site: { records } }));
    expect(text).toContain('None touches this window');
    expect(text).toContain('No incident names this objective.');
  });

  it('leads back, to JSON and to its badge; from a file only to what is a file too', async () => {
    const html = await render({ snapshot: sampleSnapshot([{}]) });
    for (const href of [
      '../',
      '../#service-public-resolver',
      '../api/v1/slos/slo-1',
      '../api/v1/slos/slo-1/history',
      '../badge/slo-1.svg',
    ])
      expect(html).toContain(`href="${href}"`);
    const made = { atMs: SAMPLE_NOW_MS, staleFromMs: SAMPLE_NOW_MS + HOUR_MS };
    const file = await render({
      snapshot: sampleSnapshot([{}]),
      page: { ...samplePage({}, { path: 'slo/slo-1' }), made },
    });
    expect(file).not.toContain('slo-1/history');
  });

  it('leads to the reports of months that have data, and to none without', async () => {
    const snapshot = { ...sampleSnapshot([{}]), historyFromMs: SAMPLE_NOW_MS - 40 * DAY_MS };
    const html = await render({ snapshot });
    expect([...html.matchAll(/href="(..\/report\/[^"]+)"/g)].map(([, href]) => href)).toEqual([
      '../report/2026-11',
      '../report/2026-10',
    ]);
    expect(await render({ snapshot: { ...snapshot, historyFromMs: null } })).not.toContain('/report/');
  });

  it('says how it counts in plain words', async () => {
    const text = textOf(await render({ snapshot: sampleSnapshot([{ kind: 'latency', objective: 0.99 }]) }));
    expect(text).toContain('Good are those answered as expected within 50 ms.');
    expect(text).toContain('The error budget is that of the window, 28 days');
  });

  it('speaks Japanese', async () => {
    const page = samplePage({ languages: ['ja'] }, { path: 'slo/slo-1' });
    const text = textOf(await render({ snapshot: sampleStates()['violated']!, past: 'violated', page }));
    for (const words of [
      'エラーバジェットの推移',
      '応答時間の分布',
      '直近 24 時間',
      '消費ペース',
      '集計方法',
      'タイムアウト',
    ])
      expect(text).toContain(words);
    expect(text.replaceAll(/[\w.-]+-(burn|drain|data)/g, '')).not.toMatch(/\b(the|of|and|burning|queries)\b/i);
  });

  it('escapes what users named, and never styles inline', async () => {
    const { slos } = sampleStates()['hostile']!;
    for (const { definition } of slos) {
      const html = await render({ snapshot: sampleStates()['hostile']!, name: definition.name });
      expect(html).not.toMatch(/<script>|<img|<b title/);
      expect(html).not.toMatch(/ style="|<style/);
    }
  });

  it('can be drawn piece by piece beforehand: nothing is left to draw then', async () => {
    const site = sampleSite(sampleSnapshot([{}]));
    const detail = await sloPagePart.load?.read(site, { name: 'slo-1' }, siteHistory(pasts.get('met')!));
    const page = samplePage({}, { path: 'slo/slo-1' });
    const input = { site, params: { name: 'slo-1' }, detail };
    const steps = [...(sloPagePart.prepare?.(page, input) ?? [])];
    expect(steps).toHaveLength(3);
    for (const step of steps) step();
    const made = vi.spyOn(page.time, 'timeOfDay');
    sloPagePart.render(page, input);
    expect(made).not.toHaveBeenCalled();
  });

  it('says when its figures are out of date', async () => {
    const html = await render({ snapshot: sampleSnapshot([{}]), site: { staleForMs: 5 * 60_000 } });
    expect(textOf(html)).toContain('These figures are 5 minutes old.');
  });

  it('draws charts once for what was read, however often figures change', async () => {
    const site = sampleSite(sampleSnapshot([{}]));
    const history = siteHistory(pasts.get('met')!);
    const detail = await sloPagePart.load?.read(site, { name: 'slo-1' }, history);
    const page = samplePage({}, { path: 'slo/slo-1' });
    const show = (status: Partial<SloView['status']>): string => {
      const [first] = site.snapshot!.slos;
      const snapshot = { ...site.snapshot!, slos: [{ ...first!, status: { ...first!.status, ...status } }] };
      const { body } = sloPagePart.render(page, { site: { ...site, snapshot }, params: { name: 'slo-1' }, detail });
      return body.toString();
    };
    const before = show({});
    // What is drawn already would not be seen to change.
    Object.assign((detail as SloDetail).window.objectives[0]!, { points: [] });
    const after = show({ sli: 0.5 });
    expect(after).toContain('50%');
    const chart = (html: string): string =>
      html.slice(html.indexOf('class="measured"'), html.indexOf('class="left-out"'));
    expect(chart(after)).toBe(chart(before));
  });
});
