import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, type RunningDaemon, type Site } from '../support/daemon.js';
import { type FakeBootstrapDns, startFakeBootstrapDns } from '../support/fake-bootstrap-dns.js';
import { type FakeMackerel, startFakeMackerel } from '../support/fake-mackerel.js';
import { type FakeWebhook, startFakeWebhook } from '../support/fake-webhook.js';
import { freePort } from '../support/free-port.js';
import { hasOpenssl, makeTestCertificate, type TestCertificate } from '../support/test-certificate.js';

const NAMES = ['api.mackerel.test', 'hooks.ops.test', 'watchdog.ops.test'] as const;

/** A beat comes each minute, and a minute's points when it is final. */
const WITHIN_MS = 150_000;

describe.runIf(hasOpenssl)('with every resolver dead', { timeout: 400_000 }, () => {
  let dns: FakeBootstrapDns;
  let mackerel: FakeMackerel;
  let webhook: FakeWebhook;
  let watchdog: Watchdog;
  let certificate: TestCertificate;
  let site: Site;
  let healthUrl: string;

  beforeEach(async () => {
    certificate = makeTestCertificate([NAMES[0]]);
    dns = await startFakeBootstrapDns(Object.fromEntries(NAMES.map((name) => [name, '127.0.0.1'])));
    mackerel = await startFakeMackerel({ tls: certificate });
    webhook = await startFakeWebhook();
    watchdog = await startWatchdog();
    const ports = { public: await freePort(), admin: await freePort() };
    healthUrl = `http://127.0.0.1:${String(ports.admin)}/healthz`;
    site = createSite({
      'resolver-slo.yaml': `${listeningMain(ports)}bootstrap: ["127.0.0.1:${String(dns.endpoint.port)}"]
heartbeat: "http://${NAMES[2]}:${String(watchdog.port)}/ping/s3cret"
mackerel: { apiKey: test-key, service: dns, apiBase: "https://${NAMES[0]}:${String(mackerel.port)}" }
notify: [{ name: ops, webhook: "http://${NAMES[1]}:${String(webhook.port)}/hook", events: [alert, incident], allowPrivate: true }]
`,
      // Nobody listens there.
      'probe.yaml': `
probe: public
every: 1s
timeout: 500ms
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(await freePort())} }]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`,
      'slo.yaml': slo(),
    });
    writeFileSync(join(site.folder, 'ca.pem'), certificate.cert);
  }, 60_000);

  afterEach(async () => {
    await site.close();
    await Promise.all([mackerel.close(), webhook.close(), watchdog.close(), dns.close()]);
  });

  it('heartbeat, metrics and alerts leave by bootstrap, and without it by the last good addresses', async () => {
    const env = { NODE_EXTRA_CA_CERTS: join(site.folder, 'ca.pem') };
    let daemon: RunningDaemon = await site.start(healthUrl, { env });
    site.write('outage.ndjson', outage());
    expect((await site.runAside('import', 'outage.ndjson')).status).toBe(0);
    await eventually(() => (webhook.taken.some(({ event }) => event === 'alert') ? true : null), WITHIN_MS);
    await eventually(() => (watchdog.beats() > 0 && mackerel.points.length > 0 ? true : null), WITHIN_MS);
    expect(dns.questions).toEqual(expect.arrayContaining(NAMES.map((name) => `A ${name}`)));

    await daemon.end('SIGKILL');
    await dns.close();
    const before = { beats: watchdog.beats(), points: mackerel.points.length, told: webhook.taken.length };
    daemon = await site.start(healthUrl, { env });
    const opened = ['--title', 'Dead', '--impact', 'critical', '--message', 'All.'];
    expect((await site.runAside('incident', 'open', ...opened)).status).toBe(0);
    await eventually(() => (webhook.taken.length > before.told ? true : null), WITHIN_MS);
    await eventually(() => (mackerel.points.length > before.points ? true : null), WITHIN_MS);
    await eventually(() => (watchdog.beats() > before.beats ? true : null), WITHIN_MS);
    expect(daemon.output()).not.toContain('s3cret');
    const metrics = await (await fetch(healthUrl.replace('healthz', 'metrics'))).text();
    expect(metrics).toMatch(/^resolver_slo_heartbeat_sent_total [1-9]/m);
    expect(metrics).toMatch(/^resolver_slo_heartbeat_withheld_total 0$/m);
  });
});

interface Watchdog {
  readonly port: number;
  beats(): number;
  close(): Promise<void>;
}

async function startWatchdog(): Promise<Watchdog> {
  let beats = 0;
  const server: Server = createServer((request, response) => {
    if (request.url === '/ping/s3cret') beats++;
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    beats: () => beats,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The last ten minutes, of 600 timeouts each. */
function outage(): string {
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const lines = Array.from({ length: 10 }, (_, minute) => {
    const time = isoTime(nowMs - (minute + 1) * MINUTE_MS);
    return JSON.stringify({ time, probe: 'public', resolver: 'ns1', query: 'www', outcome: 'timeout', count: 600 });
  });
  return `${lines.join('\n')}\n`;
}
