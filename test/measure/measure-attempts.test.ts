import { createSocket } from 'node:dgram';
import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';

import type { QueryDefinition, ResolverDefinition } from '../../src/domain/probe-definition.js';
import {
  measureAttempts,
  type AttemptResult,
  type MeasureAttemptsOptions,
} from '../../src/measure/measure-attempts.js';
import { aRecord, dnsReply } from '../support/dns-reply.js';
import { sampleExpectation, sampleQuery, sampleResolver } from '../support/dns-samples.js';
import { startTcpResponder, tcpFrame, type TcpBehaviour } from '../support/dns-tcp-responder.js';
import { startThreadedResponder } from '../support/dns-threaded-responder.js';
import { startUdpResponder, type UdpBehaviour, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

interface Closable {
  close(): Promise<void>;
}

const opened: Closable[] = [];

function kept<T extends Closable>(responder: T): T {
  opened.push(responder);
  return responder;
}

afterEach(async () => {
  for (const responder of opened.splice(0)) await responder.close();
});

interface Changes extends Partial<Omit<MeasureAttemptsOptions, 'resolver' | 'query' | 'onAttempt'>> {
  readonly query?: Partial<QueryDefinition>;
  readonly onAttempt?: (result: AttemptResult) => void;
}

async function measure(resolver: Partial<ResolverDefinition>, changes: Changes = {}): Promise<AttemptResult[]> {
  const results: AttemptResult[] = [];
  const { query, onAttempt, ...options } = changes;
  await measureAttempts({
    resolver: sampleResolver(resolver),
    query: sampleQuery(query),
    count: 1,
    intervalMs: 10,
    timeoutMs: 2_000,
    onAttempt: (result) => {
      results.push(result);
      onAttempt?.(result);
    },
    ...options,
  });
  return results;
}

function outcomes(results: readonly AttemptResult[]): string[] {
  return results.map(({ outcome }) => outcome);
}

async function udp(behaviour: UdpBehaviour, changes: Changes = {}): Promise<AttemptResult[]> {
  const { port } = kept(await startUdpResponder(behaviour));
  return measure({ port }, changes);
}

async function tcp(behaviour: TcpBehaviour, changes: Changes = {}): Promise<AttemptResult[]> {
  const { port } = kept(await startTcpResponder(behaviour));
  return measure({ port, transport: 'tcp' }, changes);
}

/** A responder on both transports of one port. */
async function both(onUdp: UdpBehaviour, onTcp: TcpBehaviour): Promise<UdpResponder> {
  const stream = kept(await startTcpResponder(onTcp));
  return kept(await startUdpResponder(onUdp, '127.0.0.1', stream.port));
}

/** The event loop stands still. */
function stall(forMs: number): void {
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs);
}

const answer: UdpBehaviour = (query, reply) => reply(dnsReply(query, { answers: [aRecord('192.0.2.10')] }));
const answerOverTcp: TcpBehaviour = (query, connection) => {
  connection.write(tcpFrame(dnsReply(query, { answers: [aRecord('192.0.2.10')] })));
};
const silent = (): void => undefined;

describe('measureAttempts() over UDP', () => {
  it('tells answers with their RTT, rcode and send lag, from 16 source ports', async () => {
    const responder = kept(await startUdpResponder(answer));
    const results = await measure({ port: responder.port }, { count: 32, intervalMs: 5 });
    expect(outcomes(results)).toEqual(new Array(32).fill('answered'));
    for (const { rttUs, rcode, sendLagUs } of results) {
      expect(rcode).toBe('NOERROR');
      expect(Number.isInteger(rttUs)).toBe(true);
      expect(rttUs).toBeGreaterThan(0);
      expect(rttUs).toBeLessThan(1_000_000);
      expect(sendLagUs).toBeGreaterThanOrEqual(0);
    }
    expect(new Set(responder.sourcePorts).size).toBe(16);
    const ids = responder.queries.map((query) => query.readUInt16BE(0));
    expect(new Set(ids).size).toBeGreaterThan(28);
  });

  it('measures over IPv6', async () => {
    const { port } = kept(await startUdpResponder(answer, '::1'));
    expect(outcomes(await measure({ address: '::1', port }))).toEqual(['answered']);
  });

  it('sends from the source it is told', async () => {
    const { port } = kept(await startUdpResponder(answer));
    expect(outcomes(await measure({ port, source: '127.0.0.77' }))).toEqual(['answered']);
  });

  it('calls a source that is not ours a prober_error, over TCP too', async () => {
    const { port } = kept(await startUdpResponder(answer));
    expect(await measure({ port, source: '203.0.113.7' })).toMatchObject([{ outcome: 'prober_error', rttUs: null }]);
    expect(outcomes(await measure({ port, source: '203.0.113.7', transport: 'tcp' }))).toEqual(['prober_error']);
  });

  it('calls what the kernel refuses at once a prober_error', async () => {
    // Sending to the broadcast address needs an option that is not set: EACCES, and nothing leaves.
    expect(outcomes(await measure({ address: '255.255.255.255' }))).toEqual(['prober_error']);
    expect(outcomes(await measure({ address: '255.255.255.255', transport: 'tcp' }))).toEqual(['prober_error']);
  });

  it('judges rcode, expectations and broken messages', async () => {
    const expectation = { expect: sampleExpectation({ answers: ['192.0.2.10'] }) };
    expect(await udp((query, reply) => reply(dnsReply(query, { rcode: 2 })))).toMatchObject([
      { outcome: 'wrong_rcode', rcode: 'SERVFAIL' },
    ]);
    expect(outcomes(await udp(answer, { query: expectation }))).toEqual(['answered']);
    expect(outcomes(await udp((query, reply) => reply(dnsReply(query)), { query: expectation }))).toEqual([
      'wrong_answer',
    ]);
    expect(outcomes(await udp((query, reply) => reply(dnsReply(query).subarray(0, -3))))).toEqual(['malformed']);
    expect(outcomes(await udp((_, reply) => reply(Buffer.from('garbage'))))).toEqual(['malformed']);
    expect(outcomes(await udp((query, reply) => reply(query.subarray(0, 5))))).toEqual(['malformed']);
  });

  it('ignores replies with a wrong id or question and waits for the right one', async () => {
    const results = await udp((query, reply) => {
      reply(dnsReply(query, { id: (query.readUInt16BE(0) + 1) & 0xffff }));
      reply(dnsReply(query, { qname: 'www.example.com' }));
      reply(query);
      setTimeout(() => answer(query, reply, 0), 30);
    });
    expect(results).toMatchObject([{ outcome: 'answered' }]);
    expect(results[0]!.rttUs).toBeGreaterThan(29_000);
  });

  it('is silent as long as only wrong replies come', async () => {
    const results = await udp((query, reply) => reply(dnsReply(query, { qname: 'a.example' })), { timeoutMs: 100 });
    expect(outcomes(results)).toEqual(['timeout']);
  });

  it('ignores a reply from another address', async () => {
    const stranger = createSocket('udp4').bind(0, '127.0.0.2');
    const responder: UdpResponder = kept(
      await startUdpResponder((query, reply) => {
        stranger.send(dnsReply(query, { rcode: 2 }), responder.sourcePorts.at(-1), '127.0.0.1');
        setTimeout(() => reply(dnsReply(query, { rcode: 5 })), 40);
      }),
    );
    const results = await measure({ port: responder.port });
    stranger.close();
    expect(results).toMatchObject([{ outcome: 'wrong_rcode', rcode: 'REFUSED' }]);
  });

  it('counts neither doubled nor late replies for another attempt', async () => {
    const results = await udp(
      (query, reply, index) => {
        if (index % 2 === 0) setTimeout(() => reply(dnsReply(query, { rcode: 2 })), 120);
        else for (let i = 0; i < 5; i++) answer(query, reply, index);
      },
      { count: 20, intervalMs: 20, timeoutMs: 60 },
    );
    const byTime = results.toSorted((a, b) => a.scheduledAtMs - b.scheduledAtMs);
    expect(outcomes(byTime)).toEqual(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 'timeout' : 'answered')));
  });

  it('waits for the timeout and no longer when nobody answers', async () => {
    const started = performance.now();
    expect(await udp(silent, { timeoutMs: 150 })).toMatchObject([{ outcome: 'timeout', rttUs: null, rcode: null }]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(150);
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it('sees that nobody listens on the port, each time', async () => {
    const results = await measure({ port: await freePort() }, { count: 40, intervalMs: 5 });
    expect(outcomes(results)).toEqual(new Array(40).fill('network_error'));
  });

  it('loses no attempt to the ICMP error of an earlier one', async () => {
    const port = await freePort();
    const results: AttemptResult[] = [];
    const measuring = measure(
      { port },
      { count: 60, intervalMs: 10, timeoutMs: 500, onAttempt: (result) => results.push(result) },
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    kept(await startUdpResponder(answer, '127.0.0.1', port));
    await measuring;
    const byTime = outcomes(results.toSorted((a, b) => a.scheduledAtMs - b.scheduledAtMs));
    const firstAnswer = byTime.indexOf('answered');
    expect(firstAnswer).toBeGreaterThan(5);
    expect(byTime.slice(0, firstAnswer)).toEqual(new Array(firstAnswer).fill('network_error'));
    expect(byTime.slice(firstAnswer)).toEqual(new Array(60 - firstAnswer).fill('answered'));
  });

  it('does not spin on the errors the kernel has queued', async () => {
    const port = await freePort();
    const measuring = measure({ port }, { count: 2, intervalMs: 400 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const used = process.cpuUsage(before);
    expect(used.user + used.system).toBeLessThan(150_000);
    await measuring;
  });

  it('counts a reply that came in time though the process looked too late, with its true RTT', async () => {
    const responder = kept(await startThreadedResponder('udp', 0));
    const warmUp = await measure({ port: responder.port }, { count: 3 });
    expect(outcomes(warmUp)).toEqual(['answered', 'answered', 'answered']);
    const measuring = measure({ port: responder.port }, { timeoutMs: 100 });
    await new Promise((resolve) => setImmediate(resolve)); // the query is on its way
    stall(400);
    const results = await measuring;
    expect(results).toMatchObject([{ outcome: 'answered' }]);
    expect(results[0]!.rttUs).toBeLessThan(100_000);
  });

  it('does not count a reply that came after the timeout, though the process looked later still', async () => {
    const responder = kept(await startThreadedResponder('udp', 200));
    const measuring = measure({ port: responder.port }, { timeoutMs: 100 });
    await new Promise((resolve) => setImmediate(resolve));
    stall(500);
    expect(outcomes(await measuring)).toEqual(['timeout']);
  });
});

describe('measureAttempts() over TCP', () => {
  it('tells answers, connecting included', async () => {
    const results = await tcp(answerOverTcp, { count: 5 });
    expect(outcomes(results)).toEqual(new Array(5).fill('answered'));
    for (const { rttUs } of results) expect(rttUs).toBeGreaterThan(0);
  });

  it('connects anew for every attempt', async () => {
    const responder = kept(await startTcpResponder(answerOverTcp));
    await measure({ port: responder.port, transport: 'tcp' }, { count: 4 });
    expect(responder.accepted()).toBe(4);
  });

  it('puts a reply together from pieces', async () => {
    const results = await tcp((query, connection) => {
      connection.setNoDelay(true);
      const frame = tcpFrame(dnsReply(query));
      [...frame].forEach((byte, i) => setTimeout(() => connection.write(Buffer.of(byte)), i));
    });
    expect(outcomes(results)).toEqual(['answered']);
  });

  it.each<[string, string, TcpBehaviour]>([
    [
      'a wrong id',
      'malformed',
      (query, connection) => connection.write(tcpFrame(dnsReply(query, { id: 1 ^ query.readUInt16BE(0) }))),
    ],
    [
      'another question',
      'malformed',
      (query, connection) => connection.write(tcpFrame(dnsReply(query, { qname: 'a.example' }))),
    ],
    ['garbage', 'malformed', (_, connection) => connection.write(tcpFrame(Buffer.from('not a message at all')))],
    ['a length of zero', 'malformed', (_, connection) => connection.write(Buffer.of(0, 0))],
    ['a length that lies short', 'malformed', (query, connection) => connection.write(tcpFrame(dnsReply(query), 20))],
    [
      'a length that lies long, then the end',
      'malformed',
      (query, connection) => connection.end(tcpFrame(dnsReply(query), 4_000)),
    ],
    [
      'half a frame, then the end',
      'malformed',
      (query, connection) => connection.end(tcpFrame(dnsReply(query)).subarray(0, 9)),
    ],
    [
      'a length that lies long, then silence',
      'timeout',
      (query, connection) => connection.write(tcpFrame(dnsReply(query), 4_000)),
    ],
    ['silence', 'timeout', silent],
    ['the end of the connection', 'network_error', (_, connection) => connection.end()],
    ['a reset', 'network_error', (_, connection) => connection.resetAndDestroy()],
  ])('calls %s %s', async (_, outcome, behaviour) => {
    expect(outcomes(await tcp(behaviour, { timeoutMs: 150 }))).toEqual([outcome]);
  });

  it('calls a closed port a network_error', async () => {
    expect(outcomes(await measure({ port: await freePort(), transport: 'tcp' }))).toEqual(['network_error']);
  });

  it('counts a reply that came in time though the process looked too late', async () => {
    const responder = kept(await startThreadedResponder('tcp', 0));
    await measure({ port: responder.port, transport: 'tcp' }, { count: 2 });
    const measuring = measure({ port: responder.port, transport: 'tcp' }, { timeoutMs: 150 });
    // Two turns of the event loop: connected, and the query written.
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
    stall(500);
    const results = await measuring;
    expect(results).toMatchObject([{ outcome: 'answered' }]);
    expect(results[0]!.rttUs).toBeLessThan(150_000);
  });
});

describe('measureAttempts() on a truncated reply', () => {
  const truncated: UdpBehaviour = (query, reply) =>
    void setTimeout(() => reply(dnsReply(query, { flags: 0x0200 })), 50);

  it('asks again over TCP, and the RTT is the whole', async () => {
    const { port } = await both(truncated, answerOverTcp);
    const results = await measure(
      { port },
      { query: { expect: sampleExpectation({ minAnswers: 1, flags: { tc: false } }) } },
    );
    expect(results).toMatchObject([{ outcome: 'answered' }]);
    expect(results[0]!.rttUs).toBeGreaterThan(49_000);
  });

  it('takes no reply for an answer that is truncated over TCP again', async () => {
    const { port } = await both(truncated, (query, connection) => {
      connection.write(tcpFrame(dnsReply(query, { flags: 0x0200, answers: [aRecord('192.0.2.10')] })));
    });
    const results = await measure({ port }, { query: { expect: sampleExpectation() } });
    expect(results).toMatchObject([
      { outcome: 'wrong_answer', rcode: 'NOERROR', detail: 'flags: expected no tc, found tc, rd, ra' },
    ]);
    expect(results[0]!.rttUs).toBeGreaterThan(49_000);
  });

  it('judges the truncated reply itself where the resolver says so', async () => {
    const { port } = await both(truncated, answerOverTcp);
    const query = { expect: sampleExpectation({ flags: { tc: true } }) };
    expect(outcomes(await measure({ port, tcpFallback: false }, { query }))).toEqual(['answered']);
  });

  it('keeps to the one timeout over both transports', async () => {
    const { port } = await both(truncated, silent);
    const started = performance.now();
    expect(outcomes(await measure({ port }, { timeoutMs: 200 }))).toEqual(['timeout']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('calls it a network_error when TCP is refused', async () => {
    expect(outcomes(await udp(truncated))).toEqual(['network_error']);
  });
});

describe('measureAttempts()', () => {
  it('sends by its schedule, not by replies: attempts overlap', async () => {
    const started = performance.now();
    const results = await udp(silent, { count: 10, intervalMs: 10, timeoutMs: 300 });
    expect(outcomes(results)).toEqual(new Array(10).fill('timeout'));
    expect(performance.now() - started).toBeLessThan(1_500);
    results.slice(1).forEach((result, i) => expect(result.scheduledAtMs - results[i]!.scheduledAtMs).toBeCloseTo(10));
  });

  it('calls sends that the process missed prober_error', async () => {
    const responder = kept(await startThreadedResponder('udp', 0));
    const measuring = measure({ port: responder.port }, { count: 20, intervalMs: 50 });
    await new Promise((resolve) => setTimeout(resolve, 120));
    stall(600);
    const counts = outcomes(await measuring);
    const missed = counts.filter((outcome) => outcome === 'prober_error').length;
    expect(counts.length).toBe(20);
    expect(missed).toBeGreaterThanOrEqual(8);
    expect(missed).toBeLessThanOrEqual(11);
    expect(counts.filter((outcome) => outcome === 'answered').length).toBe(20 - missed);
  });

  it('ends at once when the signal comes, and leaves no socket behind', async () => {
    const responder = kept(await startUdpResponder(silent));
    const stream = kept(await startTcpResponder(silent));
    const before = openDescriptors();
    for (const transport of ['udp', 'tcp'] as const) {
      const controller = new AbortController();
      const started = performance.now();
      const port = transport === 'udp' ? responder.port : stream.port;
      setTimeout(() => controller.abort(), 60);
      const options = { count: 100, timeoutMs: 30_000, signal: controller.signal };
      expect(await measure({ port, transport }, options)).toEqual([]);
      expect(performance.now() - started).toBeLessThan(1_000);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(openDescriptors()).toBeLessThanOrEqual(before);
  });

  it('puts a fresh name in every query', async () => {
    const responder = kept(await startUdpResponder(answer));
    await measure({ port: responder.port }, { count: 8, query: { qname: '{random}.example.org' } });
    expect(new Set(responder.queries.map((query) => query.toString('latin1', 12, 30))).size).toBe(8);
  });

  it('says whose clock it used, and refuses a query that cannot be asked', async () => {
    const { port } = kept(await startUdpResponder(answer));
    const options = {
      resolver: sampleResolver({ port }),
      count: 1,
      intervalMs: 1,
      timeoutMs: 1_000,
      onAttempt: silent,
    };
    const { clock } = await measureAttempts({ ...options, query: sampleQuery() });
    expect(clock).toBe(process.platform === 'linux' ? 'kernel' : 'user');
    await expect(measureAttempts({ ...options, query: sampleQuery({ qname: '' }) })).rejects.toMatchObject({
      code: 'PLAN_INVALID',
    });
  });
});

function openDescriptors(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}
