import { readFileSync } from 'node:fs';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { type FakeMackerel, startFakeMackerel } from '../support/fake-mackerel.js';
import { type FakeWebhook, startFakeWebhook } from '../support/fake-webhook.js';
import { freePort } from '../support/free-port.js';
import { mackerelWebhook } from '../support/mackerel-webhooks.js';

const KEY = 'zqx7-key';
const SECRET = 'wh-s3cret';
const ALERT = '4Vv5XyZ1abc';

describe('evidence for alerts of Mackerel, with a real daemon', { timeout: 120_000 }, () => {
  let udp: UdpResponder;
  let mackerel: FakeMackerel;
  let target: FakeWebhook;
  let site: Site;
  let healthUrl: string;
  let webhooks: string;

  beforeEach(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    mackerel = await startFakeMackerel({ apiKey: KEY });
    target = await startFakeWebhook();
    const ports = { public: await freePort(), admin: await freePort(), webhooks: await freePort() };
    healthUrl = `http://127.0.0.1:${String(ports.admin)}/healthz`;
    webhooks = `http://127.0.0.1:${String(ports.webhooks)}`;
    const main = listeningMain(ports)
      .replace('public: {', 'public: { baseUrl: "https://status.example.org",')
      .replace('http:', `http:\n  webhooks: { listen: "127.0.0.1:${String(ports.webhooks)}", secret: "${SECRET}" }`);
    site = createSite({
      'resolver-slo.yaml': `${main}mackerel: { apiKey: "${KEY}", service: dns, apiBase: "${mackerel.url}" }
notify: [{ name: ops, webhook: "${target.url}", events: [mackerel], allowPrivate: true }]
`,
      'probe.yaml': `
probe: public
every: 100ms
timeout: 1s
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(udp.port)} }]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`,
      'slo.yaml': slo(),
    });
    site.write('outage.ndjson', outage());
    expect((await site.runAside('import', 'outage.ndjson')).status).toBe(0);
    expect((await site.runAside('mackerel', 'sync')).status).toBe(0);
    mackerel.alerts.add({
      id: ALERT,
      monitorId: String(mackerel.monitors.all.find(({ name }) => String(name).endsWith(': fast-burn'))!['id']),
      type: 'service',
      status: 'CRITICAL',
      openedAt: openedAt(),
      memo: 'Written by a person.',
    });
  }, 60_000);

  afterEach(async () => {
    await site.close();
    await Promise.all([mackerel.close(), target.close(), udp.close()]);
  });

  const startedAtMs = Date.now();
  const openedAt = () => Math.floor((startedAtMs - 10 * MINUTE_MS) / 1_000);
  /** How long the answer took, milliseconds, which must be a good one. */
  async function tell(more: object = {}, path = `/webhooks/mackerel/${SECRET}`): Promise<number> {
    const body = JSON.stringify(mackerelWebhook({ id: ALERT, openedAt: openedAt(), ...more }));
    const from = performance.now();
    const answer = await fetch(`${webhooks}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const tookMs = performance.now() - from;
    expect([answer.status, await answer.json()]).toEqual([200, { taken: 'alert' }]);
    return tookMs;
  }
  const isFiring = async () => {
    const answer = await fetch(healthUrl.replace('healthz', 'api/v1/slos'));
    const found = answer.ok ? ((await answer.json()) as { alerts: { name: string; state: string }[] }[]) : [];
    return found[0]?.alerts.some(({ name, state }) => name === 'fast-burn' && state === 'firing') === true
      ? true
      : null;
  };
  const memo = () => mackerel.alerts.all[0]?.memo ?? '';

  it('writes memo and annotation, forwards the alert, and ends both when it closes', async () => {
    const daemon = await site.start(healthUrl);
    await eventually(isFiring, 60_000);
    expect(await tell()).toBeLessThan(1_000);
    await eventually(() => (mackerel.annotations.all.length > 0 && memo().includes('## resolver-slo') ? true : null));
    expect(memo()).toMatch(/^Written by a person\.\n## resolver-slo\n/);
    expect(memo()).toContain('`fast-burn` fires: ');
    expect(memo()).toMatch(/\| `ns1` \| \d[\d,]* \| [\d.]+ % \|.*`timeout` \|/);
    expect(memo()).toContain('https://status.example.org/slo/availability');
    expect(mackerel.annotations.all).toMatchObject([{ service: 'dns', from: openedAt() }]);

    Object.assign(mackerel.alerts.all[0]!, { status: 'OK', closedAt: openedAt() + 300 });
    await tell({ status: 'ok', isOpen: false, closedAt: openedAt() + 300 });
    await eventually(() => (mackerel.annotations.all[0]?.to === openedAt() + 300 ? true : null));
    expect(mackerel.annotations.all).toHaveLength(1);
    await eventually(() => (target.taken.length === 2 ? true : null));
    expect(target.taken).toMatchObject([
      { event: 'mackerel', action: 'firing', public: false, mackerel: { id: ALERT, status: 'critical' } },
      { event: 'mackerel', action: 'resolved', mackerel: { id: ALERT, status: 'ok' } },
    ]);
    for (const secret of [SECRET, KEY, 's3cret']) expect(daemon.output()).not.toContain(secret);
  });

  it('answers at once whatever Mackerel does, and writes after a kill what it was told before', async () => {
    await mackerel.setFault({ kind: 'hang' });
    let daemon = await site.start(healthUrl);
    await tell();
    await daemon.end('SIGKILL');
    await mackerel.setFault({ kind: 'none' });
    daemon = await site.start(healthUrl);
    await eventually(() => (memo().includes('## resolver-slo') ? true : null), 90_000);
    await daemon.end('SIGTERM');
  });

  it('writes the same for an alert long past, when it is asked to', async () => {
    expect(await site.runAside('mackerel', 'replay', 'gone')).toMatchObject({
      status: 3,
      stderr: 'resolver-slo: GET alerts/gone: Mackerel answered 404: alert not found\n',
    });
    const shown = await site.runAside('mackerel', 'replay', ALERT, '--dry-run');
    expect([shown.status, mackerel.alerts.memos]).toEqual([0, []]);
    expect(shown.stdout).toContain('**Attempts, ');
    expect((await site.runAside('mackerel', 'replay', ALERT)).stdout).toBe('memo: written\nannotation: created\n');
    expect(memo()).toContain(shown.stdout.split('\n')[0]);
    expect((await site.runAside('mackerel', 'replay', 'no/id')).status).toBe(2);
  });

  it('records the corrections that people ask for at Mackerel, where it is to', async () => {
    Object.assign(mackerel.alerts.all[0]!, { status: 'OK', closedAt: openedAt() + 600, reason: 'downtime:3m' });
    site.write(
      'resolver-slo.yaml',
      readFileSync(site.file, 'utf8').replace('service: dns,', 'service: dns, corrections: apply,'),
    );
    await site.start(healthUrl);
    const corrections = async () => {
      const { stdout } = await site.runAside('correct', 'list', '--json');
      const found = JSON.parse(stdout) as { slo: string; from: string; recordedBy: string }[];
      return found.length > 0 ? found : null;
    };
    const from = isoTime((openedAt() + 180) * 1_000);
    expect(await eventually(corrections, 30_000)).toMatchObject([
      { slo: 'availability', kind: 'exclude', from, reason: 'downtime:3m', recordedBy: 'mackerel' },
    ]);
    expect((await site.runAside('correct', 'offers')).stdout).toContain('accepted as correction 1');
  });

  it('lets nobody in without the secret, not even to what else there is', async () => {
    await site.start(healthUrl);
    for (const path of ['/webhooks/mackerel', '/webhooks/mackerel/guess']) {
      const answer = await fetch(`${webhooks}${path}`, { method: 'POST', body: '{}' });
      expect(answer.status).toBe(401);
    }
    for (const path of ['/', '/metrics', '/healthz', '/api/v1/series'])
      expect((await fetch(`${webhooks}${path}`)).status).toBe(404);
    // The admin listener takes them too, by its own rules.
    const admin = healthUrl.replace('/healthz', '/webhooks/mackerel');
    const sample = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"event":"sample"}' };
    expect(await (await fetch(admin, sample)).json()).toEqual({ taken: 'sample' });
  });
});

/** Twenty minutes of ns1 of which the last ten went wrong. */
function outage(): string {
  const endMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const lines = Array.from({ length: 20 * 12 }, (_, i) => {
    const atMs = endMs - 20 * MINUTE_MS + i * 5_000;
    const result = i < 120 ? { outcome: 'answered', rttUs: 900 + i } : { outcome: 'timeout' };
    return JSON.stringify({
      time: isoTime(atMs),
      vantage: 'tokyo',
      probe: 'public',
      resolver: 'ns1',
      query: 'www',
      ...result,
    });
  });
  return `${lines.join('\n')}\n`;
}
