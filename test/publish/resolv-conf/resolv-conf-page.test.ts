import { describe, expect, it } from 'vitest';

import { DAY_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import type { LatencyPoint } from '../../../src/domain/latency.js';
import type { MeasuredProbe } from '../../../src/domain/measured-probe.js';
import { NO_TALLY } from '../../../src/domain/tally.js';
import type { CustomerResolver } from '../../../src/publish/resolv-conf/customer-resolvers.js';
import { resolvConfPart } from '../../../src/publish/resolv-conf/resolv-conf-part.js';
import type { SiteHistory } from '../../../src/publish/site/site-history.js';
import { sampleHistory, samplePage, sampleSite } from '../../support/public-app.js';
import { SAMPLE_NOW_MS, sampleSnapshot } from '../../support/sample-snapshot.js';
import { series } from '../../support/slo-samples.js';

const stub = (name: string, resolvers: number) =>
  ({ name, resolvers, attempts: 2, timeoutMs: 5_000, rotate: false, deadlineMs: null }) as const;
const PROBE: MeasuredProbe = {
  name: 'public',
  everyMs: 1_000,
  timeoutMs: 500,
  stubs: [stub('stub-one', 1), stub('stub', 2)],
};
const SLOS = [
  { name: 'clients', displayName: '<i>Clients</i>', series: [series('stub', 'www'), series('stub', 'miss')] },
  { name: 'clients-too', displayName: 'Clients too', series: [series('stub', 'www'), series('ns1')] },
  { name: 'ns1', displayName: 'ns1', series: [series('ns1')] },
];

const POINT: LatencyPoint = { time: '', count: 8_000, p50Us: 2_000, p90Us: 30_000, p99Us: null, maxUs: 5_004_000 };

/** 1,000 look-ups a day of each series since the third day; 990 of them answered, 980 within a second. */
function history(): SiteHistory {
  return sampleHistory({
    latency: ({ allowed }) => {
      expect(allowed.every(({ resolver }) => resolver.startsWith('stub'))).toBe(true);
      return Promise.resolve({ from: '', to: '', step: '28d', points: [POINT] });
    },
    tallies: (slos, windows) =>
      Promise.resolve(
        windows.map((_, day) =>
          slos.map(({ indicator }) => ({
            ...NO_TALLY,
            ...(day < 2 ? {} : { good: indicator.good?.events === 'within' ? 980 : 990, valid: 1_000 }),
          })),
        ),
      ),
  });
}

interface Shown {
  readonly language?: 'en' | 'ja';
  readonly resolvers?: readonly CustomerResolver[];
  readonly probes?: readonly MeasuredProbe[];
  readonly path?: string;
}

async function render({ language = 'en', resolvers = [], probes = [PROBE] }: Shown): Promise<string> {
  const site = sampleSite(sampleSnapshot(SLOS, { probes }));
  const detail = await resolvConfPart.load!.read(site, {}, history());
  const page = samplePage({ languages: [language], resolvers }, { path: 'resolv-conf' });
  return resolvConfPart.render(page, { site, params: {}, detail }).body.toString();
}

const textOf = (html: string): string => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('/resolv-conf', () => {
  it('shows what was measured: two series over 27 days and a bit, from the first day on that has any', async () => {
    const html = await render({});
    const text = textOf(html);
    const since = new Date(Math.floor((SAMPLE_NOW_MS - 28 * DAY_MS) / DAY_MS + 2) * DAY_MS);
    expect(since.toISOString()).toBe('2026-10-28T00:00:00.000Z');
    expect(text).toContain('54,000 look-ups, since 28 Oct 2026');
    expect(text).toMatch(/since 28 Oct 2026 99% 2 ms 30 ms no answer 5 s 2%/);
    expect(html).toContain('href="./slo/clients"');
    expect(html).toContain('&lt;i>Clients&lt;/i>');
    expect(html).not.toContain('<i>');
    expect(html).toContain('datetime="2026-11-23T12:34:00');
  });

  it('says of what nobody measures for the public that it is not measured, and makes no figure up', async () => {
    const text = textOf(await render({}));
    expect(text).toMatch(
      /One resolver alone, with the defaults of glibc options timeout:5 attempts:2 not measured here/,
    );
    expect(text).toMatch(/short timeouts, taking turns options timeout:1 attempts:3 rotate not measured here/);
    const none = textOf(await render({ probes: [] }));
    expect(none.match(/not measured here/g)).toHaveLength(3);
    expect(none).not.toMatch(/[0-9] look-ups/);
  });

  it('says "no data" where a stub is new', async () => {
    const site = sampleSite(sampleSnapshot(SLOS, { probes: [PROBE] }));
    const detail = await resolvConfPart.load!.read(site, {}, sampleHistory());
    const page = samplePage({}, { path: 'resolv-conf' });
    const text = textOf(resolvConfPart.render(page, { site, params: {}, detail }).body.toString());
    expect(text).toMatch(/Clients too no data/);
    expect(text).not.toMatch(/[0-9] look-ups| 0%|100%/);
  });

  it('holds the addresses that the operator has named, and says that others are placeholders', async () => {
    const named = await render({ resolvers: [{ name: 'ns1 <b>', address: '192.0.2.53' }] });
    expect(named).toContain('nameserver 192.0.2.53');
    expect(named).toContain('# ns1 &lt;b>');
    expect(named).not.toContain('RESOLVER-1');
    const unnamed = await render({});
    expect(unnamed).toContain('nameserver RESOLVER-1');
    expect(textOf(unnamed)).toContain('in place of RESOLVER-1 and RESOLVER-2: these are placeholders');
    expect(unnamed).not.toMatch(/192\.0\.2/);
  });

  it('says that glibc reads three of four', async () => {
    const resolvers = [1, 2, 3, 4].map((i) => ({ name: `ns${String(i)}`, address: `192.0.2.${String(i)}` }));
    expect(textOf(await render({ resolvers }))).toContain('it holds the first three: glibc reads no more');
    expect(textOf(await render({ resolvers: resolvers.slice(1) }))).not.toContain('glibc reads no more');
  });

  it('speaks Japanese', async () => {
    const text = textOf(await render({ language: 'ja' }));
    expect(text).toContain('リゾルバー 2 つ、glibc の既定値');
    expect(text).toContain('名前解決 54,000 回、2026年10月28日 から');
    expect(text).toContain('ここでは測定していません');
    expect(text).toContain('応答なし 5 s 2%');
  });

  it('asks of history no more than 28 days of whole minutes', async () => {
    const asked: { fromMs: number; toMs: number }[] = [];
    const site = sampleSite(sampleSnapshot(SLOS, { probes: [PROBE], evaluatedAtMs: SAMPLE_NOW_MS + 1 }));
    await resolvConfPart.load!.read(
      site,
      {},
      sampleHistory({
        tallies: (slos, windows) => {
          asked.push(...windows);
          return Promise.resolve(windows.map(() => slos.map(() => NO_TALLY)));
        },
      }),
    );
    expect(asked[0]!.fromMs).toBe(SAMPLE_NOW_MS + MINUTE_MS - 28 * DAY_MS);
    expect(asked.at(-1)!.toMs).toBe(SAMPLE_NOW_MS + MINUTE_MS);
    asked.slice(1).forEach(({ fromMs }, i) => expect(fromMs).toBe(asked[i]!.toMs));
  });
});
