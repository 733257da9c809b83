import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

const PROGRAM = fileURLToPath(new URL('../../bin/resolver-slo.mjs', import.meta.url));
const SNIPPET = fileURLToPath(new URL('../../agent/mackerel-agent.conf.d/resolver-slo.conf', import.meta.url));
const TOKEN = 'r3ad-token';

describe('plugins of mackerel-agent, with a real daemon', { timeout: 60_000 }, () => {
  let udp: UdpResponder;
  let site: Site;
  let adminUrl: string;

  beforeAll(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    const ports = { public: await freePort(), admin: await freePort() };
    adminUrl = `http://127.0.0.1:${String(ports.admin)}`;
    const main = listeningMain(ports).replace(/admin: \{/, `admin: { token: "${TOKEN}",`);
    site = createSite({
      'resolver-slo.yaml': main,
      'no-admin.yaml': 'store: { sqlite: data/x.db }\n',
      'probe.yaml': `
probe: public
every: 100ms
timeout: 1s
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(udp.port)} }]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`,
      'slo.yaml': slo(),
      token: `${TOKEN}\n`,
    });
    await site.start(`${adminUrl}/healthz`);
    await eventually(async () => ((await run({}, 'plugin', 'slo')).stdout === '' ? null : true), 20_000);
  }, 60_000);

  afterAll(async () => {
    await site.close();
    await udp.close();
  });

  function run(env: Record<string, string>, ...args: readonly string[]) {
    const options = { cwd: site.folder, env: { ...process.env, MACKEREL_AGENT_PLUGIN_META: '', ...env } };
    return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, [PROGRAM, ...args], options, (_, stdout, stderr) =>
        resolve({ status: child.exitCode, stdout, stderr }),
      );
    });
  }

  it('prints metrics of now, and the graphs when it is asked for them', async () => {
    const { status, stdout, stderr } = await run({}, 'plugin', 'slo');
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(lines).toContainEqual(['resolver-slo.sli.availability', '100', expect.stringMatching(/^\d{10}$/)]);
    expect(lines).toContainEqual(['resolver-slo.error_budget.availability', '100', expect.anything()]);
    for (const [, , epoch] of lines) expect(Math.abs(Number(epoch) - Date.now() / 1_000)).toBeLessThan(60);
    const graphs = await run({ MACKEREL_AGENT_PLUGIN_META: '1' }, 'plugin', 'slo', '--prefix', 'dns');
    expect(graphs.stdout).toMatch(
      /^# mackerel-agent-plugin\n\{"graphs":\{"dns\.sli":\{"label":"SLI","unit":"percentage",/,
    );
  });

  it('checks an SLO', async () => {
    const { status, stdout } = await run({}, 'check-plugin', 'slo', 'availability');
    expect(stdout).toMatch(/^OK: availability: met; 100 % of 99\.9 % over 4w; 100 % of the error budget left\n$/);
    expect(status).toBe(0);
  });

  it('asks without a configuration, with a token from a file or the environment', async () => {
    const ask = ['check-plugin', 'slo', 'availability', '--url', adminUrl];
    expect((await run({}, ...ask, '--token-file', join(site.folder, 'token'))).status).toBe(0);
    expect((await run({ RESOLVER_SLO_TOKEN: TOKEN }, ...ask)).status).toBe(0);
    const refused = await run({ RESOLVER_SLO_TOKEN: 'wr0ng' }, ...ask);
    expect(refused).toMatchObject({
      status: 3,
      stdout: expect.stringMatching(/^UNKNOWN: .*the daemon answered 401: /) as string,
    });
    expect(refused.stdout).not.toContain('wr0ng');
    expect((await run({}, ...ask, '--token-file', 'no-such')).stdout).toContain('found ENOENT');
  });

  it('is UNKNOWN of what it does not know, also where it is called wrongly', async () => {
    expect(await run({}, 'check-plugin', 'slo', 'gone')).toMatchObject({
      status: 3,
      stdout: 'UNKNOWN: there is no SLO "gone"\n',
    });
    expect((await run({}, 'check-plugin', 'slo')).status).toBe(3);
    expect((await run({}, 'check-plugin', 'sloo')).status).toBe(3);
    const away = await run({}, 'check-plugin', 'slo', 'availability', '--url', 'http://127.0.0.1:9');
    expect(away).toMatchObject({ status: 3, stdout: expect.stringContaining('the daemon does not answer') as string });
    const closed = await run({}, 'check-plugin', 'slo', 'availability', '-c', 'no-admin.yaml');
    expect(closed.stdout).toContain('UNKNOWN: ');
    expect(closed.stdout).toContain('a listener "admin" is required');
  });

  it('prints no metric where there is no answer, and says why', async () => {
    const away = await run({}, 'plugin', 'slo', '--url', 'http://127.0.0.1:9');
    expect([away.status, away.stdout]).toEqual([3, '']);
    expect(away.stderr).toContain('resolver-slo: http://127.0.0.1:9/api/v1/slos: the daemon does not answer');
    const other = await run({}, 'plugin', 'slo', '--slo', 'gone');
    expect(other).toEqual({ status: 1, stdout: '', stderr: 'resolver-slo plugin slo: there is no SLO "gone"\n' });
    expect((await run({}, 'plugin', 'nothing')).status).toBe(2);
    expect((await run({}, 'plugin', 'slo', '--prefix', 'a b')).status).toBe(2);
  });

  it('tells nothing of figures that are old, or are not the daemon’s', async () => {
    const old = JSON.stringify([{ name: 'availability', window: { to: '2026-01-01T00:00:00Z' } }]);
    for (const [body, words] of [
      [old, 'over five minutes old'],
      ['{}', 'is it the admin listener?'],
    ] as const) {
      const { url, close } = await answering(body);
      expect((await run({}, 'check-plugin', 'slo', 'availability', '--url', url)).stdout).toContain(words);
      await close();
    }
  });

  it('is called by the shipped configuration of the agent as it can be', async () => {
    const commands = [...readFileSync(SNIPPET, 'utf8').matchAll(/^command = (\[.*\])$/gm)];
    expect(commands).toHaveLength(2);
    for (const [, list = '[]'] of commands) {
      const [program, ...args] = JSON.parse(list) as string[];
      const own = args.map((arg) => arg.replace('/etc/resolver-slo/resolver-slo.yaml', site.file));
      const here = own.map((arg) => arg.replace('public-availability', 'availability'));
      expect([program, (await run({}, ...here)).status]).toEqual(['resolver-slo', 0]);
    }
  });
});

async function answering(body: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server: Server = createServer((_, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
