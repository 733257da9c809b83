import { describe, expect, it } from 'vitest';

import type { Snapshot } from '../../../src/domain/snapshot.js';
import { pageContext } from '../../../src/publish/status-page/page-context.js';
import { renderHtml } from '../../../src/publish/status-page/render-html.js';
import { StatusPage } from '../../../src/publish/status-page/status-page.js';
import { sampleSnapshot, sampleStates } from '../../support/sample-snapshot.js';

function render(snapshot: Snapshot | null): string {
  const page = pageContext({
    title: 'Example <Resolver>',
    timeZone: 'Asia/Tokyo',
    version: '1',
    rootPath: './',
    baseUrl: null,
  });
  return renderHtml(<StatusPage snapshot={snapshot} staleForMs={null} page={page} />).body.toString();
}

/** What a reader gets: text without tags, blanks collapsed. */
function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
}

const states = sampleStates();

describe('StatusPage', () => {
  it.each([
    ['fine', 'All 3 objectives are met.'],
    ['burning', '1 of 2 objectives is at risk.'],
    ['violated', '1 of 2 objectives is violated, 1 is at risk.'],
    ['no-data', 'There is no data yet.'],
    ['empty', 'No objectives are published.'],
    ['fifty', '1 of 50 objectives is violated, 1 is at risk, 1 without data.'],
  ])('says in one sentence how things stand: %s', (state, sentence) => {
    expect(render(states[state]!)).toContain(`<h2 id="overall">${sentence}</h2>`);
  });

  it('says what each SLO promises, in plain words', () => {
    const text = textOf(render(states['fine']!));
    expect(text).toContain(
      'At least 99.9% of queries are answered as expected, over any 28 days. 1 in 1,000 may fail.',
    );
    expect(text).toContain('At least 99% of queries are answered within 50 ms, over any 28 days. 1 in 100 may fail.');
    expect(text).toContain('At least 99.99% of replies are as expected, over any 28 days. 1 in 10,000 may fail.');
  });

  it('says what is left of the budget and which alerts fire', () => {
    const text = textOf(render(states['violated']!));
    expect(text).toContain('overspent by 31%');
    expect(text).toContain('Less urgent: The budget is being spent more than 2.8 times too fast');
    expect(text).toContain(
      'Urgent: The budget is being spent more than 13.4 times too fast, judged over 1 hour (fast-burn, since 23 Nov 2026, 21:09).',
    );
  });

  it('says what the authoritative server of a query did meanwhile', () => {
    const controls = [{ probe: 'public', query: 'miss', answered: 9_876, valid: 10_000, sli: 0.9876 }];
    const sample = sampleSnapshot([{}]);
    const slos = sample.slos.map((view) => ({ ...view, status: { ...view.status, controls } }));
    const text = textOf(render({ ...sample, slos }));
    expect(text).toContain('The authoritative server behind “miss” answered 98.76% meanwhile');
    expect(textOf(render(sample))).not.toContain('authoritative server behind');
  });

  it('says how many answers a damaged store has taken out of the figures', () => {
    const sample = sampleSnapshot([{}]);
    const slos = sample.slos.map((view) => {
      const { status } = view;
      return { ...view, status: { ...status, excluded: { ...status.excluded, unreadable: 1_234 } } };
    });
    const line = '1,234 answers left out, whose times can no longer be read';
    expect(textOf(render({ ...sample, slos }))).toContain(line);
    expect(textOf(render(sample))).not.toContain('can no longer be read');
  });

  it('says how many minutes have no verdict since too few vantages voted', () => {
    const sample = sampleSnapshot([{}]);
    const weighing = { kind: 'quorum', share: 0.51, fewestVantages: 20 } as const;
    const slos = sample.slos.map(({ definition, status, ...view }) => {
      return {
        ...view,
        definition: { ...definition, weighing },
        status: { ...status, votes: 2_880, excluded: { ...status.excluded, inconclusive: 2_820 } },
      };
    });
    const line =
      '2,820 of 2,880 minutes (of each resolver and name) without a verdict, since fewer than 20 vantages had measured';
    expect(textOf(render({ ...sample, slos }))).toContain(line);
    expect(textOf(render(sample))).not.toContain('without a verdict');
  });

  it('gives every one of the 90 days a text', () => {
    const html = render(sampleSnapshot([{}]));
    const days = [...html.matchAll(/<li class="(\w+)"><span>([^<]*)<\/span>/g)];
    expect(days).toHaveLength(90);
    expect(days.every(([, level, text]) => (level === 'no_data') === text!.endsWith(': no data'))).toBe(true);
    expect(days.filter(([, level]) => level === 'no_data')).toHaveLength(14);
  });

  it('never shows a share where there is no data', () => {
    const html = render(states['no-data']!);
    expect(html).not.toMatch(/class="figure">[^<]*\d/);
    expect(textOf(html)).not.toMatch(/100%/);
    expect(html).not.toMatch(/<li class="met">/);
  });

  it('gives the percentiles of the whole time beside the chart, not those of its last point', () => {
    const { slos, ...snapshot } = sampleSnapshot([{}]);
    const [view] = slos;
    const summary = { ...view!.latencySummary!, p50Us: 123, p90Us: 4_560, p99Us: null };
    const html = render({ ...snapshot, slos: [{ ...view!, latencySummary: summary }] });
    const legend = /<dl class="percentiles">.*?<\/dl>/s.exec(html)![0];
    expect(textOf(legend)).toContain('p50 123 µs p90 4.56 ms p99 beyond the timeout');
    expect(html).toContain('Over the whole time: median 123 µs, 90th percentile 4.56 ms,');
  });

  it('says that little was measured where it rounds to nothing', () => {
    const { slos, ...snapshot } = sampleSnapshot([{}]);
    const [view] = slos;
    const status = { ...view!.status, coverage: 0.000_025 };
    const html = render({ ...snapshot, slos: [{ ...view!, status }] });
    expect(textOf(html)).toContain('Measured for under 0.1% of this time');
  });

  it('names its time zone and when the data is from, in UTC', () => {
    const text = textOf(render(states['fine']!));
    expect(text).toContain('time zone Asia/Tokyo');
    expect(text).toContain('23 Nov 2026, 12:34:00 UTC');
  });

  it('says that a demo is one', () => {
    expect(textOf(render(states['burning']!))).toContain(
      'Demonstration The resolvers measured here are an embedded lab',
    );
    expect(render(states['fine']!)).not.toContain('Demonstration');
  });

  it('escapes what users name', () => {
    const html = render(states['hostile']!);
    expect(html).toContain('&lt;script>alert(1)&lt;/script>');
    expect(html).not.toMatch(/<script>|<img|<b title/);
    expect(html).toContain('Example &lt;Resolver>');
  });

  it('has ids that are unique, and links that lead to them', () => {
    const html = render(states['fifty']!);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('has no inline style, script or handler, which its policy would forbid', () => {
    for (const snapshot of Object.values(states)) {
      expect(render(snapshot)).not.toMatch(/ style="|<style|<script>| on[a-z]+="(?!x)/);
    }
  });
});
