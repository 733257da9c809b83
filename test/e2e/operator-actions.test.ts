import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HOUR_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { openStore } from '../../src/record/store/sqlite/open-store.js';
import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, type RunningDaemon, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

/** An outage of ten minutes, an hour ago. */
const OUTAGE_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - HOUR_MS;
const OUTAGE = ['--from', isoTime(OUTAGE_MS), '--to', isoTime(OUTAGE_MS + 10 * MINUTE_MS)];
/** What is promised of the daemon, from when the command has ended. */
const WITHIN_MS = 2000;

describe('what operators do, with a running daemon', { timeout: 90_000 }, () => {
  let udp: UdpResponder;
  let site: Site;
  let daemon: RunningDaemon;
  let url: string;
  let adminUrl: string;

  beforeAll(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    const ports = { public: await freePort(), admin: await freePort() };
    url = `http://127.0.0.1:${String(ports.public)}`;
    adminUrl = `http://127.0.0.1:${String(ports.admin)}`;
    site = createSite({
      'resolver-slo.yaml': listeningMain(ports),
      'probe.yaml': probe(udp.port, 'ns1'),
      'slo.yaml': slo(),
      'outage.ndjson': outage(),
    });
    expect(site.run('import', 'outage.ndjson').status).toBe(0);
    daemon = await site.start(`${url}/healthz`);
  }, 60_000);

  afterAll(async () => {
    await site.close();
    await udp.close();
  });

  async function shown(): Promise<SloStatus> {
    const response = await fetch(`${url}/api/v1/slos/availability`);
    const found = (await response.json()) as SloStatus | SloStatus[];
    return Array.isArray(found) ? found[0]! : found;
  }

  function withStore<T>(read: (store: SqliteStore) => Promise<T>): Promise<T> {
    const store = openStore({ file: join(site.folder, 'data/resolver-slo.db'), access: 'read-only' });
    return read(store).finally(() => store.close());
  }

  const object = (...args: readonly string[]) => {
    const { status, stdout, stderr } = site.run(...args, '--json');
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  it('a correction changes the figures of `slo --json` at once and of the daemon within two seconds', async () => {
    const before = await eventually(async () => ((await shown()).valid > 600 ? shown() : null));
    expect(before.valid - before.good).toBeGreaterThanOrEqual(600);
    const add = ['add', '--slo', 'availability', ...OUTAGE, '--exclude', '--reason', 'carrier'];
    const done = await site.runAside('correct', ...add);
    const since = performance.now();
    expect(done.stdout).toBe('1\n');
    expect(done.stderr).toContain('after   good ');
    await eventually(async () => ((await shown()).excluded.correction === 600 ? true : null));
    expect(performance.now() - since).toBeLessThan(WITHIN_MS);
    const after = await shown();
    expect(after.asMeasured?.valid).toBe(after.valid + 600);
    expect(after.asMeasured?.good).toBe(after.good);
    const [status] = JSON.parse((await site.runAside('slo', '--json')).stdout) as SloStatus[];
    expect(status?.excluded.correction).toBe(600);
    expect((await site.runAside('correct', 'revoke', '1')).status).toBe(0);
    await eventually(async () => ((await shown()).excluded.correction === 0 ? true : null), WITHIN_MS);
  });

  it('does the same over HTTP, on the admin listener alone', async () => {
    const [from, to] = [OUTAGE[1], OUTAGE[3]];
    const correction = { slo: 'availability', from, to, kind: 'exclude', reason: 'carrier' };
    const post = (base: string, path: string, body: object) =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post(url, '/api/v1/corrections', correction)).status).toBe(405);
    const made = await post(adminUrl, '/api/v1/corrections', correction);
    const body = (await made.json()) as { id: number; recordedBy: string; effect: Record<string, { valid: number }>[] };
    expect([made.status, body.recordedBy, body.effect.length]).toEqual([201, 'admin', 1]);
    expect(body.effect[0]!['before']!.valid - body.effect[0]!['after']!.valid).toBe(600);
    await eventually(async () => ((await shown()).excluded.correction === 600 ? true : null), WITHIN_MS);
    expect((await post(adminUrl, `/api/v1/corrections/${String(body.id)}/revoke`, {})).status).toBe(200);
    await eventually(async () => ((await shown()).excluded.correction === 0 ? true : null), WITHIN_MS);
    const list = JSON.parse(site.run('correct', 'list', '--json').stdout) as { revokedBy: string | null }[];
    expect(list.at(-1)?.revokedBy).toBe('admin');
  });

  it('maintenance that is recorded late counts and says so', async () => {
    const { stdout, stderr } = site.run('maintenance', 'add', '--title', 'Late', ...OUTAGE);
    expect(stdout).toBe('1\n');
    expect(stderr).toContain('counts in availability');
    expect((await shown()).excluded.maintenance).toBe(0);
  });

  it('two commands at once both write, each under its own id', async () => {
    const add = (title: string) =>
      site.runAside('incident', 'open', '--title', title, '--impact', 'minor', '--message', 'M');
    const runs = await Promise.all(['a', 'b', 'c', 'd'].map(add));
    expect(runs.map(({ status, stderr }) => [status, stderr.includes('is investigating')])).toEqual(
      runs.map(() => [0, true]),
    );
    expect(runs.map(({ stdout }) => stdout.trim()).sort()).toEqual(['1', '2', '3', '4']);
    const resolved = await Promise.all([1, 2].map(() => site.runAside('incident', 'resolve', '1', '--message', 'M')));
    expect(resolved.map(({ status }) => status).sort()).toEqual([0, 1]);
  });

  it('what is done while the daemon is killed, and right before, is kept', async () => {
    const kept = object('maintenance', 'add', '--title', 'Kept', ...OUTAGE);
    await daemon.end('SIGKILL');
    object('correct', 'add', '--slo', 'availability', ...OUTAGE, '--exclude', '--reason', 'while it is down');
    daemon = await site.start(`${url}/healthz`);
    await eventually(async () => ((await shown()).excluded.correction === 600 ? true : null));
    const list = JSON.parse(site.run('maintenance', 'list', '--json').stdout) as unknown[];
    expect(list.at(-1)).toEqual(kept);
  });

  it('the daemon logs what its alerts did, and once only over a restart', async () => {
    const log = await eventually(async () => {
      const found = await withStore((store) =>
        store.chronicle.alertTransitions('availability', { fromMs: 0, toMs: Infinity }, 100),
      );
      return found.length > 0 ? found : null;
    });
    const opened = log.filter(({ alert, to }) => alert === 'slow-drain' && to === 'firing');
    expect(opened).toHaveLength(1);
    expect(opened[0]).toMatchObject({ slo: 'availability', from: 'ok', severity: 'ticket' });
    expect(opened[0]?.explanation).toContain('600');
  });

  it('the daemon records what an SLO consists of: at the start, after a reload, and with what an import brings', async () => {
    const compositions = () => withStore((store) => store.chronicle.compositionsOf('availability'));
    const until = (count: number) =>
      eventually(async () => ((await compositions()).length >= count ? compositions() : null), 15_000);
    const first = await until(1);
    const names = (index: number) => first[index]?.content.series.map(({ resolver }) => resolver);
    expect(names(0)).toEqual(['ns1']);
    expect(first).toHaveLength(1);
    site.write('probe.yaml', probe(udp.port, 'ns1', 'ns2'));
    daemon.reload();
    const second = await until(2);
    expect(second[1]?.content.series.map(({ resolver }) => resolver)).toEqual(['ns1', 'ns2']);
    site.write('more.ndjson', outage('ns3'));
    expect(site.run('import', 'more.ndjson').status).toBe(0);
    const third = await until(3);
    expect(third[2]?.content.series.map(({ resolver, isMeasured }) => [resolver, isMeasured])).toEqual([
      ['ns1', true],
      ['ns2', true],
      ['ns3', false],
    ]);
    expect(new Set(third.map(({ digest }) => digest)).size).toBe(3);
  });
});

describe('what operators do, without a daemon', { timeout: 60_000 }, () => {
  it('makes the database where there is none, refuses what is wrong, and lists it all', () => {
    const site = createSite({
      'resolver-slo.yaml': 'vantage: here\nslos: [slo.yaml]\nstore: { sqlite: data/resolver-slo.db }\n',
      'slo.yaml': slo(),
    });
    try {
      expect(site.run('maintenance', 'list').status).toBe(3);
      expect(site.run('maintenance', 'add', '--title', 'First', ...OUTAGE).stdout).toBe('1\n');
      const wrong = site.run('maintenance', 'add', '--title', 'T', ...OUTAGE, '--slo', 'nope');
      expect([wrong.status, wrong.stdout]).toEqual([1, '']);
      expect(wrong.stderr).toContain('(availability), found "nope"');
      expect(site.run('maintenance', 'add', '--title', 'T').status).toBe(2);
      expect(site.run('maintenance', 'add', '--help').stdout).toContain('--from <time>');
      expect(site.run('correct').status).toBe(2);
      expect(site.run('maintenance', 'list').stdout).toContain('First');
    } finally {
      void site.close();
    }
  });
});

function probe(port: number, ...names: readonly string[]): string {
  const resolvers = names.map((name) => `{ name: ${name}, address: 127.0.0.1, port: ${String(port)} }`);
  return `
probe: public
every: 100ms
timeout: 1s
resolvers: [${resolvers.join(', ')}]
queries: [{ name: www, qname: www.example.org, qtype: A }]
`;
}

/** Ten minutes of sixty timeouts each. */
function outage(resolver = 'ns1'): string {
  const lines = Array.from({ length: 10 }, (_, minute) => {
    const time = isoTime(OUTAGE_MS + minute * MINUTE_MS);
    return JSON.stringify({ time, probe: 'public', resolver, query: 'www', outcome: 'timeout', count: 60 });
  });
  return `${lines.join('\n')}\n`;
}
