import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, pause, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { type FakeWebhook, startFakeWebhook } from '../support/fake-webhook.js';
import { freePort } from '../support/free-port.js';

/** Two seconds on a machine that has time; a busy one must not make this fail. */
const WITHIN_MS = 10_000;

describe('webhooks of operators, with a real daemon', { timeout: 120_000 }, () => {
  let udp: UdpResponder;
  let webhook: FakeWebhook;
  let site: Site;
  let healthUrl: string;
  let main: string;

  beforeEach(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    webhook = await startFakeWebhook();
    const ports = { public: await freePort(), admin: await freePort() };
    healthUrl = `http://127.0.0.1:${String(ports.admin)}/healthz`;
    main = listeningMain(ports).replace('public: {', 'public: { baseUrl: "https://status.example.org",');
    site = createSite({
      'resolver-slo.yaml': main,
      'probe.yaml': `
probe: public
every: 100ms
timeout: 1s
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(udp.port)} }]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`,
      'slo.yaml': slo(),
    });
  }, 60_000);

  afterEach(async () => {
    await site.close();
    await webhook.close();
    await udp.close();
  });

  const configure = (events: string) =>
    site.write('resolver-slo.yaml', `${main}notify: [{ name: ops, webhook: "${webhook.url}", events: ${events} }]\n`);
  /** What was taken just before a kill may come again: its id says that it is the same. */
  const events = () => [...new Map(webhook.taken.map((one) => [one.id, one])).values()];
  const told = () => events().map(({ event, action }) => `${event} ${action}`);
  const until = (count: number, withinMs = 20_000) =>
    eventually(() => (events().length >= count ? true : null), withinMs);
  const run = async (...args: readonly string[]) => {
    const { status, stderr } = await site.runAside(...args);
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  };

  it('tells what commands do, once over kills, and nothing of before', async () => {
    await run('incident', 'open', '--title', 'Before', '--impact', 'minor', '--message', 'M');
    configure('[incident, maintenance]');
    let daemon = await site.start(healthUrl);
    await pause(1500);
    expect(webhook.taken).toEqual([]);
    await run('incident', 'open', '--title', 'Timeouts', '--impact', 'major', '--message', 'M', '--by', 'ada');
    await until(1, WITHIN_MS);
    expect(webhook.taken[0]).toMatchObject({
      event: 'incident',
      action: 'opened',
      public: true,
      url: 'https://status.example.org/incidents/2',
      incident: { title: 'Timeouts' },
      update: { recordedBy: 'ada' },
    });
    await daemon.end('SIGKILL');
    await run('incident', 'resolve', '2', '--message', 'Over.');
    await run('incident', 'post-mortem', '2', '--url', 'https://example.org/pm');
    const soon = Date.now() + 10_000;
    await run('maintenance', 'add', '--title', 'Work', '--from', isoTime(soon), '--to', isoTime(soon + 2 * MINUTE_MS));
    daemon = await site.start(healthUrl);
    await until(5);
    await run('maintenance', 'cancel', '1');
    await until(6, WITHIN_MS);
    await daemon.end('SIGKILL');
    daemon = await site.start(healthUrl);
    await pause(2500);
    expect(told()).toEqual([
      'incident opened',
      'incident resolved',
      'incident post-mortem',
      'maintenance announced',
      'maintenance begins',
      'maintenance cancelled',
    ]);
    expect(daemon.output()).not.toContain('s3cret');
  });

  it('tells of alerts with why, and delivers when a target comes back that was away, without holding judging up', async () => {
    configure('[alert, incident]');
    webhook.answer(503);
    let daemon = await site.start(healthUrl);
    site.write('outage.ndjson', outage());
    await run('import', 'outage.ndjson');
    await eventually(() => (webhook.requests.length > 0 ? true : null), 20_000);
    await daemon.end('SIGTERM');
    webhook.answer(204);
    daemon = await site.start(healthUrl);
    await until(2);
    const pages = webhook.taken.filter(({ alert }) => (alert as { name: string } | undefined)?.name === 'fast-burn');
    expect(pages).toMatchObject([
      {
        event: 'alert',
        action: 'firing',
        public: true,
        url: 'https://status.example.org/slo/availability',
        slo: { name: 'availability' },
        alert: { severity: 'page', longWindow: '1h', shortWindow: '5m' },
      },
    ]);
    expect(pages[0]?.['explanation']).toContain('attempts failed in 1 h');
    expect(daemon.output()).not.toContain('periodic task failed');
    expect(await (await fetch(healthUrl.replace('healthz', 'metrics'))).text()).toMatch(
      /resolver_slo_notify_outbox_events\{target="ops"\} \d/,
    );
  });
});

/** The last ten minutes, of 600 timeouts each. */
function outage(): string {
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const lines = Array.from({ length: 10 }, (_, minute) => {
    const time = isoTime(nowMs - (minute + 1) * MINUTE_MS);
    return JSON.stringify({ time, probe: 'public', resolver: 'ns1', query: 'www', outcome: 'timeout', count: 600 });
  });
  return `${lines.join('\n')}\n`;
}
