import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSite, eventually, type Site } from '../support/daemon.js';
import { startFakeBootstrapDns, type FakeBootstrapDns } from '../support/fake-bootstrap-dns.js';
import { startFakeMackerel, type FakeMackerel } from '../support/fake-mackerel.js';
import { freePort } from '../support/free-port.js';
import { hasOpenssl, makeTestCertificate } from '../support/test-certificate.js';

const HOST = 'mackerel.example.org';
const AVAILABILITY = 'availability.public.ns1.www';
const MINUTE_S = 60;

/** A mount namespace of its own gives the daemon a system resolver that is dead, and nobody else. */
const canIsolate = spawnSync('unshare', ['--mount', 'true']).status === 0;

describe.skipIf(!hasOpenssl || !canIsolate)(
  'reporting while every measured resolver and the system’s own are dead',
  () => {
    let mackerel: FakeMackerel;
    let bootstrap: FakeBootstrapDns;
    let site: Site;
    let healthUrl: string;

    beforeAll(async () => {
      const certificate = makeTestCertificate([HOST]);
      mackerel = await startFakeMackerel({ tls: certificate });
      bootstrap = await startFakeBootstrapDns({ [HOST]: '127.0.0.1' });
      const adminPort = await freePort();
      healthUrl = `http://127.0.0.1:${String(adminPort)}/healthz`;
      site = createSite({
        'resolver-slo.yaml': `
vantage: here
probes: [probe.yaml]
store: { sqlite: data/resolver-slo.db }
bootstrap: ["127.0.0.1:${String(bootstrap.endpoint.port)}"]
http: { admin: { listen: "127.0.0.1:${String(adminPort)}" } }
mackerel: { apiKey: "\${MACKEREL_APIKEY}", service: dns, apiBase: "https://${HOST}:${String(mackerel.port)}" }
`,
        'probe.yaml': `
probe: public
every: 500ms
timeout: 500ms
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(await freePort())} }]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`,
        'resolv.conf': 'nameserver 127.1.2.3\noptions timeout:1 attempts:1\n',
        'ca.pem': certificate.cert,
      });
    });

    afterAll(async () => {
      await site.close();
      await bootstrap.close();
      await mackerel.close();
    });

    it('reaches Mackerel by the bootstrap address, then by the last good one, each minute once and in order', async () => {
      const first = await start();
      const firstMinute = (await pointAfter(0)).time;

      // Nobody is left to look the name up, the daemon starts anew, and Mackerel has an outage.
      await bootstrap.close();
      await mackerel.setFault({ kind: 'down' });
      expect(await first.end('SIGTERM')).toBe(0);
      await start();
      await eventually(() => (Date.now() / 1000 > firstMinute + 2 * MINUTE_S + 3 ? true : null), 130_000);
      await mackerel.setFault({ kind: 'none' });
      await pointAfter(firstMinute + MINUTE_S);

      const times = mackerel.points.filter(({ name }) => name === AVAILABILITY).map(({ time }) => time);
      expect(times).toEqual(times.map((_, index) => firstMinute + index * MINUTE_S));
      expect(times.length).toBeGreaterThanOrEqual(3);
      expect(mackerel.points.filter(({ name }) => name === AVAILABILITY).every(({ value }) => value === 0)).toBe(true);
      const keys = mackerel.points.map(({ name, time }) => `${name} ${String(time)}`);
      expect(new Set(keys).size).toBe(keys.length);
    }, 360_000);

    function start(): ReturnType<Site['start']> {
      return site.start(healthUrl, {
        env: { MACKEREL_APIKEY: 'test-key', NODE_EXTRA_CA_CERTS: join(site.folder, 'ca.pem') },
        wrapper: [
          ...['unshare', '--mount', '--propagation', 'private', 'sh', '-c'],
          ...[`mount --bind "${join(site.folder, 'resolv.conf')}" /etc/resolv.conf && exec "$@"`, 'sh'],
        ],
      });
    }

    /** The first availability point of a minute after this one. */
    function pointAfter(timeS: number): Promise<FakeMackerel['points'][number]> {
      return eventually(
        () => mackerel.points.find(({ name, time }) => name === AVAILABILITY && time > timeS) ?? null,
        130_000,
      );
    }
  },
);
