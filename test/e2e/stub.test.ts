import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SloStatus } from '../../src/domain/slo-status.js';
import { listeningMain } from '../support/config-folder.js';
import { createSite, eventually, type Site } from '../support/daemon.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

/** ns1 says SERVFAIL, ns2 answers; the zone's own server is silent every other time. */
describe('what clients see, and what the authority did, by a daemon', { timeout: 60_000 }, () => {
  const responders: UdpResponder[] = [];
  let site: Site;
  let url: { readonly public: string; readonly admin: string };

  beforeAll(async () => {
    const answer = (query: Uint8Array) => dnsReply(query, { answers: [aRecord('192.0.2.10')] });
    responders.push(await startUdpResponder((query, reply) => reply(dnsReply(query, { rcode: 2 }))));
    responders.push(await startUdpResponder((query, reply) => reply(answer(query))));
    responders.push(
      await startUdpResponder((query, reply, index) => {
        if (index % 2 === 0) reply(answer(query));
      }),
    );
    const [ns1, ns2, authority] = responders.map(({ port }) => String(port));
    const ports = { public: await freePort(), admin: await freePort() };
    url = { public: `http://127.0.0.1:${String(ports.public)}`, admin: `http://127.0.0.1:${String(ports.admin)}` };
    site = createSite({
      'resolver-slo.yaml': listeningMain(ports),
      'probe.yaml': `
probe: public
every: 200ms
timeout: 300ms
resolvers:
  - { name: ns1, address: 127.0.0.1, port: ${ns1!} }
  - { name: ns2, address: 127.0.0.1, port: ${ns2!} }
queries: [{ name: www, qname: www.example.org, control: "127.0.0.1:${authority!}" }]
stub: { timeout: 1s }
`,
      'slo.yaml': [slo('all', ''), slo('clients', 'resolver: stub, ')].join('---\n'),
    });
    await site.start(`${url.admin}/healthz`);
  });

  afterAll(async () => {
    await site.close();
    await Promise.all(responders.map((responder) => responder.close()));
  });

  const statusOf = async (name: string): Promise<SloStatus> =>
    (await (await fetch(`${url.public}/api/v1/slos/${name}`)).json()) as SloStatus;

  it('counts the stub only where it is named, and subtracts no control', async () => {
    const clients = await eventually(async () => {
      const status = await statusOf('clients');
      return status.valid > 10 ? status : null;
    });
    expect(clients).toMatchObject({ sli: 1, status: 'met' });
    const all = await statusOf('all');
    // Half of what resolvers are asked fails; with the stub's series it would be a third.
    expect(all.sli).toBeGreaterThan(0.4);
    expect(all.sli).toBeLessThan(0.6);
    expect(all.controls).toMatchObject([{ probe: 'public', query: 'www' }]);
    expect(all.controls![0]!.sli).toBeGreaterThan(0.3);
    expect(all.controls![0]!.sli).toBeLessThan(0.7);
    expect(all.controls![0]!.valid).toBeLessThan(all.valid);
  });

  it('shows the control on the page and in the command', async () => {
    const page = await (await fetch(`${url.public}/slo/all`)).text();
    expect(page).toMatch(/The authoritative server behind “www” answered [3-6]/);
    const { stdout } = await site.runAside('slo', 'all');
    expect(stdout).toMatch(/ {2}control of public\/www: \d+\.\d\d % of \d+ answered/);
  });

  it('tells who answered the stub', async () => {
    const metrics = await (await fetch(`${url.admin}/metrics`)).text();
    const of = (name: string, resolver: string) => {
      const found = new RegExp(`resolver_slo_stub_${name}_total\\{[^}]*resolver="${resolver}"[^}]*\\} (\\d+)`).exec(
        metrics,
      );
      return Number(found?.[1]);
    };
    expect(of('queries', 'ns1')).toBeGreaterThan(10);
    expect(of('answers', 'ns1')).toBe(0);
    expect(of('answers', 'ns2')).toBe(of('queries', 'ns2'));
    expect(of('answers', 'ns2')).toBeGreaterThan(10);
    const { series } = (await (await fetch(`${url.admin}/api/v1/series`)).json()) as { series: { resolver: string }[] };
    expect(series.map(({ resolver }) => resolver).sort()).toEqual(['control', 'ns1', 'ns2', 'stub']);
  });

  it('says how the load is made up', async () => {
    const { stdout, status } = await site.runAside('check', '--json');
    expect(status).toBe(0);
    const { load } = JSON.parse(stdout) as { load: { resolver: string; qps: number }[] };
    expect(load.map(({ qps }) => qps)).toEqual([15, 15, 5]);
  });
});

function slo(name: string, selector: string): string {
  return `
apiVersion: openslo/v1
kind: SLO
metadata: { name: ${name} }
spec:
  service: public-resolver
  indicator:
    metadata: { name: ${name} }
    spec:
      ratioMetric:
        good: { metricSource: { type: resolver-slo, spec: { ${selector}events: answered } } }
        total: { metricSource: { type: resolver-slo, spec: { ${selector}events: valid } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.99 }]
`;
}
