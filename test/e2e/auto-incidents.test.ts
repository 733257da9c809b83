import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, pause, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

interface Listed {
  readonly id?: number;
  readonly proposal?: number;
  readonly status: string;
  readonly title: string;
  readonly slos: readonly string[];
  readonly openedAt?: string;
  readonly updates?: readonly { readonly message: string; readonly recordedBy: string }[];
}

describe('incidents that alerts open, with a real daemon', { timeout: 120_000 }, () => {
  let udp: UdpResponder;
  let site: Site;
  let main: string;
  let healthUrl: string;

  beforeEach(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    const ports = { public: await freePort(), admin: await freePort() };
    healthUrl = `http://127.0.0.1:${String(ports.admin)}/healthz`;
    main = listeningMain(ports);
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
      'outage.ndjson': outage(),
    });
    expect(site.run('import', 'outage.ndjson').status).toBe(0);
  }, 60_000);

  afterEach(async () => {
    await site.close();
    await udp.close();
  });

  const listed = async (...args: readonly string[]): Promise<readonly Listed[]> =>
    JSON.parse((await site.runAside('incident', 'list', '--json', ...args)).stdout) as Listed[];
  const some = () => eventually(async () => ((await listed()).length > 0 ? listed() : null), 20_000);

  it('proposes one, once over kills, restarts and reloads, which an operator publishes', async () => {
    let daemon = await site.start(healthUrl);
    const [proposed] = await some();
    expect(proposed).toMatchObject({
      proposal: 1,
      status: 'proposed',
      title: 'public: availability below its objective',
      slos: ['availability'],
    });
    await daemon.end('SIGKILL');
    daemon = await site.start(healthUrl);
    daemon.reload();
    await pause(3000);
    expect(await listed('--proposals')).toMatchObject([{ proposal: 1, status: 'proposed' }]);
    expect((await site.runAside('incident', 'list')).stdout).toContain('resolver-slo incident publish 1');
    expect((await site.runAside('incident', 'publish', '1', '--by', 'ada')).stdout).toBe('1\n');
    expect((await site.runAside('incident', 'resolve', '1', '--message', 'Over.', '--by', 'ada')).status).toBe(0);
    site.write('resolver-slo.yaml', `${main}incidents: { auto: publish }\n`);
    daemon.reload();
    await pause(3000);
    expect(await listed()).toMatchObject([{ id: 1, status: 'resolved', updates: [{ recordedBy: 'ada' }, {}] }]);
    expect(await listed('--proposals')).toMatchObject([{ proposal: 1, status: 'published' }]);
    expect(daemon.output()).not.toContain('periodic task failed');
  });

  it('opens one at once where it is told to, and never twice, whenever it is killed', async () => {
    site.write('resolver-slo.yaml', `${main}incidents: { auto: publish }\n`);
    for (const afterMs of [0, 300, 700, 1100, 1500, 2500]) {
      const daemon = await site.start(healthUrl);
      await pause(afterMs);
      await daemon.end('SIGKILL');
    }
    const daemon = await site.start(healthUrl);
    const incidents = await some();
    await pause(2500);
    expect(await listed()).toEqual(incidents);
    expect(incidents).toMatchObject([
      { id: 1, status: 'investigating', slos: ['availability'], updates: [{ recordedBy: 'resolver-slo' }] },
    ]);
    expect(incidents[0]?.updates?.[0]?.message).toMatch(/availability: [\d.]+ % of [\d,]+ measurements failed within/);
    expect(await listed('--proposals')).toMatchObject([{ proposal: 1, status: 'published', incident: 1 }]);
    expect(await daemon.end('SIGTERM')).toBe(0);
  });
});

/** The last ten minutes, of sixty timeouts each. */
function outage(): string {
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const lines = Array.from({ length: 10 }, (_, minute) => {
    const time = isoTime(nowMs - (minute + 1) * MINUTE_MS);
    return JSON.stringify({ time, probe: 'public', resolver: 'ns1', query: 'www', outcome: 'timeout', count: 600 });
  });
  return `${lines.join('\n')}\n`;
}
