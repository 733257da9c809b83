import { describe, expect, it } from 'vitest';

import type { Snapshot } from '../../../src/domain/snapshot.js';
import { renderHtml } from '../../../src/publish/status-page/render-html.js';
import { StatusPage } from '../../../src/publish/status-page/status-page.js';
import { samplePage, sampleSite } from '../../support/public-app.js';
import { sampleSnapshot, sampleStates } from '../../support/sample-snapshot.js';

function render(snapshot: Snapshot | null): string {
  const page = samplePage({ title: 'Example <Resolver>', timeZone: 'Asia/Tokyo' });
  return renderHtml(<StatusPage site={sampleSite(snapshot)} page={page} />, page).body.toString();
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
    expect(text).toContain('At least 99.9% of queries are answered as expected, over any 28 days.');
    expect(text).toContain('At least 99% of queries are answered within 50 ms, over any 28 days.');
    expect(text).toContain('At least 99.99% of replies are as expected, over any 28 days.');
  });

  it('says what is left of the budget and which alerts fire', () => {
    const text = textOf(render(states['violated']!));
    expect(text).toContain('overspent by 31%');
    expect(text).toContain('Less urgent: The budget is being spent at more than 2.8 times the sustainable rate');
    expect(text).toContain(
      'Urgent: The budget is being spent at more than 13.4 times the sustainable rate, judged over 1 hour (fast-burn, since 23 Nov 2026, 21:09).',
    );
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

  it('gives the median of the last day, and where the slowest hundredth begins', () => {
    const { slos, ...snapshot } = sampleSnapshot([{}]);
    const [view] = slos;
    const textWith = (p99Us: number | null): string => {
      const latencySummary = { ...view!.latencySummary!, p50Us: 123, p90Us: 4_560, p99Us };
      return textOf(render({ ...snapshot, slos: [{ ...view!, latencySummary }] }));
    };
    expect(textWith(45_600)).toContain('Median, last day 123 µs 99% within 45.6 ms');
    expect(textWith(null)).toContain('Median, last day 123 µs 99%: beyond the timeout');
  });

  it('says that little was measured where it rounds to nothing', () => {
    const { slos, ...snapshot } = sampleSnapshot([{}]);
    const [view] = slos;
    const status = { ...view!.status, coverage: 0.000_025 };
    const html = render({ ...snapshot, slos: [{ ...view!, status }] });
    expect(textOf(html)).toContain('Measured for &lt;0.1% of this time');
  });

  it('names its time zone and when the data is from, in UTC', () => {
    const text = textOf(render(states['fine']!));
    expect(text).toContain('time zone Asia/Tokyo');
    expect(text).toContain('Data as of 23 Nov 2026, 21:34 (12:34 UTC)');
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
