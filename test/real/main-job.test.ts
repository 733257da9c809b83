import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { SloStatus } from '../../src/domain/slo-status.js';
import { createSite, eventually, pause, type RunningDaemon, type Site } from '../support/daemon.js';
import { freePort } from '../support/free-port.js';
import { hasUnbound, startUnbound, type Unbound } from '../support/unbound.js';
import { attemptsInStore } from '../support/attempts-in-store.js';

/** The long form (`npm run bench`) probes for three minutes once a second, this one for some seconds more often. */
const LONG = process.env['RESOLVER_SLO_LONG'] === '1';
const EVERY_MS = LONG ? 1_000 : 200;
const WELL_MS = LONG ? 180_000 : 6_000;
const DEAD_MS = LONG ? 20_000 : 4_000;
const TIMEOUT_MS = 500;

describe.skipIf(!hasUnbound)('the main job against a real unbound', () => {
  let unbound: Unbound;
  let site: Site;
  let daemon: RunningDaemon;
  let publicUrl: string;
  let adminUrl: string;

  beforeAll(async () => {
    unbound = await startUnbound();
    const [publicPort, adminPort] = [await freePort(), await freePort()];
    publicUrl = `http://127.0.0.1:${String(publicPort)}`;
    adminUrl = `http://127.0.0.1:${String(adminPort)}`;
    site = createSite({
      'resolver-slo.yaml': `
vantage: here
probes: [probes/*.yaml]
slos: [slos/*.yaml]
store: { sqlite: data/resolver-slo.db }
http:
  public: { listen: "127.0.0.1:${String(publicPort)}" }
  admin: { listen: "127.0.0.1:${String(adminPort)}" }
`,
      'probes/public.yaml': probe(`${String(EVERY_MS)}ms`, unbound.port),
      'slos/availability.yaml': AVAILABILITY,
    });
  });

  afterAll(async () => {
    await site.close();
    await unbound.close();
  });

  it(
    'counts every attempt once, and every reader of the figures agrees to the attempt',
    async () => {
      daemon = await site.start(`${publicUrl}/healthz`);
      await pause(WELL_MS);
      const well = await status(publicUrl);
      expect(well.sli).toBe(1);
      expect(well.valid).toBeGreaterThanOrEqual(Math.floor((WELL_MS - 2_500) / EVERY_MS));

      const dyingMs = Date.now();
      await unbound.stop();
      const deadMs = Date.now();
      await pause(DEAD_MS);
      const risingMs = Date.now();
      await unbound.start();
      const risenMs = Date.now();
      await pause(TIMEOUT_MS + 2_500);

      const outcomes = (await attemptsInStore(site)).outcomes;
      const failed = (outcomes['timeout'] ?? 0) + (outcomes['network_error'] ?? 0);
      expect(failed).toBeGreaterThanOrEqual(Math.floor((risingMs - deadMs) / EVERY_MS));
      expect(failed).toBeLessThanOrEqual(Math.ceil((risenMs - dyingMs + TIMEOUT_MS) / EVERY_MS) + 1);
      const others = ['answered', 'timeout', 'network_error', 'prober_error'];
      expect(Object.keys(outcomes).filter((outcome) => !others.includes(outcome))).toEqual([]);

      const recovered = (await attemptsInStore(site)).outcomes['answered'] ?? 0;
      await pause(2_000);
      expect((await attemptsInStore(site)).outcomes['answered']).toBeGreaterThan(recovered);

      await expectAgreement();
      if (LONG) saveResult({ everyMs: EVERY_MS, wellMs: WELL_MS, deadMs: DEAD_MS, outcomes, failed });
    },
    WELL_MS + DEAD_MS + 60_000,
  );

  it('flushes and exits 0 on SIGTERM', async () => {
    const before = (await attemptsInStore(site)).total;
    expect(await daemon.end('SIGTERM')).toBe(0);
    expect((await attemptsInStore(site)).total).toBeGreaterThanOrEqual(before);
  });

  /** Slows the schedule down to nothing, so that the figures stand still while they are compared. */
  async function expectAgreement(): Promise<void> {
    site.write('probes/public.yaml', probe('6h', unbound.port));
    daemon.reload();
    await pause(TIMEOUT_MS + 3_000);

    const stored = await attemptsInStore(site);
    const page = await status(publicUrl);
    const listed = JSON.parse(site.run('slo', '--json', '-c', site.file).stdout) as SloStatus[];
    const metrics = await (await fetch(`${adminUrl}/metrics`)).text();

    expect(page.valid).toBe(stored.total - (stored.outcomes['prober_error'] ?? 0));
    expect(page.good).toBe(stored.outcomes['answered']);
    expect(page.sli).toBe(page.good / page.valid);
    expect(listed[0]).toMatchObject({ good: page.good, valid: page.valid, sli: page.sli });
    for (const [outcome, count] of Object.entries(stored.outcomes)) {
      expect(metricValue(metrics, 'resolver_slo_attempts_total', `outcome="${outcome}"`)).toBe(count);
    }
    expect(metricValue(metrics, 'resolver_slo_sli', 'slo="availability"')).toBe(page.sli);
  }
});

function saveResult(found: object): void {
  const file = new URL('../../bench/results/main-job.json', import.meta.url);
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  writeFileSync(file, `${JSON.stringify({ ...found, machine, measuredAt: new Date().toISOString() }, null, 2)}\n`);
}

async function status(publicUrl: string): Promise<SloStatus> {
  return eventually(async () => {
    const response = await fetch(`${publicUrl}/api/v1/slos/availability`);
    return response.ok ? ((await response.json()) as SloStatus) : null;
  });
}

function metricValue(text: string, name: string, label: string): number | null {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name}{`) && candidate.includes(label));
  return line === undefined ? null : Number(line.slice(line.lastIndexOf(' ') + 1));
}

function probe(every: string, port: number): string {
  return `
probe: public
every: ${every}
timeout: ${String(TIMEOUT_MS)}ms
resolvers:
  - { name: ns1, address: 127.0.0.1, port: ${String(port)} }
queries:
  - { name: www, qname: www.example.org, qtype: A, expect: { answers: ["192.0.2.10"] } }
`;
}

const AVAILABILITY = `
apiVersion: openslo/v1
kind: SLO
metadata: { name: availability, displayName: Availability }
spec:
  service: public-resolver
  indicator:
    metadata: { name: availability-ratio }
    spec:
      ratioMetric:
        counter: true
        good: { metricSource: { type: resolver-slo, spec: { probe: public, events: answered } } }
        total: { metricSource: { type: resolver-slo, spec: { probe: public, events: valid } } }
  timeWindow: [{ duration: 28d, isRolling: true }]
  budgetingMethod: Occurrences
  objectives: [{ target: 0.999 }]
`;
