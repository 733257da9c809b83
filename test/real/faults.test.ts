import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ResolverDefinition } from '../../src/domain/probe-definition.js';
import { dnsReply } from '../support/dns-reply.js';
import { samplePlan, sampleProbe, sampleResolver } from '../support/dns-samples.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';
import { HOSTILE_UDP, startHostileUdp } from '../support/hostile-udp.js';
import type { MeasuredAttempts } from '../support/measured-attempts.js';
import { startProberProcess, type Measurement, type ProberProcess } from '../support/prober-process.js';

const PRLIMIT = '/usr/bin/prlimit';
const ENOUGH = 40;

describe('faults of our own and of the other side', () => {
  let prober: ProberProcess;
  let well: UdpResponder;

  beforeAll(async () => {
    prober = await startProberProcess();
    well = await startUdpResponder((query, reply) => reply(dnsReply(query)));
  }, 60_000);

  afterAll(async () => {
    await prober.close();
    await well.close();
  });

  it.each(['kernel', 'node'] as const)('by sockets of %s, a closed port is network_error', async (sockets) => {
    const port = await freePort();
    const { measured } = await measure(
      [resolver({ port }), resolver({ name: 'tcp', port, transport: 'tcp' })],
      sockets,
    );
    expect([measured.validOutcomes('ns1'), measured.validOutcomes('tcp')]).toEqual([
      ['network_error'],
      ['network_error'],
    ]);
    expect(measured.failures.every(({ outcome, sentAtMs }) => outcome === 'network_error' || sentAtMs === null)).toBe(
      true,
    );
  });

  it.each(['kernel', 'node'] as const)('by sockets of %s, queries come from the source address', async (sockets) => {
    const responder = await startHostileUdp(HOSTILE_UDP['the truth three times']);
    const { measured } = await measure([resolver({ port: responder.port, source: '127.0.0.9' })], sockets);
    await responder.close();
    expect(measured.validOutcomes('ns1')).toEqual(['answered']);
    expect([...responder.askers]).toEqual(['127.0.0.9']);
  });

  it.each(['kernel', 'node'] as const)(
    'by sockets of %s, a source address that is not ours is prober_error',
    async (sockets) => {
      const source = '192.0.2.1';
      const { measured } = await measure(
        [resolver({ port: well.port, source }), resolver({ name: 'tcp', port: well.port, source, transport: 'tcp' })],
        sockets,
      );
      for (const name of ['ns1', 'tcp']) {
        expect(measured.outcomes(name)).toEqual({ prober_error: measured.of(name).length });
        const details = measured.failures.filter(({ series }) => series.resolver === name).map(({ detail }) => detail);
        expect(details).toContain('EADDRNOTAVAIL');
      }
    },
  );

  it('a reply lost because our buffer was full is prober_error, and silence is not', async () => {
    // The buffer holds a megabyte or two: each query is answered by far more, while nobody looks.
    const flooding = await startUdpResponder((query, reply) => {
      const junk = Buffer.concat([query.subarray(0, 2), Buffer.alloc(8_000)]);
      for (let i = 0; i < 1_000; i++) reply(junk);
      reply(dnsReply(query));
    });
    const silent = await startUdpResponder(() => undefined);
    const resolvers = [
      resolver({ name: 'flooding', port: flooding.port }),
      resolver({ name: 'silent', port: silent.port }),
    ];
    const measurement = prober.start(plan(resolvers, 400));
    const { measured } = measurement;
    await measurement.until(() => measured.of('silent').length >= 5);
    for (let stall = 0; stall < 3; stall++) {
      const before = measured.of('silent').length;
      measurement.stall(2_000);
      await measurement.until(() => measured.of('silent').length > before + 7);
    }
    await measurement.stop();
    await flooding.close();
    await silent.close();
    const lost = measured.failures.filter(({ detail }) => detail === 'receive buffer full');
    expect(lost.length).toBeGreaterThan(0);
    for (const { series, outcome } of lost) expect([series.resolver, outcome]).toEqual(['flooding', 'prober_error']);
    expect(measured.validOutcomes('silent')).toEqual(['timeout']);
    expect(sentAndExcused(measured, 'silent')).toEqual([]);
  }, 60_000);

  it.skipIf(!existsSync(PRLIMIT))('no descriptors left is prober_error, until there are some again', async () => {
    const limit = (descriptors: number): void => {
      execFileSync(PRLIMIT, ['--pid', String(prober.pid), `--nofile=${String(descriptors)}:`]);
    };
    limit(prober.descriptors + 4);
    const measurement = prober.start(
      plan([
        resolver({ port: well.port }),
        resolver({ name: 'other', port: well.port, address: '127.0.0.1', source: '127.0.0.8' }),
      ]),
    );
    const { measured } = measurement;
    await measurement.until(() => measured.failures.filter(({ detail }) => detail === 'EMFILE').length >= 5);
    limit(1_000);
    const endOfTroubleMs = Date.now() + 500;
    await measurement.until(() =>
      measured.attempts.some(({ scheduledAtMs }) => scheduledAtMs > endOfTroubleMs + 1_000),
    );
    const leftOpen = await measurement.stop();
    expect(new Set([...measured.validOutcomes('ns1'), ...measured.validOutcomes('other')])).toEqual(
      new Set(['answered']),
    );
    const later = measured.failures.filter(
      ({ detail, scheduledAtMs }) => detail === 'EMFILE' && scheduledAtMs > endOfTroubleMs,
    );
    expect(later).toEqual([]);
    expect(leftOpen).toEqual([]);
  });

  async function measure(resolvers: readonly ResolverDefinition[], sockets: 'kernel' | 'node'): Promise<Measurement> {
    const measurement = prober.start(plan(resolvers), sockets);
    const { measured } = measurement;
    await measurement.until(() => resolvers.every(({ name }) => measured.of(name).length >= ENOUGH));
    expect(await measurement.stop()).toEqual([]);
    return measurement;
  }
});

function resolver(changes: Partial<ResolverDefinition>): ResolverDefinition {
  return sampleResolver({ maxQps: 1_000, ...changes });
}

function plan(resolvers: readonly ResolverDefinition[], everyMs = 25): ReturnType<typeof samplePlan> {
  return samplePlan({ probes: [sampleProbe({ schedule: { kind: 'every', everyMs }, timeoutMs: 1_000, resolvers })] });
}

function sentAndExcused({ failures }: MeasuredAttempts, name: string): unknown[] {
  return failures.filter(
    ({ series, outcome, sentAtMs }) => series.resolver === name && outcome === 'prober_error' && sentAtMs !== null,
  );
}
