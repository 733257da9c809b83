import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ResolverDefinition } from '../../src/domain/probe-definition.js';
import { startCountingResponder, type CountingResponder } from '../support/counting-responder.js';
import { eventually, pause } from '../support/daemon.js';
import { samplePlan, sampleProbe, sampleResolver } from '../support/dns-samples.js';
import type { MeasuredAttempts } from '../support/measured-attempts.js';
import { oneResolverSite } from '../support/one-resolver-site.js';
import { startProberProcess, type ProberProcess } from '../support/prober-process.js';
import { startUdpBalancer, type UdpBalancer } from '../support/udp-balancer.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';

/** One of four responders is dead. */
const SHARE = 0.75;
const TOLERANCE = 0.05;

/**
 * What a share is worth depends on how many 5-tuples were tried. The long form (`npm run bench`)
 * asks as users would, from one address for five minutes; this one asks from 64 addresses for some
 * seconds, which is as many 5-tuples and more.
 */
const LONG = process.env['RESOLVER_SLO_LONG'] === '1';
const SOURCES = LONG ? 1 : 64;
const EVERY_MS = LONG ? 20 : 200;
const MEASURE_MS = LONG ? 300_000 : 8_000;

describe('four responders behind a hash of the 5-tuple, one of them dead', () => {
  let well: readonly CountingResponder[];
  let dead: UdpResponder;
  let balancer: UdpBalancer;
  let prober: ProberProcess;
  let measured: MeasuredAttempts;

  beforeAll(async () => {
    well = await Promise.all([0, 1, 2].map(startCountingResponder));
    dead = await startUdpResponder(() => undefined);
    balancer = await startUdpBalancer([...well, dead].map(({ port }) => port));
    prober = await startProberProcess();
    const measurement = prober.start(plan(balancer.port));
    ({ measured } = measurement);
    const enough = (MEASURE_MS / EVERY_MS) * SOURCES;
    await measurement.until(() => measured.attempts.length >= enough, 2 * MEASURE_MS + 30_000);
    await measurement.stop();
  }, 900_000);

  afterAll(async () => {
    await prober.close();
    await balancer.close();
    await dead.close();
    await Promise.all(well.map((responder) => responder.close()));
  });

  it('reads as an SLI of three quarters, and never as all or nothing', () => {
    const { answered = 0, timeout = 0, prober_error: excused = 0, ...others } = measured.outcomes();
    expect(others).toEqual({});
    expect(excused).toBeLessThan(0.5 * answered);
    const sli = answered / (answered + timeout);
    expect(Math.abs(sli - SHARE)).toBeLessThanOrEqual(TOLERANCE);
    if (LONG) save({ everyMs: EVERY_MS, measuredMs: MEASURE_MS, answered, timeout, sli, ports: balancer.clients() });
  });

  it('counts as failed what the dead responder was asked, and nothing else', () => {
    const { answered = 0, timeout = 0 } = measured.outcomes();
    expect(timeout).toBe(dead.queries.length);
    expect(answered).toBe(well.reduce((sum, responder) => sum + responder.received(), 0));
  });

  it('names in the evidence the ports that lead to the dead responder', () => {
    const timeouts = measured.failures.filter(({ outcome }) => outcome === 'timeout');
    const ports = new Set<number>();
    for (const { series, localPort } of timeouts) {
      const source = sourceAddress(Number(series.resolver.slice('from-'.length)));
      expect(balancer.responderOf(source, localPort ?? 0)).toBe(3);
      ports.add(localPort ?? 0);
    }
    expect(ports.size).toBeGreaterThan(LONG ? 16 : SOURCES);
  });

  it('is named so by the daemon as well: `failures` shows the ports', async () => {
    const site = await oneResolverSite({ everyMs: 20, port: balancer.port });
    try {
      const askedBefore = dead.queries.length;
      const daemon = await site.start(site.healthUrl);
      await eventually(() => (dead.queries.length > askedBefore + 20 ? true : null), 60_000);
      await pause(2_000);
      expect(await daemon.end('SIGTERM')).toBe(0);
      const { stdout } = site.run('failures', '-c', site.file, '--outcome', 'timeout', '--json');
      const failures = (JSON.parse(stdout) as { failures: { localPort: number }[] }).failures;
      expect(failures.length).toBeGreaterThan(0);
      for (const { localPort } of failures) expect(balancer.responderOf('127.0.0.1', localPort)).toBe(3);
    } finally {
      await site.close();
    }
  }, 120_000);
});

function plan(port: number): ReturnType<typeof samplePlan> {
  const resolvers = Array.from({ length: SOURCES }, (_, index): ResolverDefinition => {
    return sampleResolver({ name: `from-${String(index)}`, port, source: sourceAddress(index), maxQps: 10_000 });
  });
  const schedule = { kind: 'every', everyMs: EVERY_MS } as const;
  return samplePlan({ probes: [sampleProbe({ schedule, timeoutMs: 1_000, resolvers })] });
}

function sourceAddress(index: number): string {
  return `127.0.3.${String(index + 1)}`;
}

function save(found: object): void {
  const file = new URL('../../bench/results/balancer.json', import.meta.url);
  const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
  writeFileSync(file, `${JSON.stringify({ ...found, machine, measuredAt: new Date().toISOString() }, null, 2)}\n`);
}
