import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ceilTo, HOUR_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, type RunningDaemon, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

/** Ten minutes an hour ago, of sixty timeouts each. */
const OUTAGE_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - HOUR_MS;
const OUTAGE_ATTEMPTS = 600;
/** Annotation `maintenance-notice` of the SLO that leaves maintenance out. */
const NOTICE_MS = 2000;

describe('announced maintenance, with a running daemon', { timeout: 150_000 }, () => {
  let udp: UdpResponder;
  let site: Site;
  let daemon: RunningDaemon;
  let url: string;
  let isBroken = false;

  beforeAll(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, isBroken ? { rcode: 2 } : {})));
    const ports = { public: await freePort(), admin: await freePort() };
    url = `http://127.0.0.1:${String(ports.public)}`;
    site = createSite({
      'resolver-slo.yaml': listeningMain(ports),
      'probe.yaml': probe(udp.port),
      'slo.yaml': `${excluding(slo({ name: 'excluding' }))}---\n${slo({ name: 'counting' })}`,
      'outage.ndjson': outage(),
    });
    expect(site.run('import', 'outage.ndjson').status).toBe(0);
    daemon = await site.start(`${url}/healthz`);
  }, 60_000);

  afterAll(async () => {
    await daemon.end('SIGTERM');
    await site.close();
    await udp.close();
  });

  async function shown(): Promise<{ readonly excluding: SloStatus; readonly counting: SloStatus }> {
    const statuses = (await (await fetch(`${url}/api/v1/slos`)).json()) as readonly SloStatus[];
    const named = (name: string): SloStatus => statuses.find((status) => status.name === name)!;
    return { excluding: named('excluding'), counting: named('counting') };
  }

  const announce = (title: string, fromMs: number, toMs: number) =>
    site.runAside('maintenance', 'add', '--title', title, '--from', isoTime(fromMs), '--to', isoTime(toMs));

  it('is left out while it goes on, as its SLO says, and told; what was announced late counts', async () => {
    // The next whole minute for which there is time to announce it.
    const fromMs = ceilTo(Date.now() + NOTICE_MS + 6000, MINUTE_MS);
    const announced = await announce('Rack move', fromMs, fromMs + 2 * MINUTE_MS);
    expect(Date.now()).toBeLessThan(fromMs - NOTICE_MS);
    expect(announced.stderr).toContain('left out of excluding');
    expect(announced.stderr).toContain('counts in counting, whose policy it is');
    const late = await announce('Told too late', OUTAGE_MS, OUTAGE_MS + 10 * MINUTE_MS);
    expect(late.stderr).toContain('too late to be left out, still counts in excluding');

    // Nothing is left out before it begins.
    const before = await eventually(async () => ((await shown()).excluding.good > 0 ? shown() : null));
    expect(failed(before.excluding)).toBe(OUTAGE_ATTEMPTS);
    expect(before.excluding.excluded.maintenance).toBe(0);

    await until(fromMs + 1000);
    isBroken = true;
    const during = await eventually(async () => {
      const found = await shown();
      return failed(found.counting) >= OUTAGE_ATTEMPTS + 20 ? found : null;
    }, 20_000);
    isBroken = false;

    const { excluding, counting } = during;
    // Only what was announced late counts, and each attempt is in one place or the other.
    expect(failed(excluding)).toBe(OUTAGE_ATTEMPTS);
    expect(excluding.excluded.maintenance).toBeGreaterThanOrEqual(20);
    expect(excluding.asMeasured).toMatchObject({ good: counting.good, valid: counting.valid, sli: counting.sli });
    expect(excluding.asMeasured?.valid).toBe(excluding.valid + excluding.excluded.maintenance);
    expect(excluding.sli).toBe(excluding.good / excluding.valid);
    expect(counting.excluded.maintenance).toBe(0);
    expect(counting.asMeasured).toBeUndefined();
  });

  it('says the same in `slo --json`, on the page and in the list', async () => {
    const [excluding] = JSON.parse((await site.runAside('slo', 'excluding', '--json')).stdout) as SloStatus[];
    expect(failed(excluding!)).toBe(OUTAGE_ATTEMPTS);
    expect(failed(excluding!.asMeasured!)).toBeGreaterThanOrEqual(OUTAGE_ATTEMPTS + 20);
    expect(await (await fetch(`${url}/slo/excluding`)).text()).toMatch(
      /[0-9] attempts left out during maintenance that was announced in time/,
    );
    const list = (await site.runAside('maintenance', 'list')).stdout;
    expect(list).toContain('Rack move');
    expect(list).toContain('Told too late');
  });
});

function failed({ good, valid }: Pick<SloStatus, 'good' | 'valid'>): number {
  return valid - good;
}

async function until(timeMs: number): Promise<void> {
  await eventually(() => Promise.resolve(Date.now() >= timeMs ? true : null), 80_000);
}

function excluding(text: string): string {
  const annotations = `resolver-slo/maintenance: exclude, resolver-slo/maintenance-notice: ${String(NOTICE_MS)}ms`;
  return text.replace('{ name: excluding }', `{ name: excluding, annotations: { ${annotations} } }`);
}

function probe(port: number): string {
  return `
probe: public
every: 100ms
timeout: 3s
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(port)} }]
queries: [{ name: www, qname: www.example.org }]
`;
}

function outage(): string {
  const lines = Array.from({ length: 10 }, (_, minute) => {
    const time = isoTime(OUTAGE_MS + minute * MINUTE_MS);
    return JSON.stringify({ time, probe: 'public', resolver: 'ns1', query: 'www', outcome: 'timeout', count: 60 });
  });
  return `${lines.join('\n')}\n`;
}
