import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';

import { systemClock } from '../../../src/domain/clock.js';
import { OtlpPublisher } from '../../../src/publish/otlp/otlp-publisher.js';
import { OtlpSender } from '../../../src/publish/otlp/otlp-sender.js';
import type { OtlpConfig } from '../../../src/publish/otlp/otlp-schema.js';
import { MOST_MESSAGE_BYTES } from '../../../src/publish/otlp/split-metrics.js';
import { GoodAddressMemory } from '../../../src/publish/outbound/good-address-memory.js';
import { askerFor, LookUp } from '../../../src/publish/outbound/look-up.js';
import { AttemptCounts, RTT_BOUNDS_US } from '../../../src/publish/prometheus/attempt-counts.js';
import { batchOf, type SampleAttempt, seriesNamed } from '../../support/cell-samples.js';
import { type FakeBootstrapDns, startFakeBootstrapDns } from '../../support/fake-bootstrap-dns.js';
import { freePort } from '../../support/free-port.js';
import { MemoryGoodAddresses } from '../../support/memory-good-addresses.js';
import { sampleSlo } from '../../support/minute-report-samples.js';
import { attributesOf, metricsOf, type OtlpCollector, startOtlpCollector } from '../../support/otlp-collector.js';
import { RecordingLog } from '../../support/recording-log.js';
import { hasOpenssl, makeTestCertificate } from '../../support/test-certificate.js';

const KEY = 'zqx7-key';
const STARTED_MS = Date.parse('2026-11-24T12:00:00Z');
const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});

async function collector(options: Parameters<typeof startOtlpCollector>[0] = {}): Promise<OtlpCollector> {
  const started = await startOtlpCollector(options);
  ending.push(() => started.close());
  return started;
}

interface RigOptions extends Partial<OtlpConfig> {
  readonly dns?: FakeBootstrapDns;
  readonly deadlineMs?: number;
  readonly goodAddresses?: MemoryGoodAddresses;
}

function rig(endpoint: string, options: RigOptions = {}) {
  const { dns, deadlineMs, goodAddresses = new MemoryGoodAddresses(), ...more } = options;
  const log = new RecordingLog();
  const counts = new AttemptCounts({ nowMs: () => STARTED_MS });
  const slos = [sampleSlo({ alerts: [] })];
  const config = {
    endpoint,
    headers: { 'Mackerel-Api-Key': KEY },
    everyMs: 3_600_000,
    histogram: 'both' as const,
    ...more,
  };
  const lookUp = new LookUp({ ask: askerFor(dns === undefined ? [] : [dns.endpoint]), clock: systemClock });
  const sender = new OtlpSender({
    config,
    lookUp,
    memory: new GoodAddressMemory(goodAddresses, log),
    version: '1.2.3',
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
  const publisher = new OtlpPublisher({
    config,
    sender,
    figures: () => ({ series: counts.series(), slos }),
    vantage: 'tokyo',
    version: '1.2.3',
    clock: systemClock,
    log,
  });
  ending.push(() => publisher.stop());
  const add = (...attempts: readonly SampleAttempt[]) => counts.add(batchOf(attempts));
  return { publisher, add, log, counts, slos };
}

const url = ({ port }: OtlpCollector) => `http://127.0.0.1:${String(port)}`;

describe('OtlpPublisher', () => {
  it('tells what was counted, cumulative since counting began, compressed, with its headers', async () => {
    const there = await collector();
    const { publisher, add } = rig(url(there));
    add({ atMs: 0, rttUs: 900 }, { atMs: 1, rttUs: 40_000 }, { atMs: 2, outcome: 'timeout' });
    await publisher.flush();
    add({ atMs: 3, outcome: 'wrong_rcode', rttUs: 1_100 });
    await publisher.flush();
    expect(there.requests).toHaveLength(2);
    const [, second] = there.requests;
    expect(second!.metadata).toMatchObject({
      'mackerel-api-key': KEY,
      'user-agent': expect.stringMatching(/^resolver-slo\/1\.2\.3 /) as string,
    });
    expect(attributesOf(second!.request.resource_metrics[0]!.resource)).toEqual({
      'service.name': 'resolver-slo',
      'service.version': '1.2.3',
      'service.instance.id': 'tokyo',
    });
    const attempts = metricsOf(second!.request).get('resolver_slo.attempts')!.sum!;
    expect(attempts).toMatchObject({
      aggregation_temporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
      is_monotonic: true,
    });
    const byOutcome = attempts.data_points.map((point) => [attributesOf(point)['outcome'], Number(point.as_int)]);
    expect(Object.fromEntries(byOutcome)).toMatchObject({ answered: 2, timeout: 1, wrong_rcode: 1, tls_error: 0 });
    expect(attributesOf(attempts.data_points[0]!)).toEqual({ ...seriesNamed('ns1'), outcome: 'answered' });
    for (const { start_time_unix_nano: from, time_unix_nano: to } of attempts.data_points) {
      expect(BigInt(from)).toBe(BigInt(STARTED_MS) * 1_000_000n);
      expect(BigInt(to)).toBeGreaterThan(BigInt(from));
    }
    expect(publisher.counts()).toEqual({ sent: 2, failed: 0, rejectedPoints: 0 });
  });

  it('sends messages compressed by gzip', async () => {
    const received: { encoding: unknown; body: Buffer }[] = [];
    const server = createServer();
    server.on('stream', (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push({ encoding: headers['grpc-encoding'], body: Buffer.concat(chunks) });
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        // An empty answer: a flag, and a length of 0.
        stream.end(Buffer.alloc(5));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ending.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const { publisher, add } = rig(`http://127.0.0.1:${String(port)}`);
    add({ atMs: 0, rttUs: 900 });
    await publisher.flush();
    expect(received).toHaveLength(1);
    const [{ encoding, body }] = received as [(typeof received)[number]];
    expect([encoding, body[0]]).toEqual(['gzip', 1]);
    expect(gunzipSync(body.subarray(5)).toString('latin1')).toContain('resolver_slo.attempts');
    await publisher.stop();
  });

  it('tells RTTs of replies by fixed and by exponential bounds, which say the same', async () => {
    const there = await collector();
    const { publisher, add } = rig(url(there));
    add(
      { atMs: 0, rttUs: 100 },
      { atMs: 1, rttUs: 101 },
      { atMs: 2, rttUs: 59_000_000 },
      { atMs: 3, outcome: 'timeout' },
    );
    await publisher.flush();
    const metrics = metricsOf(there.requests[0]!.request);
    const [explicit] = metrics.get('resolver_slo.rtt')!.histogram!.data_points;
    const [exponential] = metrics.get('resolver_slo.rtt_exponential')!.exponential_histogram!.data_points;
    expect(metrics.get('resolver_slo.rtt')!.unit).toBe('s');
    expect(explicit!.explicit_bounds).toEqual(RTT_BOUNDS_US.map((us) => us / 1e6));
    const counts = explicit!.bucket_counts.map(Number);
    expect([counts[0], counts[1], counts.at(-1)]).toEqual([1, 1, 1]);
    for (const point of [explicit!, exponential!]) {
      expect([Number(point.count), point.min, point.max]).toEqual([3, 0.0001, 59]);
      expect(point.sum).toBeCloseTo(59.000201, 9);
    }
    const { positive, scale } = exponential!;
    expect(positive.bucket_counts.reduce((sum, count) => sum + Number(count), 0)).toBe(3);
    const bound = (index: number) => 2 ** (index / 2 ** scale);
    expect(bound(positive.offset)).toBeLessThan(0.0001);
    expect(bound(positive.offset + positive.bucket_counts.length)).toBeGreaterThanOrEqual(59);
  });

  it.each([
    ['explicit', ['resolver_slo.rtt']],
    ['exponential', ['resolver_slo.rtt_exponential']],
  ] as const)('tells RTTs as %s alone where that is asked for', async (histogram, names) => {
    const there = await collector();
    const { publisher, add } = rig(url(there), { histogram });
    add({ atMs: 0, rttUs: 100 });
    await publisher.flush();
    expect([...metricsOf(there.requests[0]!.request).keys()].filter((name) => name.includes('rtt'))).toEqual(names);
  });

  it('tells how SLOs stand, and nothing that does not exist', async () => {
    const there = await collector();
    const { publisher, slos } = rig(url(there));
    const alert = {
      name: 'fast-burn',
      severity: 'page',
      state: 'firing',
      longWindow: '1h',
      shortWindow: '5m',
    } as const;
    slos[0] = sampleSlo({
      objectiveName: '99.9%',
      burnRates: { '5m': 14.2, '1h': null },
      alerts: [{ ...alert, threshold: 13.44, since: null }],
    });
    slos.push(
      sampleSlo({
        name: 'silent',
        sli: null,
        errorBudget: { total: 0.1, consumed: null, remaining: null },
        burnRates: {},
      }),
    );
    await publisher.flush();
    const metrics = metricsOf(there.requests[0]!.request);
    const points = (name: string) =>
      metrics.get(name)!.gauge!.data_points.map((point) => [attributesOf(point), point.as_double]);
    const of = { slo: 'public-availability', objective: '99.9%', vantage: 'tokyo' };
    expect(points('resolver_slo.sli')).toEqual([[of, 0.9989]]);
    expect(points('resolver_slo.error_budget_remaining')).toEqual([[of, -0.1]]);
    expect(points('resolver_slo.burn_rate')).toEqual([[{ ...of, window: '5m' }, 14.2]]);
    expect(points('resolver_slo.alert_firing')).toEqual([[{ ...of, alert: 'fast-burn', severity: 'page' }, 1]]);
    expect([...metrics.keys()].some((name) => name.includes('attempts') || name.includes('rtt'))).toBe(false);
  });

  it('keeps every message below what is taken, and leaves nothing out', async () => {
    const there = await collector();
    const { publisher, counts } = rig(url(there));
    const total = 4_000;
    for (let i = 0; i < total; i++) {
      const series = {
        ...seriesNamed(`resolver-with-a-rather-long-name-${String(i)}`),
        query: 'a-query-of-some-length',
      };
      counts.add(batchOf([{ series, atMs: 0, rttUs: 1 + i * 1_000 }]));
    }
    await publisher.flush();
    expect(there.requests.length).toBeGreaterThan(1);
    const points = there.requests.flatMap(
      ({ request }) => metricsOf(request).get('resolver_slo.attempts')?.sum!.data_points ?? [],
    );
    expect(new Set(points.map((point) => attributesOf(point)['resolver'])).size).toBe(total);
    expect(points).toHaveLength(total * 9);
    // A server refuses what is above 4 MB; none was refused.
    expect([publisher.counts().failed, there.calls.length]).toEqual([0, there.requests.length]);
    expect(MOST_MESSAGE_BYTES).toBeLessThan(4_000_000);
  }, 60_000);

  it('goes on after a collector was away, and says so once', async () => {
    const port = await freePort();
    const { publisher, add, log } = rig(`http://127.0.0.1:${String(port)}`, { deadlineMs: 2_000 });
    add({ atMs: 0, rttUs: 900 });
    await publisher.flush().catch(() => undefined);
    await publisher.flush().catch(() => undefined);
    expect(publisher.counts()).toMatchObject({ sent: 0, failed: 2 });
    const there = await collector({ port });
    await publisher.flush();
    expect(there.requests).toHaveLength(1);
    expect(log.lines.map(({ level }) => level)).toEqual(['warn', 'info']);
    expect(log.text()).toContain('UNAVAILABLE 127.0.0.1');
  }, 30_000);

  it.each([
    ['hangs', { kind: 'hang' } as const, 'DEADLINE_EXCEEDED'],
    [
      'has no room',
      { kind: 'status', code: status.RESOURCE_EXHAUSTED, details: 'too much' } as const,
      'RESOURCE_EXHAUSTED 127.0.0.1: too much',
    ],
    [
      'refuses the key',
      { kind: 'status', code: status.UNAUTHENTICATED, details: `bad key ${KEY}` } as const,
      'UNAUTHENTICATED 127.0.0.1: bad key ***',
    ],
  ])('says why a collector takes nothing that %s, without the key', async (_, fault, cause) => {
    const there = await collector();
    there.setFault(fault);
    const { publisher, add, log } = rig(url(there), { deadlineMs: 500 });
    add({ atMs: 0, rttUs: 900 });
    await publisher.flush().catch(() => undefined);
    expect([publisher.counts().failed, there.requests.length]).toEqual([1, 0]);
    expect(log.text()).toContain(cause);
    expect(log.text()).not.toContain(KEY);
  });

  it('tells of points that were rejected', async () => {
    const there = await collector();
    there.setFault({ kind: 'partial', rejected: 3, message: 'too many series' });
    const { publisher, add, log } = rig(url(there));
    add({ atMs: 0, rttUs: 900 });
    await publisher.flush();
    expect(publisher.counts()).toEqual({ sent: 1, failed: 0, rejectedPoints: 3 });
    expect(log.text()).toContain('rejected 3 points: too many series');
  });

  it('sends a last time when it is stopped, and does not wait for a collector that hangs', async () => {
    const there = await collector();
    const { publisher, add } = rig(url(there));
    add({ atMs: 0, rttUs: 900 });
    await publisher.stop();
    expect(there.requests).toHaveLength(1);
    const hanging = await collector();
    hanging.setFault({ kind: 'hang' });
    const other = rig(url(hanging));
    other.add({ atMs: 0, rttUs: 900 });
    const from = performance.now();
    await other.publisher.stop();
    expect(performance.now() - from).toBeLessThan(5_000);
  }, 20_000);
});

describe.runIf(hasOpenssl)('OtlpSender', () => {
  const NAME = 'otlp.collector.test';

  it('finds the collector by bootstrap, then at the last good address, and verifies its name', async () => {
    const certificate = makeTestCertificate([NAME]);
    const there = await collector({ tls: certificate });
    const dns = await startFakeBootstrapDns({ [NAME]: '127.0.0.1', 'other.collector.test': '127.0.0.1' });
    ending.push(() => dns.close());
    // Whom certificates are trusted of is the process's: here nobody knows this one.
    const goodAddresses = new MemoryGoodAddresses();
    const { publisher, add, log } = rig(`https://${NAME}:${String(there.port)}`, {
      dns,
      goodAddresses,
      deadlineMs: 3_000,
    });
    add({ atMs: 0, rttUs: 900 });
    await publisher.flush().catch(() => undefined);
    expect(dns.questions).toContain(`A ${NAME}`);
    expect([there.requests.length, publisher.counts().failed]).toEqual([0, 1]);
    expect(log.text()).toMatch(/UNAVAILABLE 127\.0\.0\.1: .*self-signed certificate/);
    expect(await goodAddresses.lastGood(NAME)).toBeNull();
  });

  it('says that a name cannot be looked up', async () => {
    const dns = await startFakeBootstrapDns({});
    ending.push(() => dns.close());
    const { publisher, add, log } = rig(`https://${NAME}:4317`, { dns });
    add({ atMs: 0, rttUs: 900 });
    await publisher.flush().catch(() => undefined);
    expect(log.text()).toContain(`look-up of ${NAME} failed: `);
  });
});
