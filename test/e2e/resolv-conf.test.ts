import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { LatencyRange } from '../../src/domain/latency.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { formatRtt } from '../../src/publish/status-page/format-rtt.js';
import { formatShare } from '../../src/publish/status-page/format-share.js';
import { accessibilityViolations, hasChromium, launchChromium, needsChromium, overflow } from '../support/chromium.js';
import { createSite, eventually, type Site } from '../support/daemon.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

const STUBS = ['stub-one', 'stub', 'stub-tuned', 'stub-secret'] as const;

/** ns1 is silent, ns2 answers: who knows ns1 alone waits in vain, the others wait as long as their options say. */
describe('/resolv-conf of a daemon', { timeout: 90_000 }, () => {
  const responders: UdpResponder[] = [];
  let site: Site;
  let url: string;
  let port: number;

  beforeAll(async () => {
    responders.push(await startUdpResponder(() => undefined));
    responders.push(
      await startUdpResponder((query, reply) => reply(dnsReply(query, { answers: [aRecord('192.0.2.10')] }))),
    );
    port = await freePort();
    url = `http://127.0.0.1:${String(port)}`;
    site = createSite({
      'resolver-slo.yaml': main(port),
      'probe.yaml': probe(
        '500ms',
        responders.map((responder) => responder.port),
      ),
      'slo.yaml': STUBS.map((stub) => slo(stub)).join('---\n'),
    });
    const measuring = await site.start(`${url}/healthz`);
    // A look-up by glibc's defaults takes 5 s, one that fails 10.
    await eventually(async () => ((await statusOf('of-stub-one')).valid > 5 ? true : null), 40_000);
    await measuring.end('SIGTERM');
    // From here on nothing is measured, so that all figures are of the same attempts.
    const ports = responders.map((responder) => responder.port);
    site.write('probe.yaml', probe('24h', ports));
    await site.start(`${url}/healthz`);
  }, 80_000);

  afterAll(async () => {
    await site.close();
    await Promise.all(responders.map((responder) => responder.close()));
  });

  const get = async (path: string): Promise<string> => (await fetch(`${url}${path}`)).text();
  const statusOf = async (name: string): Promise<SloStatus> =>
    JSON.parse(await get(`/api/v1/slos/${name}`)) as SloStatus;

  it('shows of each list what the API and the command say of it', async () => {
    const html = await get('/en/resolv-conf');
    const toMs = Date.parse(/<time class="instant" datetime="([^"]+)"/.exec(html)![1]!);
    const fromMs = toMs - 28 * 86_400_000;
    const rows = rowsOf(html);
    expect(Object.keys(rows)).toEqual(['of-stub-one', 'of-stub', 'of-stub-tuned']);
    for (const stub of ['stub-one', 'stub', 'stub-tuned']) {
      const status = await statusOf(`of-${stub}`);
      expect(status.valid).toBeGreaterThan(5);
      const range = `from=${new Date(fromMs).toISOString()}&to=${new Date(toMs).toISOString()}`;
      const { points } = JSON.parse(
        await get(`/api/v1/latency?probe=public&resolver=${stub}&query=www&${range}`),
      ) as LatencyRange;
      const [point] = points;
      expect(point!.count).toBe(status.valid);
      const waits = [point!.p50Us, point!.p90Us, point!.p99Us, point!.maxUs];
      const shown = waits.map((us) => (us === null ? 'no answer' : formatRtt(us)));
      expect(rows[`of-${stub}`]!.figures.slice(0, 5)).toEqual([formatShare(status.sli!, 3), ...shown]);
      expect(rows[`of-${stub}`]!.head).toContain(`${String(status.valid)} look-ups`);
      const { stdout } = await site.runAside('slo', `of-${stub}`, '--json');
      expect(JSON.parse(stdout)).toMatchObject([{ valid: status.valid, good: status.good }]);
    }
  });

  it('shows what options are worth while a resolver is silent', async () => {
    const rows = rowsOf(await get('/en/resolv-conf'));
    expect(rows['of-stub-one']!.figures).toEqual(['0%', 'no answer', 'no answer', 'no answer', 'no answer', '100%']);
    const [answered, half, , , , slow] = rows['of-stub']!.figures;
    expect([answered, slow]).toEqual(['100%', '100%']);
    expect(half).toMatch(/^5(\.\d+)? s$/);
    const tuned = rows['of-stub-tuned']!;
    expect(tuned.figures[0]).toBe('100%');
    expect(tuned.figures[4]).toMatch(/^1(\.\d+)? s$/);
    // Every other look-up begins with ns1.
    expect(Number.parseFloat(tuned.figures[5]!)).toBeGreaterThan(35);
    expect(Number.parseFloat(tuned.figures[5]!)).toBeLessThan(65);
  });

  it('tells neither of internal lists nor any address but those for customers', async () => {
    for (const language of ['en', 'ja']) {
      const html = await get(`/${language}/resolv-conf`);
      expect(html).not.toMatch(/secret|timeout:7|127\.0\.0\.1/);
      expect(html).toContain('nameserver 192.0.2.53');
    }
    expect(await get('/api/v1/slos')).not.toContain('secret');
  });

  describe.skipIf(!hasChromium)(`in Chromium${needsChromium}`, () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await launchChromium();
    });
    afterAll(() => browser.close());

    it.each([320, 390, 1280])('has a table that everybody can read, at %i px', async (width) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        await page.goto(`${url}/ja/resolv-conf`);
        expect(await page.getByRole('row').count()).toBe(4);
        expect(await overflow(page)).toBe(0);
        expect(await accessibilityViolations(page)).toEqual([]);
        await context.close();
      }
    });
  });

  it('is exported with the same figures', async () => {
    const { status, stderr } = await site.runAside('export', 'public');
    expect([status, stderr]).toEqual([0, '']);
    const exported = readFileSync(join(site.folder, 'public/resolv-conf.html'), 'utf8');
    const served = rowsOf(await get('/en/resolv-conf'));
    const figures = Object.values(rowsOf(exported)).map((row) => row.figures);
    expect(figures).toEqual(Object.values(served).map((row) => row.figures));
    expect(exported).toContain('href="./slo/of-stub.html"');
    expect(readFileSync(join(site.folder, 'public/ja/resolv-conf.html'), 'utf8')).toContain('端末の設定方法');
  });
});

interface Row {
  readonly head: string;
  readonly figures: readonly string[];
}

/** Rows of the table by the SLO that they lead to. */
function rowsOf(html: string): Record<string, Row> {
  const rows = [...html.matchAll(/<tr role="row"><th scope="row"[^>]*>(.*?)<\/th>(.*?)<\/tr>/g)];
  return Object.fromEntries(
    rows.map(([, head = '', cells = '']) => [
      /slo\/([^".]+)/.exec(head)?.[1] ?? 'not measured',
      { head, figures: [...cells.matchAll(/<td[^>]*>(.*?)<\/td>/g)].map((cell) => cell[1]!) },
    ]),
  );
}

function main(port: number): string {
  return `
vantage: here
store: { sqlite: slo.db }
probes: [probe.yaml]
slos: [slo.yaml]
http: { public: { listen: "127.0.0.1:${String(port)}", languages: [en, ja], resolvers: [{ name: ns1, address: 192.0.2.53 }] } }
`;
}

function probe(every: string, [ns1, ns2]: readonly number[]): string {
  return `
probe: public
every: ${every}
timeout: 300ms
resolvers:
  - { name: ns1, address: 127.0.0.1, port: ${String(ns1)} }
  - { name: ns2, address: 127.0.0.1, port: ${String(ns2)} }
queries: [{ name: www, qname: www.example.org }]
stub:
  - { name: stub-one, resolvers: [ns1] }
  - { name: stub }
  - { name: stub-tuned, timeout: 1s, attempts: 3, rotate: true }
  - { name: stub-secret, timeout: 7s }
`;
}

function slo(stub: string): string {
  const visibility = stub === 'stub-secret' ? ', annotations: { resolver-slo/visibility: internal }' : '';
  return `
apiVersion: openslo/v1
kind: SLO
metadata: { name: of-${stub}${visibility} }
spec:
  service: clients
  indicator:
    metadata: { name: of-${stub} }
    spec:
      ratioMetric:
        good: { metricSource: { type: resolver-slo, spec: { resolver: ${stub}, events: answered } } }
        total: { metricSource: { type: resolver-slo, spec: { resolver: ${stub}, events: valid } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;
}
