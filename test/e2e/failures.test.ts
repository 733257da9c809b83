import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openStore } from '../../src/record/store/sqlite/open-store.js';
import { listeningMain } from '../support/config-folder.js';
import { createSite, eventually, type RunningDaemon, type Site } from '../support/daemon.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { startTcpResponder, type TcpResponder } from '../support/dns-tcp-responder.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

interface Failure {
  readonly resolver: string;
  readonly outcome: string;
  readonly scheduledAt: string;
  readonly localPort: number;
  readonly rcode: string | null;
  readonly nsid: string | null;
  readonly ede: readonly { readonly code: number; readonly text: string }[] | null;
  readonly bytes: string | null;
}

const EDE_22 = Buffer.concat([Buffer.from('0016', 'hex'), Buffer.from('no reachable authority')]);

/** SERVFAIL of one instance of an anycast resolver, with the reason. */
function servfail(query: Uint8Array): Buffer {
  const options = [
    { code: 3, data: Buffer.from('pop-3') },
    { code: 15, data: EDE_22 },
  ];
  return dnsReply(query, { rcode: 2, options });
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

describe('a resolver that fails, seen by a daemon', { timeout: 60_000 }, () => {
  let udp: UdpResponder;
  let tcp: TcpResponder;
  let site: Site;
  let daemon: RunningDaemon;
  let url: { readonly public: string; readonly admin: string };

  beforeAll(async () => {
    udp = await startUdpResponder((query, reply) => reply(servfail(query)));
    tcp = await startTcpResponder((query, connection) => {
      connection.write(framed(dnsReply(query, { answers: [aRecord('192.0.2.10')] })));
    });
    const ports = { public: await freePort(), admin: await freePort() };
    url = { public: `http://127.0.0.1:${String(ports.public)}`, admin: `http://127.0.0.1:${String(ports.admin)}` };
    site = createSite({ 'resolver-slo.yaml': listeningMain(ports), 'probe.yaml': probe(), 'slo.yaml': SLO });
    daemon = await site.start(`${url.admin}/healthz`);
    await eventually(async () => ((await failures()).length > 5 ? true : null));
  });

  afterAll(async () => {
    await site.close();
    await udp.close();
    await tcp.close();
  });

  it('is told by the admin API with instance, reason, port and the very bytes', async () => {
    const found = await failures('resolver=broken&outcome=wrong_rcode&limit=3');
    expect(found).toHaveLength(3);
    for (const failure of found) {
      expect(failure).toMatchObject({ rcode: 'SERVFAIL', nsid: 'pop-3', transport: 'udp', qname: 'www.example.org.' });
      expect(failure.ede).toEqual([{ code: 22, text: 'no reachable authority' }]);
      expect(udp.sourcePorts).toContain(failure.localPort);
      const sent = udp.queries.map((query) => servfail(query).toString('hex'));
      expect(sent).toContain(failure.bytes);
    }
    const times = found.map(({ scheduledAt }) => scheduledAt);
    expect(times).toEqual([...times].sort().reverse());
    const response = await fetch(`${url.admin}/api/v1/failures?outcome=fine`);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('wrong_rcode')]);
  });

  it('is shown by the command while the daemon runs', async () => {
    const table = await site.runAside('failures', '--resolver', 'broken', '--outcome', 'wrong_rcode', '--limit', '4');
    expect(table.stderr).toBe('');
    expect(table.stdout).toMatch(/4 of 4 from nsid=pop-3; source ports? \d+/);
    const one = await site.runAside('failures', '--resolver', 'broken', '--outcome', 'wrong_rcode', '--limit', '1');
    expect(one.stdout).toContain(';; EDE 22: no reachable authority');
    expect(one.stdout).toContain('www.example.org. IN A');
    const none = await site.runAside('failures', '--resolver', 'no-such');
    expect([none.status, none.stdout]).toEqual([1, '']);
    expect(none.stderr).toContain('resolver-slo failures: no resolver is named "no-such"');
    const usage = await site.runAside('failures', '--limit', '0');
    expect([usage.status, usage.stderr.split('\n', 1)[0]]).toEqual([
      2,
      expect.stringMatching(/^resolver-slo failures: option '--limit <count>' argument '0' is invalid/),
    ]);
  });

  it('is on no public path', async () => {
    expect((await fetch(`${url.public}/api/v1/failures`)).status).toBe(404);
    for (const path of ['/', '/api/v1/slos', '/api/v1/latency', '/healthz']) {
      const text = await (await fetch(url.public + path)).text();
      expect(text).not.toMatch(/pop-3|no reachable authority/);
    }
  });

  it('gives the phases of connections, in public of public series too', async () => {
    const search = 'api/v1/latency?resolver=streamed&phase=connect';
    for (const listener of [url.admin, url.public]) {
      const points = await eventually(async () => {
        const range = (await (await fetch(`${listener}/${search}`)).json()) as Partial<Latency>;
        return (range.points?.[0]?.count ?? 0) > 2 ? (range as Latency) : null;
      });
      expect(points.phase).toBe('connect');
      expect(points.points[0]!.p50Us).toBeGreaterThan(0);
    }
    const metrics = await (await fetch(`${url.admin}/metrics`)).text();
    expect(metrics).toMatch(/resolver_slo_phase_seconds_count\{.*resolver="streamed".*phase="connect"\} [1-9]/);
    expect(metrics).toMatch(/resolver_slo_connections_opened_total\{probe="public",resolver="streamed"\} [1-9]/);
    const { series } = (await (await fetch(`${url.admin}/api/v1/series`)).json()) as {
      series: { transport: string }[];
    };
    expect(series.map(({ transport }) => transport).sort()).toEqual(['tcp', 'udp']);
  });

  it('keeps one marker key over restarts, and tells it to nobody', async () => {
    const before = await markerKey();
    const told = await Promise.all(
      ['/metrics', '/api/v1/series'].map(async (path) => (await fetch(url.admin + path)).text()),
    );
    expect(await daemon.end('SIGTERM')).toBe(0);
    const stopped = site.run('failures', '--json', '--limit', '2');
    expect((JSON.parse(stopped.stdout) as { failures: Failure[] }).failures).toHaveLength(2);
    daemon = await site.start(`${url.admin}/healthz`, { env: { RESOLVER_SLO_LOG: 'debug' } });
    expect(await markerKey()).toBe(before);
    expect(told.join('') + daemon.output()).not.toContain(before);
  });

  async function failures(search = ''): Promise<readonly Failure[]> {
    const response = await fetch(`${url.admin}/api/v1/failures?${search}`);
    return ((await response.json()) as { failures: Failure[] }).failures;
  }

  async function markerKey(): Promise<string> {
    const store = openStore({ file: join(site.folder, 'data/resolver-slo.db'), access: 'read-only' });
    const key = await store.markerKey();
    store.close();
    return key;
  }

  function probe(): string {
    return `
probe: public
every: 100ms
timeout: 500ms
resolvers:
  - { name: broken, address: 127.0.0.1, port: ${String(udp.port)} }
  - { name: streamed, address: 127.0.0.1, port: ${String(tcp.port)}, transport: tcp }
queries: [{ name: www, qname: www.example.org, qtype: A, edns: { nsid: true } }]
`;
  }
});

interface Latency {
  readonly phase?: string;
  readonly points: readonly { readonly count: number; readonly p50Us: number | null }[];
}

const SLO = `
apiVersion: openslo/v1
kind: SLO
metadata: { name: availability }
spec:
  service: public-resolver
  indicator:
    metadata: { name: availability }
    spec:
      ratioMetric:
        good: { metricSource: { type: resolver-slo, spec: { probe: public, events: answered } } }
        total: { metricSource: { type: resolver-slo, spec: { probe: public, events: valid } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;
