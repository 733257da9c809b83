import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { type FakeBootstrapDns, startFakeBootstrapDns } from '../support/fake-bootstrap-dns.js';
import { freePort } from '../support/free-port.js';
import { attributesOf, metricsOf, type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.js';
import { hasOpenssl, makeTestCertificate } from '../support/test-certificate.js';

const KEY = 'zqx7-key';
const NAME = 'otlp.collector.test';

describe.runIf(hasOpenssl)('OTLP, with a real daemon', { timeout: 120_000 }, () => {
  let udp: UdpResponder;
  let dns: FakeBootstrapDns;
  let collector: OtlpCollector;
  let site: Site;

  afterEach(async () => {
    await site.close();
    await Promise.all([udp.close(), dns.close(), collector.close()]);
  });

  it('tells over TLS what the metrics say, and a last time when it ends, with the bootstrap resolver gone', async () => {
    const certificate = makeTestCertificate([NAME]);
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    dns = await startFakeBootstrapDns({ [NAME]: '127.0.0.1' });
    collector = await startOtlpCollector({ tls: certificate });
    const ports = { public: await freePort(), admin: await freePort() };
    const healthUrl = `http://127.0.0.1:${String(ports.admin)}/healthz`;
    site = createSite({
      'resolver-slo.yaml': `${listeningMain(ports)}bootstrap: ["127.0.0.1:${String(dns.endpoint.port)}"]
otlp: { endpoint: "https://${NAME}:${String(collector.port)}", headers: { Mackerel-Api-Key: ${KEY} }, every: 10s, histogram: both }
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
    writeFileSync(join(site.folder, 'ca.pem'), certificate.cert);
    const daemon = await site.start(healthUrl, { env: { NODE_EXTRA_CA_CERTS: join(site.folder, 'ca.pem') } });
    await eventually(() => (collector.requests.length > 0 ? true : null), 30_000);
    await dns.close();
    const metrics = await (await fetch(healthUrl.replace('healthz', 'metrics'))).text();
    const answered = Number(/resolver_slo_attempts_total\{.*outcome="answered"\} (\d+)/.exec(metrics)?.[1]);
    expect(answered).toBeGreaterThan(0);
    expect(await daemon.end('SIGTERM')).toBe(0);

    const last = collector.requests.at(-1)!;
    expect(last.metadata['mackerel-api-key']).toBe(KEY);
    const told = metricsOf(last.request);
    const point = told
      .get('resolver_slo.attempts')!
      .sum!.data_points.find((one) => attributesOf(one)['outcome'] === 'answered')!;
    // The last message is of the daemon's end: what was asked meanwhile is in it.
    expect(Number(point.as_int)).toBeGreaterThanOrEqual(answered);
    expect(Number(told.get('resolver_slo.rtt')!.histogram!.data_points[0]!.count)).toBe(Number(point.as_int));
    expect(told.get('resolver_slo.sli')!.gauge!.data_points[0]).toMatchObject({ as_double: 1 });
    expect(daemon.output()).not.toContain(KEY);
    expect(metrics).toMatch(/^resolver_slo_otlp_sent_messages_total [1-9]/m);
  });
});
