import { describe, expect, it } from 'vitest';

import { DeadlineQueue, nodeTimers } from '../../../../src/measure/deadline-queue.js';
import type { AttemptEnd } from '../../../../src/measure/attempt.js';
import { NOT_SENT_IN_TIME } from '../../../../src/measure/latest-send.js';
import { cryptoRandom } from '../../../../src/measure/random-source.js';
import type { Route } from '../../../../src/measure/route.js';
import type { KernelSockets } from '../../../../src/measure/transport/kernel/kernel-sockets.js';
import { ColdStreams } from '../../../../src/measure/transport/stream/cold-streams.js';
import { dnsReply } from '../../../support/dns-reply.js';
import { startStreamResponder, type TcpBehaviour, tcpFrame } from '../../../support/dns-tcp-responder.js';
import { startThreadedResponder } from '../../../support/dns-threaded-responder.js';
import { freePort } from '../../../support/free-port.js';
import { respondDoh, startDohResponder } from '../../../support/doh-responder.js';
import { MovableClock } from '../../../support/movable-clock.js';
import { streamBench } from '../../../support/stream-bench.js';
import { type AskOptions, dohRoute, requestFor, streamRoute } from '../../../support/stream-rig.js';
import { hasOpenssl, makeTestCa, makeTestCertificate } from '../../../support/test-certificate.js';

const NAME = 'dns.example.org';
const bench = streamBench();
const ca = hasOpenssl ? makeTestCa() : { cert: '', key: '' };
const tls = hasOpenssl ? makeTestCertificate([NAME, '::1'], { issuer: ca }) : { cert: '', key: '' };

const answer: TcpBehaviour = (query, connection) => void connection.write(tcpFrame(dnsReply(query)));
const answerLater: TcpBehaviour = (query, connection) => void setTimeout(() => answer(query, connection), 30);

/** The kernel, saying of every connection that its data lay there for so long. */
function kernelSaying(waitedMs: () => number): KernelSockets {
  return { streamReceivedAgoMs: waitedMs } as unknown as KernelSockets;
}

describe('a cold attempt', () => {
  async function phasesOver(route: Route): Promise<AttemptEnd> {
    const end = await bench.rig({ ca: [ca.cert] }).askOnce(route);
    expect(end).toMatchObject({ outcome: 'answered' });
    const { connectUs, tlsUs, queryUs } = end.connection!;
    const sumUs = connectUs! + (tlsUs ?? 0) + queryUs!;
    expect(queryUs).toBeGreaterThan(29_000);
    expect(end.rttUs).toBeGreaterThanOrEqual(sumUs - 3); // each is rounded
    expect(end.rttUs! - sumUs).toBeLessThan(20_000);
    return end;
  }

  it('has an RTT that is the sum of its phases, over TCP', async () => {
    const { port } = bench.kept(await startStreamResponder({ onQuery: answerLater }));
    expect((await phasesOver(streamRoute(port))).connection!.tlsUs).toBeNull();
  });

  it.skipIf(!hasOpenssl)('has an RTT that is the sum of its phases, over DoT', async () => {
    const { port } = bench.kept(await startStreamResponder({ onQuery: answerLater, tls }));
    expect(
      (await phasesOver(streamRoute(port, { transport: 'dot', tlsName: NAME }))).connection!.tlsUs,
    ).toBeGreaterThan(0);
  });

  it.skipIf(!hasOpenssl)('has an RTT that is the sum of its phases, over DoH', async () => {
    const responder = bench.kept(
      await startDohResponder(tls, (query, stream) => void setTimeout(() => respondDoh(stream, dnsReply(query)), 30)),
    );
    expect((await phasesOver(dohRoute(responder.port))).connection!.tlsUs).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasOpenssl)('a cold attempt over DoH, refused unprocessed', () => {
  it('has a query phase of the try that was answered alone, and an RTT of both', async () => {
    let asked = 0;
    const responder = bench.kept(
      await startDohResponder(tls, (query, stream) => {
        if (asked++ === 0) setTimeout(() => stream.close(7), 400);
        else respondDoh(stream, dnsReply(query));
      }),
    );
    const end = await bench.rig({ ca: [ca.cert] }).askOnce(dohRoute(responder.port));
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(end.rttUs).toBeGreaterThan(399_000);
    expect(end.connection!.queryUs).toBeLessThan(300_000);
  });
});

describe('time in which this process stood still', () => {
  /** `waitedMs` is what the kernel says from the query on. */
  async function frozenAfterQuery(waitedMs: number | null): Promise<AttemptEnd> {
    const clock = new MovableClock();
    let saidMs = 0;
    const { port } = bench.kept(
      await startStreamResponder({
        onQuery: (query, connection) => {
          clock.add(500);
          saidMs = waitedMs ?? 0;
          answer(query, connection);
        },
      }),
    );
    const kernel = waitedMs === null ? null : kernelSaying(() => saidMs);
    const rig = bench.rig({ monotonicMs: clock.monotonicMs, kernel });
    return rig.askOnce(streamRoute(port), { timeoutMs: 300 });
  }

  it('is in no RTT, where the kernel tells that the reply lay there', async () => {
    const end = await frozenAfterQuery(510);
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(end.rttUs).toBeLessThan(200_000);
  });

  it('makes no timeout of a reply that may have been there in time', async () => {
    const end = await frozenAfterQuery(0);
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(end.rttUs).toBeGreaterThan(500_000);
  });

  it('is in the RTT, where nobody tells', async () => {
    const end = await frozenAfterQuery(null);
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(end.rttUs).toBeGreaterThan(500_000);
  });

  it('gives the resolver its whole time, though connecting was seen late', async () => {
    const clock = new MovableClock();
    let saidMs = 510;
    const { port } = bench.kept(
      await startStreamResponder({
        onQuery: (query, connection) => {
          saidMs = 0;
          answerLater(query, connection);
        },
      }),
    );
    const rig = bench.rig({ monotonicMs: clock.monotonicMs, kernel: kernelSaying(() => saidMs) });
    const asking = rig.askOnce(streamRoute(port), { timeoutMs: 300 });
    clock.add(500);
    const end = await asking;
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(end.rttUs).toBeGreaterThan(29_000);
    expect(end.rttUs).toBeLessThan(250_000);
    expect(end.connection!.connectUs).toBeLessThan(200_000);
  });

  it('ends in a timeout all the same, if nothing comes', async () => {
    const clock = new MovableClock();
    const { port } = bench.kept(await startStreamResponder({}));
    const rig = bench.rig({ monotonicMs: clock.monotonicMs, kernel: kernelSaying(() => 510) });
    const startedAtMs = performance.now();
    const asking = rig.askOnce(streamRoute(port), { timeoutMs: 100 });
    clock.add(500);
    expect(await asking).toMatchObject({ outcome: 'timeout' });
    expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  });

  it.runIf(process.platform === 'linux')('is really told by the kernel, before connecting too', async () => {
    const responder = await startThreadedResponder('tcp', 0);
    const rig = bench.rig();
    const route = streamRoute(responder.port);
    expect(await rig.askOnce(route)).toMatchObject({ outcome: 'answered' });
    const asking = rig.askOnce(route, { timeoutMs: 200 });
    process.nextTick(() => process.nextTick(() => stall(600)));
    const end = await asking;
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(end.rttUs).toBeLessThan(200_000);
    await responder.close();
  });
});

describe('an attempt of ours that cannot be made', () => {
  it.each(['cold', 'warm'] as const)('is not sent after its time (%s)', async (reuse) => {
    const responder = bench.kept(await startStreamResponder({ onQuery: answer }));
    const rig = bench.rig();
    const end = await rig.askOnce(streamRoute(responder.port, { reuse }), { sendByMs: performance.now() - 1 });
    expect(end).toMatchObject({ outcome: 'prober_error', sentAtMs: null, detail: NOT_SENT_IN_TIME, connection: null });
    expect(responder.accepted()).toBe(0);
  });

  it.each(['cold', 'warm'] as const)('is a prober_error where the kernel refuses at once (%s)', async (reuse) => {
    const rig = bench.rig();
    const endpoint = { address: '127.0.0.1', port: 9, source: '203.0.113.7' };
    const foreign = await rig.askOnce(streamRoute(9, { reuse, endpoint }));
    expect(foreign).toMatchObject({ outcome: 'prober_error', detail: 'EADDRNOTAVAIL', connection: null });
    expect(foreign).toMatchObject({ sentAtMs: null, lastSentAtMs: null, gotReply: false });
    expect(rig.held).toBe(0);
  });
});

describe('where connections come from and go to', () => {
  it.skipIf(!hasOpenssl)('is IPv6 too, and its address may be in the certificate', async () => {
    const endpoint = (port: number): Route['endpoint'] => ({ address: '::1', port });
    const plain = bench.kept(await startStreamResponder({ onQuery: answer, address: '::1' }));
    const secure = bench.kept(await startStreamResponder({ onQuery: answer, address: '::1', tls }));
    const rig = bench.rig({ ca: [ca.cert] });
    const overTcp = streamRoute(plain.port, { endpoint: endpoint(plain.port) });
    const overTls = streamRoute(secure.port, { transport: 'dot', endpoint: endpoint(secure.port) });
    expect(await rig.askOnce(overTcp)).toMatchObject({ outcome: 'answered' });
    expect(await rig.askOnce(overTls)).toMatchObject({ outcome: 'answered' });
    const other = makeTestCertificate([NAME, '127.0.0.1', '2001:db8::1'], { issuer: ca });
    const stranger = bench.kept(await startStreamResponder({ onQuery: answer, address: '::1', tls: other }));
    const route = streamRoute(stranger.port, { transport: 'dot', endpoint: endpoint(stranger.port) });
    expect(await rig.askOnce(route)).toMatchObject({ outcome: 'tls_error', detail: 'certificate is for another name' });
  });

  it('is the source address that the route names', async () => {
    const peers: unknown[] = [];
    const { port } = bench.kept(
      await startStreamResponder({
        onQuery: (query, connection) => {
          peers.push([connection.remoteAddress, connection.remotePort]);
          answer(query, connection);
        },
      }),
    );
    const end = await bench
      .rig()
      .askOnce(streamRoute(port, { endpoint: { address: '127.0.0.1', port, source: '127.0.0.77' } }));
    expect(peers).toEqual([['127.0.0.77', end.localPort]]);
  });
});

describe('ColdStreams.askFrom()', () => {
  /** Goes on after 40 ms over UDP. */
  async function afterTruncation(port: number, options: AskOptions = {}): Promise<AttemptEnd> {
    const monotonicMs = (): number => performance.now();
    const deadlines = new DeadlineQueue(monotonicMs, nodeTimers);
    const common = {
      monotonicMs,
      deadlines,
      random: cryptoRandom(),
      kernel: null,
      unstamped: { count: 0 },
      onSuspicious: () => undefined,
    };
    const streams = new ColdStreams(streamRoute(port), {
      ...common,
      trust: () => {
        throw new Error('no TLS here');
      },
    });
    const start = { sentAtMs: 7, elapsedMs: 40, localPort: 40_000, reply: TRUNCATED };
    const end = await new Promise<AttemptEnd>((resolve) =>
      streams.askFrom(requestFor(streamRoute(port), options), start, resolve),
    );
    expect(streams.sweep()).toBe(0);
    deadlines.close();
    return end;
  }

  it('counts RTT and timeout from the first send, and tells of no connection', async () => {
    const { port } = bench.kept(await startStreamResponder({ onQuery: answerLater }));
    const end = await afterTruncation(port);
    expect(end).toMatchObject({ outcome: 'answered', sentAtMs: 7, connection: null, gotReply: true });
    expect(end.rttUs).toBeGreaterThan(69_000);
  });

  it('has had a reply, even if TCP fails', async () => {
    const { port } = bench.kept(await startStreamResponder({}));
    const startedAtMs = performance.now();
    expect(await afterTruncation(port, { timeoutMs: 100 })).toMatchObject({
      outcome: 'timeout',
      gotReply: true,
      ...OVER_UDP,
    });
    expect(performance.now() - startedAtMs).toBeLessThan(95);
    const refused = await afterTruncation(await freePort());
    expect(refused).toMatchObject({ outcome: 'network_error', gotReply: true, connection: null, ...OVER_UDP });
  });
});

const TRUNCATED = Uint8Array.of(1, 2, 3);
const OVER_UDP = { sentAtMs: 7, localPort: 40_000, reply: TRUNCATED };

function stall(forMs: number): void {
  const untilMs = performance.now() + forMs;
  while (performance.now() < untilMs);
}
