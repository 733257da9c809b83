import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MINUTE_MS } from '../../src/domain/clock.js';
import { slo } from '../support/config-folder.js';
import { createSite, eventually, type RunningDaemon, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

/** What an operator records is in the files within so long, on a machine that does other things as well. */
const SECONDS = 15_000;

describe('http.public.export', { timeout: 180_000 }, () => {
  let udp: UdpResponder;
  let site: Site;
  let daemon: RunningDaemon;
  let url: string;
  let ports: { readonly public: number; readonly admin: number };

  const main = (more: string): string => `
vantage: here
probes: [probe.yaml]
slos: [slo.yaml]
store: { sqlite: data/resolver-slo.db }
http:
  public: { listen: "127.0.0.1:${String(ports.public)}", languages: [en, ja], title: Example${more} }
  admin: { listen: "127.0.0.1:${String(ports.admin)}" }
`;

  beforeAll(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    ports = { public: await freePort(), admin: await freePort() };
    url = `http://127.0.0.1:${String(ports.public)}`;
    site = createSite({
      'resolver-slo.yaml': main(', export: { dir: out/site, every: 10s, staleAfter: 5m }'),
      'probe.yaml': `
probe: public
every: 1s
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(udp.port)} }]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`,
      'slo.yaml': slo(),
    });
    daemon = await site.start(`${url}/healthz`);
  }, 60_000);

  afterAll(async () => {
    await site.close();
    await udp.close();
  });

  const out = (path = ''): string => join(site.folder, 'out', 'site', path);
  const text = (path: string): string => readFileSync(out(path), 'utf8');
  const has = (path: string, part: string): boolean => existsSync(out(path)) && text(path).includes(part);
  const until = (holds: () => boolean, withinMs = SECONDS) => eventually(() => (holds() ? true : null), withinMs);
  const manifest = (): { readonly isOpen?: boolean; readonly files: Readonly<Record<string, string>> } | null => {
    try {
      return JSON.parse(text('.resolver-slo-export.json')) as { readonly files: Readonly<Record<string, string>> };
    } catch {
      return null;
    }
  };
  const isDone = (): boolean => manifest()?.isOpen === false || manifest()?.isOpen === undefined;

  async function open(title: string): Promise<void> {
    const args = ['open', '--title', title, '--impact', 'major', '--message', 'We look into it.'];
    expect(await site.runAside('incident', ...args, '--slo', 'availability')).toMatchObject({ status: 0 });
  }

  async function metric(name: string): Promise<number | null> {
    const response = await fetch(`http://127.0.0.1:${String(ports.admin)}/metrics`);
    const line = (await response.text()).split('\n').find((one) => one.startsWith(`${name} `));
    return line === undefined ? null : Number(line.split(' ')[1]);
  }

  function expectWhole(): void {
    const files = readdirSync(out(), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && !one.name.startsWith('.'))
      .map((one) => relative(out(), join(one.parentPath, one.name)));
    for (const file of files.filter((path) => path.endsWith('.html'))) {
      expect(text(file).endsWith('</html>'), file).toBe(true);
      for (const [, target = ''] of text(file).matchAll(/(?:href|src)="([^"#]*)/g)) {
        if (target === '') continue;
        expect(existsSync(out(join(dirname(file), decodeURIComponent(target)))), `${target} in ${file}`).toBe(true);
      }
    }
    expect(files.filter((path) => path.endsWith('.html')).length).toBeGreaterThan(5);
  }

  it('makes the folder, and a whole site in it whose pages say for how long to rely on them', async () => {
    await until(() => has('ja/index.html', 'Example') && isDone());
    expectWhole();
    const page = text('index.html');
    const [, madeAt = ''] = /class="notice made".*?datetime="([^"]+)"/s.exec(page) ?? [];
    const [, staleFrom = ''] = /data-stale-from="([^"]+)"/.exec(page) ?? [];
    expect(Date.parse(staleFrom) - Date.parse(madeAt)).toBe(5 * MINUTE_MS);
    expect(daemon.output()).toContain('the site was exported');
  });

  it('has an incident within seconds, and figures later', async () => {
    const before = statSync(out('favicon.svg')).mtimeMs;
    await open('A fibre is cut');
    await until(() => has('index.html', 'A fibre is cut') && has('feed.atom', 'A fibre is cut'));
    expect(text('ja/incidents/1.html')).toContain('A fibre is cut');
    const valid = (): number => (JSON.parse(text('api/v1/slos/availability.json')) as { valid: number }).valid;
    const known = valid();
    await until(() => valid() > known, 30_000);
    expect(statSync(out('favicon.svg')).mtimeMs).toBe(before);
    await until(isDone);
    expectWhole();
    expect(await metric('resolver_slo_export_runs_total{outcome="written"}')).toBeGreaterThan(1);
    expect(Date.now() / 1_000 - (await metric('resolver_slo_export_last_success_timestamp_seconds'))!).toBeLessThan(60);
  });

  it('tells once that the folder is gone, goes on serving, and recovers', async () => {
    await until(isDone);
    renameSync(out(), join(site.folder, 'moved'));
    writeFileSync(out(), 'a file where the folder was');
    await open('A pump stands still');
    await eventually(async () => ((await metric('resolver_slo_export_runs_total{outcome="failed"}')) ?? 0) > 1 || null);
    expect((await fetch(`${url}/`)).status).toBe(200);
    expect(daemon.output().match(/the site could not be exported/g)).toHaveLength(1);
    rmSync(out());
    await until(() => has('index.html', 'A pump stands still') && isDone(), 90_000);
    expectWhole();
  });

  it.skipIf(!canMount())('survives a full disk (needs root)', async () => {
    await until(isDone);
    mount(out(), '64k');
    try {
      await open('The disk is full');
      await until(() => daemon.output().includes('ENOSPC'), 30_000);
      expect((await fetch(`${url}/`)).status).toBe(200);
      const lines = daemon.output().split('\n');
      expect(lines.filter((line) => line.includes('could not be exported') && line.includes('ENOSPC'))).toHaveLength(1);
    } finally {
      unmount(out());
    }
    await until(() => has('index.html', 'The disk is full') && isDone(), 90_000);
    expectWhole();
  });

  it('leaves a whole site when it is killed while it writes, and goes on from there', async () => {
    for (const title of ['Killed once', 'Killed twice']) {
      await until(isDone);
      await open(title);
      for (let i = 0; i < 5_000 && manifest()?.isOpen !== true; i++) await sleep(2);
      expect(manifest()?.isOpen).toBe(true);
      await sleep(Math.random() * 60);
      await daemon.end('SIGKILL');
      expectWhole();
      daemon = await site.start(`${url}/healthz`);
      await until(() => has('index.html', title) && isDone(), 30_000);
      expectWhole();
      expect(readdirSync(out()).filter((name) => name.includes('.new'))).toEqual([]);
    }
  });

  it('changes with a reload, and refuses a folder that is not its own', async () => {
    site.write('resolver-slo.yaml', main(', export: { dir: data }'));
    expect(site.run('check').stderr).toContain('/http/public/export/dir: must be a folder of its own');
    site.write('resolver-slo.yaml', main(', export: { dir: elsewhere, staleAfter: 1h }'));
    daemon.reload();
    await until(() => existsSync(join(site.folder, 'elsewhere', 'index.html')), 30_000);
    site.write('resolver-slo.yaml', main(''));
    daemon.reload();
    expect(await daemon.end('SIGTERM')).toBe(0);
  });
});

function mount(folder: string, size: string): void {
  const done = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
}

function unmount(folder: string): void {
  spawnSync('umount', ['--lazy', folder]);
}

/** As root, unless the container forbids it. */
function canMount(): boolean {
  return process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;
}
