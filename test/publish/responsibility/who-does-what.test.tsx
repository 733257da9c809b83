import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../../src/domain/clock.js';
import type { MeasuredProbe } from '../../../src/domain/measured-probe.js';
import type { Series } from '../../../src/domain/series.js';
import type { SloDefinition } from '../../../src/domain/slo-definition.js';
import { WhoDoesWhat } from '../../../src/publish/responsibility/who-does-what.js';
import { renderHtml } from '../../../src/publish/status-page/render-html.js';
import { HOSTILE_TEXTS } from '../../support/hostile-text.js';
import { samplePage } from '../../support/public-app.js';
import { sampleSnapshot, type SampleSlo } from '../../support/sample-snapshot.js';
import { series } from '../../support/slo-samples.js';

const PROBE: MeasuredProbe = {
  name: 'public',
  everyMs: 1_000,
  timeoutMs: 500,
  stubs: [{ name: 'stub', resolvers: 2, attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null }],
};

interface Shown {
  readonly language?: 'en' | 'ja';
  readonly slo?: SampleSlo;
  readonly definition?: Partial<SloDefinition>;
  readonly series?: readonly Series[];
  readonly probes?: readonly MeasuredProbe[];
}

function render({ language = 'en', slo = {}, definition = {}, ...shown }: Shown): string {
  const snapshot = sampleSnapshot([{ ...slo, series: shown.series ?? [series()] }], {
    probes: shown.probes ?? [PROBE],
  });
  const [view] = snapshot.slos.map((one) => ({ ...one, definition: { ...one.definition, ...definition } }));
  const page = samplePage({ languages: [language] }, { path: 'slo/slo-1' });
  return renderHtml(<WhoDoesWhat snapshot={snapshot} views={[view!]} page={page} />, page).body.toString();
}

const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('WhoDoesWhat', () => {
  it('says by default what the SLO itself tells, in both languages', () => {
    const english = textOf(render({}));
    expect(english).toContain('What we promise At least 99.9% of queries are answered as expected, over any 28 days.');
    expect(english).toContain('We measure it with queries of our own, every second, from one place.');
    expect(english).toMatch(/What this does not cover Your own network and devices.*whose own name servers fail/);
    expect(english).toMatch(/What you can do List at least two resolvers.*short timeouts.*cache.*try again/);
    const japanese = textOf(render({ language: 'ja' }));
    expect(japanese).toContain('直近 28 日間のどの時点でも、クエリーに期待どおりの応答がある割合が 99.9% 以上。');
    expect(japanese).toContain('当方が 1 か所から毎秒クエリーを送って測定しています。');
    expect(japanese).toMatch(/お約束の対象外 お客様のネットワークと機器/);
    expect(japanese).toMatch(/お客様にお願いしたいこと リゾルバーを 2 つ以上指定してください/);
    expect(japanese).not.toMatch(/resolver|query|promise/i);
  });

  it('leads to the page about configuration', () => {
    expect(render({})).toContain('<a href="../resolv-conf">');
  });

  it.each([
    [60_000, 'every minute'],
    [300_000, 'every 5 minutes'],
    [2 * HOUR_MS, 'every 2 hours'],
    [5_000, 'every 5 seconds'],
    [100, '10 times a second'],
  ])('tells of rounds of %i ms as %s', (everyMs, words) => {
    expect(textOf(render({ probes: [{ ...PROBE, everyMs }] }))).toContain(
      `queries of our own, ${words}, from one place`,
    );
  });

  it('does not say how often where that is not known, or not the same everywhere', () => {
    const unknown = 'We measure it with queries of our own, from one place.';
    expect(textOf(render({ probes: [] }))).toContain(unknown);
    expect(textOf(render({ probes: [{ ...PROBE, everyMs: null }] }))).toContain(unknown);
    const two = { series: [series(), series('ns1', 'www', 'other')] };
    expect(textOf(render({ ...two, probes: [PROBE, { ...PROBE, name: 'other', everyMs: 5_000 }] }))).toContain(unknown);
  });

  it('says of several places, and of nobody who measures', () => {
    const places = [series(), { ...series(), vantage: 'osaka' }];
    expect(textOf(render({ series: places }))).toContain('from 2 places');
    expect(textOf(render({ series: [] }))).not.toContain('We measure it');
  });

  it('tells look-ups of a client from queries', () => {
    const asClient = /as a client sees it that goes on to the next resolver when one fails/;
    expect(textOf(render({ series: [series('stub')] }))).toMatch(asClient);
    expect(textOf(render({ series: [series('stub'), series('ns1')] }))).not.toMatch(asClient);
  });

  it('leaves announced maintenance out only where the SLO does', () => {
    const out = { maintenance: 'exclude', maintenanceNoticeMs: 3 * DAY_MS } as const;
    expect(textOf(render({ definition: out }))).toContain('Maintenance that we announced at least 3 days ahead.');
    expect(textOf(render({ definition: out, language: 'ja' }))).toContain('3 日間以上前に予告したメンテナンス');
    expect(textOf(render({}))).not.toContain('Maintenance');
  });

  it('speaks of the line where times are promised, and of silence where only replies count', () => {
    expect(textOf(render({ slo: { kind: 'latency' } }))).toContain('The time that your line adds');
    expect(textOf(render({ slo: { kind: 'correctness' } }))).toContain('Queries without any reply');
    expect(textOf(render({}))).not.toMatch(/your line|without any reply/);
  });

  it("shows the operator's text in place of ours, in the reader's language where there is one", () => {
    const responsibility = { promise: { any: '**All** is well', ja: '**良好**です' }, customer: { ja: '再試行' } };
    const english = render({ definition: { responsibility } });
    expect(english).toContain('<strong>All</strong> is well');
    expect(textOf(english)).not.toContain('At least 99.9%');
    expect(textOf(english)).toContain('List at least two resolvers');
    const japanese = render({ definition: { responsibility }, language: 'ja' });
    expect(japanese).toContain('<strong>良好</strong>');
    expect(textOf(japanese)).toContain('再試行');
    expect(textOf(japanese)).not.toContain('All');
  });

  it.each(Object.entries(HOSTILE_TEXTS))('lets nothing of an operator be markup of its own: %s', (_, text) => {
    const html = render({ definition: { responsibility: { promise: { any: text }, 'not-covered': { en: text } } } });
    expect(html).not.toMatch(/<script|<img|<[^>]* on[a-z]+=|href="javascript|<b title/);
  });
});
