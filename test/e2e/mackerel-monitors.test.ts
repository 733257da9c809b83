import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { slo } from '../support/config-folder.js';
import { createSite, type Site } from '../support/daemon.js';
import { type FakeMackerel, startFakeMackerel } from '../support/fake-mackerel.js';

const PROGRAM = fileURLToPath(new URL('../../bin/resolver-slo.mjs', import.meta.url));
const KEY = 'zqx7-key';
const PROBE = `probe: public
every: 5s
timeout: 1s
resolvers: [{ name: ns1, address: 127.0.0.1, port: 5399 }]
queries: [{ name: www, qname: www.example.org }]
`;

let mackerel: FakeMackerel;
let site: Site;

beforeEach(async () => {
  mackerel = await startFakeMackerel({ apiKey: KEY });
  site = createSite({
    'resolver-slo.yaml': mainFile(mackerel.url),
    'nothing.yaml': 'store: { sqlite: data/r.db }\n',
    'probe.yaml': PROBE,
    'slo.yaml': slo(),
  });
});

afterEach(async () => {
  await site.close();
  await mackerel.close();
});

function mainFile(apiBase: string): string {
  return `store: { sqlite: data/r.db }
probes: [probe.yaml]
slos: [slo.yaml]
http: { public: { listen: "127.0.0.1:0", baseUrl: "https://status.example.org" } }
mackerel: { apiKey: "\${MACKEREL_APIKEY}", service: dns, apiBase: "${apiBase}", runbook: "https://wiki.example.org/dns" }
`;
}

/** Not in step, for the fake answers in this very process. */
function run(...args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const options = { cwd: site.folder, env: { ...process.env, MACKEREL_APIKEY: KEY } };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM, 'mackerel', ...args], options, (_, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('resolver-slo mackerel', { timeout: 60_000 }, () => {
  it('shows what is to be done, does it, and has nothing to do then', async () => {
    const byHand = mackerel.monitors.add({ type: 'host', name: 'CPU %', metric: 'cpu%' });
    const planned = await run('plan');
    expect(planned).toMatchObject({ status: 0, stderr: '' });
    expect(planned.stdout).toContain('+ SLO availability: fast-burn\n');
    expect(planned.stdout).toMatch(/\n7 to create, 0 to update, 0 to delete\n$/);
    expect(mackerel.monitors.all).toEqual([byHand]);

    const done = await run('sync');
    expect(done.stdout).toMatch(/\n7 created, 0 updated, 0 deleted\n$/);
    expect(mackerel.monitors.all).toHaveLength(8);
    expect(mackerel.monitors.all[0]).toBe(byHand);
    for (const command of ['plan', 'sync'])
      expect(await run(command)).toEqual({ status: 0, stdout: 'no changes\n', stderr: '' });
    expect(JSON.parse((await run('plan', '--json')).stdout)).toEqual({ create: [], update: [], delete: [] });
  });

  it('shows each field that is not as it should be', async () => {
    await run('sync');
    const budget = mackerel.monitors.all.find(({ name }) => name === 'SLO availability: error budget')!;
    Object.assign(budget, { warning: 0.5, memo: `by hand\n${String(budget['memo'])}` });
    const planned = await run('plan');
    expect(planned.stdout).toBe(
      '~ SLO availability: error budget\n    memo:\n      - by hand\n    warning: 0.5 → 0.1\n0 to create, 1 to update, 0 to delete\n',
    );
    const json = JSON.parse((await run('plan', '--json')).stdout) as { update: object[] };
    expect(json.update).toMatchObject([{ id: budget['id'], name: budget['name'] }]);
    expect((await run('sync')).stdout).toMatch(/\n0 created, 1 updated, 0 deleted\n$/);
    expect((await run('plan')).stdout).toBe('no changes\n');
  });

  it('makes the graphs of the host too, where there is one', async () => {
    site.write('resolver-slo.yaml', mainFile(mackerel.url).replace('service: dns,', 'service: dns, host: {},'));
    expect((await run('plan')).stdout).toContain('+ graph custom.resolver-slo.rtt.#\n');
    expect((await run('sync')).stdout).toMatch(/\n10 created, 0 updated, 0 deleted\n$/);
    expect([...mackerel.hosts.graphs.keys()]).toHaveLength(3);
    expect((await run('plan')).stdout).toBe('no changes\n');
    // What an earlier release made otherwise.
    const [path, kept] = [...mackerel.hosts.metadata][0]!;
    const { graphs } = kept as { graphs: { name: string; unit: string }[] };
    const old = { ...graphs[0]!, name: 'custom.resolver-slo.old', unit: 'float' };
    mackerel.hosts.graphs.set(old.name, old);
    mackerel.hosts.metadata.set(path, { graphs: [{ ...graphs[0]!, unit: 'float' }, ...graphs.slice(1), old] });
    expect((await run('plan')).stdout).toBe(
      '~ graph custom.resolver-slo.availability\n- graph custom.resolver-slo.old\n0 to create, 1 to update, 1 to delete\n',
    );
    expect((await run('sync')).stdout).toMatch(/\n0 created, 1 updated, 1 deleted\n$/);
    expect([...mackerel.hosts.graphs.keys()]).toHaveLength(3);
    expect((await run('sync')).stdout).toBe('no changes\n');
  });

  it('says what Mackerel refuses, without the key, and exits 3', async () => {
    await mackerel.setFault({ kind: 'status', status: 403, message: `key ${KEY} may not write` });
    const { status, stdout, stderr } = await run('sync');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toBe('resolver-slo: GET monitors: Mackerel answered 403: key *** may not write\n');
  });

  it('tries for a while to reach Mackerel, then says so and exits 3', async () => {
    await mackerel.setFault({ kind: 'down' });
    const from = performance.now();
    const { status, stdout, stderr } = await run('plan');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^resolver-slo: GET monitors: ECONNREFUSED 127\.0\.0\.1:\d+\n$/);
    // Three pauses of 1 s and more.
    expect(performance.now() - from).toBeGreaterThan(6_000);
  });

  it('says what is missing where there is no Mackerel, and exits 1', async () => {
    const { status, stderr } = await run('plan', '-c', 'nothing.yaml');
    expect([status, stderr]).toEqual([1, 'nothing.yaml: /mackerel: a section "mackerel" is required, found none\n']);
    expect((await run('plan', '-c', join('no', 'such.yaml'))).status).toBe(1);
  });

  it('knows plan and sync only', async () => {
    expect((await run('plant')).status).toBe(2);
    expect((await run()).status).not.toBe(0);
  });
});
