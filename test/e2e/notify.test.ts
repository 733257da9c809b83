import { createHmac } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, pause, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { startFakeBootstrapDns } from '../support/fake-bootstrap-dns.js';
import { type FakeWebhook, startFakeWebhook } from '../support/fake-webhook.js';
import { freePort } from '../support/free-port.js';

/** Two seconds on a machine that has time; a busy one must not make this fail. */
const WITHIN_MS = 10_000;
const SECRET = 'zqx7-an-example-key';

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

  const targets = (...all: readonly string[]) =>
    site.write('resolver-slo.yaml', `${main}notify:\n${all.map((target) => `  - { ${target} }\n`).join('')}`);
  const configure = (events: string) =>
    targets(`name: ops, webhook: "${webhook.url}", events: ${events}, allowPrivate: true`);
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

  it('tells each target in its own format, signed, and of an incident and its end under one id', async () => {
    const [slack, grafana, pager] = [await startFakeWebhook(), await startFakeWebhook(), await startFakeWebhook()];
    try {
      slack.answer(200, 'ok');
      const template = '{ "key": "\\"k\\"", "text": {{message.title}}, "why": "{{explanation}}" }';
      targets(
        `name: ops, webhook: "${webhook.url}", events: [alert], secret: "${SECRET}", allowPrivate: true`,
        `name: chat, webhook: "${slack.url}", events: [alert, maintenance], format: slack, allowPrivate: true`,
        `name: irm, webhook: "${grafana.url}", events: [alert, maintenance, incident], format: grafana, secret: "${SECRET}", criticalOnly: true, allowPrivate: true`,
        `name: pager, webhook: "${pager.url}", events: [alert], template: '${template}', headers: { Authorization: Bearer x }, allowPrivate: true`,
      );
      const daemon = await site.start(healthUrl);
      const soon = isoTime(Date.now() + 60 * MINUTE_MS);
      await run(
        'maintenance',
        'add',
        '--title',
        'Rack <!channel> move',
        '--from',
        soon,
        '--to',
        isoTime(Date.now() + 120 * MINUTE_MS),
      );
      await run('incident', 'open', '--title', 'Timeouts', '--impact', 'major', '--message', 'M');
      await run('incident', 'resolve', '1', '--message', 'Over.');
      site.write('outage.ndjson', outage());
      await run('import', 'outage.ndjson');
      await until(2);
      await eventually(() => (grafana.taken.length >= 3 ? true : null), 20_000);
      await eventually(() => (pager.taken.length >= 2 && slack.taken.length >= 3 ? true : null), 20_000);

      for (const { headers, body } of [...webhook.requests, ...grafana.requests]) {
        const timestamp = String(headers['x-resolver-slo-timestamp']);
        const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
        expect(headers['x-resolver-slo-signature']).toBe(`sha256=${signature}`);
        expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
      }
      expect(slack.taken[0]).toMatchObject({
        text: '[Resolver status] Maintenance announced: Rack &lt;!channel&gt; move',
        attachments: [{ title_link: 'https://status.example.org/maintenance/1' }],
      });
      expect(slack.taken.map(({ text }) => text)).toContain('[Resolver status] availability: fast-burn is firing');
      const [opened, closed, ...alerts] = grafana.taken;
      expect([opened, closed]).toMatchObject([
        { alert_uid: 'incident-1', state: 'alerting', title: '[Resolver status] Incident opened: Timeouts' },
        { alert_uid: 'incident-1', state: 'ok' },
      ]);
      // Of the four alerts that an outage fires, two page.
      expect(alerts.every(({ title }) => /(fast|slow)-burn is firing$/.test(String(title)))).toBe(true);
      expect(pager.requests[0]?.headers['authorization']).toBe('Bearer x');
      expect(pager.taken[0]).toMatchObject({ key: '"k"', text: expect.stringContaining('is firing') as string });
      const output = daemon.output();
      for (const secret of [SECRET, 's3cret', 'Bearer x']) expect(output).not.toContain(secret);
    } finally {
      await Promise.all([slack.close(), grafana.close(), pager.close()]);
    }
  });

  it('sends nothing to a name that leads to a private address, and says once why', async () => {
    const dns = await startFakeBootstrapDns({ 'hooks.example.org': '127.0.0.1' });
    const url = webhook.url.replace('127.0.0.1', 'hooks.example.org');
    main += `bootstrap: ["127.0.0.1:${String(dns.endpoint.port)}"]\n`;
    targets(`name: ops, webhook: "${url}", events: [incident]`);
    const daemon = await site.start(healthUrl);
    for (const title of ['a', 'b'])
      await run('incident', 'open', '--title', title, '--impact', 'minor', '--message', 'M');
    const metrics = async () => (await fetch(healthUrl.replace('healthz', 'metrics'))).text();
    await eventually(async () => ((await metrics()).includes('parked_events{target="ops"} 2') ? true : null), 20_000);
    expect(webhook.connections()).toBe(0);
    const told = daemon.output().split('hooks.example.org leads to 127.0.0.1, which is no public address');
    expect(told).toHaveLength(2);
    expect(told[1]).toContain('set \\"allowPrivate: true\\" on the target');
    expect(daemon.output()).not.toContain('s3cret');
    targets(`name: ops, webhook: "${url}", events: [incident], allowPrivate: true`);
    daemon.reload();
    await eventually(() => (daemon.output().includes('the new configuration is in force') ? true : null), 20_000);
    await run('incident', 'open', '--title', 'c', '--impact', 'minor', '--message', 'M');
    await until(1);
    expect(webhook.taken).toMatchObject([{ incident: { title: 'c' } }]);
    await dns.close();
  });

  describe('notify test', () => {
    const tried = (...names: readonly string[]) => site.runAside('notify', 'test', ...names);

    it('sends a test event to each target in its format, and says what came of it', async () => {
      const [slack, grafana] = [await startFakeWebhook(), await startFakeWebhook()];
      try {
        slack.answer(404, 'no_service');
        targets(
          `name: ops, webhook: "${webhook.url}", secret: "${SECRET}", allowPrivate: true`,
          `name: chat, webhook: "${slack.url}", format: slack, allowPrivate: true`,
          `name: irm, webhook: "${grafana.url}", format: grafana, criticalOnly: true, allowPrivate: true`,
          `name: gone, webhook: "http://127.0.0.1:9/s3cret", allowPrivate: true`,
        );
        const all = await tried();
        expect(all).toEqual({
          status: 3,
          stdout:
            'ops: taken (204)\nchat: the webhook answered 404: no_service\nirm: taken (204)\ngone: ECONNREFUSED 127.0.0.1:9\n',
          stderr: '',
        });
        const { headers, body } = webhook.requests[0]!;
        const timestamp = String(headers['x-resolver-slo-timestamp']);
        const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
        expect(headers['x-resolver-slo-signature']).toBe(`sha256=${signature}`);
        expect(webhook.taken).toMatchObject([
          { event: 'test', action: 'test', public: false, url: null, target: 'ops' },
        ]);
        expect(slack.requests[0]?.event).toMatchObject({ text: '[Resolver status] Test of target chat' });
        expect(grafana.taken.map(({ state }) => state)).toEqual(['alerting', 'ok']);
        expect(new Set(grafana.taken.map(({ alert_uid: uid }) => uid)).size).toBe(1);
        expect((await tried('irm', 'ops')).stdout).toBe('ops: taken (204)\nirm: taken (204)\n');
        expect((await tried('irm')).status).toBe(0);
        const json = await tried('chat', '--json');
        expect(JSON.parse(json.stdout)).toEqual([
          { target: 'chat', taken: false, status: 404, cause: 'the webhook answered 404: no_service' },
        ]);
        expect(`${all.stdout}${json.stdout}`).not.toContain('s3cret');
      } finally {
        await Promise.all([slack.close(), grafana.close()]);
      }
    });

    it('knows configured targets only', async () => {
      configure('[alert]');
      expect(await tried('opps', 'ops')).toEqual({
        status: 1,
        stdout: '',
        stderr: 'resolver-slo notify test: names of configured targets are required (ops), found "opps"\n',
      });
      site.write('resolver-slo.yaml', main);
      expect(await tried()).toEqual({
        status: 1,
        stdout: '',
        stderr: './resolver-slo.yaml: /notify: a target is required, found none\n',
      });
      expect((await site.runAside('notify', 'tset')).status).toBe(2);
      expect(webhook.requests).toEqual([]);
    });

    it('refuses an address that is not public, whatever led to it', async () => {
      const dns = await startFakeBootstrapDns({ 'hooks.example.org': '127.0.0.1' });
      main += `bootstrap: ["127.0.0.1:${String(dns.endpoint.port)}"]\n`;
      targets(`name: ops, webhook: "${webhook.url.replace('127.0.0.1', 'hooks.example.org')}"`);
      const { status, stdout } = await tried();
      expect([status, stdout]).toEqual([
        3,
        'ops: hooks.example.org leads to 127.0.0.1, which is no public address; if it is meant, set "allowPrivate: true" on the target\n',
      ]);
      expect(webhook.connections()).toBe(0);
      await dns.close();
    });
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
