import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startCountingResponder, type CountingResponder } from '../support/counting-responder.js';
import { createSite, eventually, pause, type RunningDaemon, type Site } from '../support/daemon.js';
import { freePort } from '../support/free-port.js';

describe('signals to the daemon', () => {
  let responder: CountingResponder;
  let silent: Socket;
  let site: Site;
  let ports: { readonly public: number; readonly admin: number; readonly other: number };
  let daemon: RunningDaemon;

  beforeAll(async () => {
    responder = await startCountingResponder();
    silent = createSocket('udp4').bind(0, '127.0.0.1');
    await once(silent, 'listening');
    ports = { public: await freePort(), admin: await freePort(), other: await freePort() };
    site = createSite({ 'resolver-slo.yaml': root(ports.public), 'probe.yaml': probe('www') });
    daemon = await site.start(`http://127.0.0.1:${String(ports.admin)}/healthz`);
  });

  afterAll(async () => {
    await site.close();
    await responder.close();
    silent.close();
  });

  it('SIGHUP with a broken configuration says what is wrong and where, and keeps measuring', async () => {
    site.write('probe.yaml', `${probe('www')}colour: blue\n`);
    daemon.reload();
    await eventually(() => (daemon.output().includes('/colour') ? true : null));
    await eventually(() => (daemon.output().includes('the running one stays') ? true : null));
    const unknown =
      'unknown key "colour"; known keys: probe, every, schedule, jitter, timeout, resolvers, queries, stub';
    expect(refusals()).toEqual([
      `${site.folder}/probe.yaml:9:1: /colour: ${unknown}`,
      'the new configuration cannot be used; the running one stays',
    ]);
    const before = responder.received();
    await eventually(() => (responder.received() > before + 2 ? true : null));
  });

  it('SIGHUP with what only a restart can change says where that stands', async () => {
    site.write('probe.yaml', probe('www'));
    site.write('resolver-slo.yaml', `${root(ports.public)}retention: { minutes: 50d }\n`);
    daemon.reload();
    await eventually(() => (daemon.output().includes('/retention') ? true : null));
    expect(refusals()).toContain(
      `${site.file}:8:12: /retention: reload: "retention" cannot change while the daemon runs; restart it`,
    );
    expect(daemon.output()).not.toContain('stack');
  });

  it('SIGHUP takes new series up and a new listen address', async () => {
    site.write('probe.yaml', probe('other'));
    site.write('resolver-slo.yaml', root(ports.other));
    daemon.reload();
    await eventually(async () => ((await reachable(ports.other)) ? true : null));
    expect(await reachable(ports.public)).toBe(false);
    await eventually(async () => (/query="other",outcome="answered"} [1-9]/.test(await metrics()) ? true : null));
  });

  it('SIGHUP takes what is not measured any more out of the metrics, attempts that end later too', async () => {
    expect(await metrics()).not.toContain('query="www"');
    // Those of the silent resolver end by their timeout, and are told in the next batch.
    await pause(1_500);
    expect(await metrics()).not.toContain('query="www"');
  });

  it('SIGHUP with an address that is taken leaves the old one open and measures nothing new', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    site.write('resolver-slo.yaml', root((squatter.address() as AddressInfo).port));
    site.write('probe.yaml', probe('refused'));
    daemon.reload();
    await eventually(() => (daemon.output().includes('EADDRINUSE') ? true : null));
    const place = `${site.file}:6:21: /http/public/listen: Listen on 127.0.0.1:`;
    expect(refusals().filter((line) => line.startsWith(place))).toHaveLength(1);
    expect(daemon.output()).not.toContain('stack');
    await eventually(async () => ((await reachable(ports.other)) ? true : null));
    squatter.close();
    await pause(1_500);
    expect(await metrics()).not.toContain('query="refused"');
    site.write('probe.yaml', probe('other'));
  });

  it('SIGTERM during the start ends with 0', async () => {
    const other = createSite({ 'resolver-slo.yaml': 'store: { sqlite: data/resolver-slo.db }\n' });
    const starting = await other.start('');
    await eventually(() => (existsSync(join(other.folder, 'data')) ? true : null));
    expect(await starting.end('SIGTERM')).toBe(0);
    await other.close();
  });

  it('SIGTERM right after SIGHUP ends with 0', async () => {
    site.write('resolver-slo.yaml', root(ports.public));
    daemon.reload();
    await pause(60);
    expect(await daemon.end('SIGTERM')).toBe(0);
  });

  /** The messages of all errors that were logged. */
  function refusals(): readonly string[] {
    const entries = daemon
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{"level":50'));
    return entries.map((line) => (JSON.parse(line) as { msg: string }).msg);
  }

  async function reachable(port: number): Promise<boolean> {
    return (await fetch(`http://127.0.0.1:${String(port)}/healthz`).catch(() => null)) !== null;
  }

  async function metrics(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${String(ports.admin)}/metrics`)).text();
  }

  function root(publicPort: number): string {
    return `
vantage: here
probes: [probe.yaml]
store: { sqlite: data/resolver-slo.db }
http:
  public: { listen: "127.0.0.1:${String(publicPort)}" }
  admin: { listen: "127.0.0.1:${String(ports.admin)}" }
`;
  }

  function probe(query: string): string {
    return `
probe: public
every: 200ms
timeout: 500ms
resolvers:
  - { name: ns1, address: 127.0.0.1, port: ${String(responder.port)} }
  - { name: silent, address: 127.0.0.1, port: ${String(silent.address().port)} }
queries: [{ name: ${query}, qname: www.example.org, qtype: A }]
`;
  }
});
