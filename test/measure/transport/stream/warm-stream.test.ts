import { describe, expect, it } from 'vitest';

import type { AttemptEnd } from '../../../../src/measure/attempt.js';
import { LATEST_SEND_MS, NOT_SENT_IN_TIME } from '../../../../src/measure/latest-send.js';
import type { DohRoute, Route, StreamRoute } from '../../../../src/measure/route.js';
import type { Channel } from '../../../../src/measure/transport/channel.js';
import { dnsReply } from '../../../support/dns-reply.js';
import {
  resetConnection,
  startStreamResponder,
  type StreamBehaviour,
  type TcpBehaviour,
  type TcpResponder,
  tcpFrame,
} from '../../../support/dns-tcp-responder.js';
import { freePort } from '../../../support/free-port.js';
import { type DohBehaviour, type DohResponder, respondDoh, startDohResponder } from '../../../support/doh-responder.js';
import { MovableClock } from '../../../support/movable-clock.js';
import { streamBench } from '../../../support/stream-bench.js';
import { dohRoute, settles, type StreamRig, streamRoute } from '../../../support/stream-rig.js';
import { hasOpenssl, makeTestCa, makeTestCertificate } from '../../../support/test-certificate.js';

const NAME = 'dns.example.org';
const bench = streamBench();

interface Warm<Responder> {
  readonly responder: Responder;
  readonly rig: StreamRig;
  readonly channel: Channel;
  readonly clock: MovableClock;
  readonly ask: (options?: Parameters<StreamRig['ask']>[2]) => Promise<AttemptEnd>;
}

const ca = hasOpenssl ? makeTestCa() : { cert: '', key: '' };
const tls = hasOpenssl ? makeTestCertificate([NAME], { issuer: ca }) : undefined;

function warm<Responder>(responder: Responder, route: Route): Warm<Responder> {
  const clock = new MovableClock();
  const rig = bench.rig({ ca: [ca.cert], monotonicMs: clock.monotonicMs });
  const channel = rig.channel(route);
  return { responder, rig, channel, clock, ask: (options) => rig.ask(channel, route, options) };
}

async function overTcp(behaviour: StreamBehaviour, changes: Partial<StreamRoute> = {}): Promise<Warm<TcpResponder>> {
  const responder = bench.kept(await startStreamResponder(behaviour));
  return warm(responder, streamRoute(responder.port, { reuse: 'warm', ...changes }));
}

async function overHttp(behaviour: DohBehaviour, changes: Partial<DohRoute> = {}): Promise<Warm<DohResponder>> {
  const responder = bench.kept(await startDohResponder(tls!, behaviour));
  return warm(responder, dohRoute(responder.port, { reuse: 'warm', ...changes }));
}

const answer: TcpBehaviour = (query, connection) => void connection.write(tcpFrame(dnsReply(query)));
const answerDoh: DohBehaviour = (query, stream) => respondDoh(stream, dnsReply(query));
const silent = (): void => undefined;
/** REFUSED_STREAM (RFC 9113 §8.7). */
const refuse: DohBehaviour = (_, stream) => {
  stream.close(7);
};

/** Each connection by a behaviour of its own, the last one for all that follow. */
function byConnection(
  ...behaviours: readonly ((query: Buffer, to: Parameters<TcpBehaviour>[1], nth: number) => void)[]
): TcpBehaviour {
  const seen = new Map<unknown, { readonly index: number; queries: number }>();
  return (query, connection) => {
    const state = seen.get(connection) ?? { index: seen.size, queries: 0 };
    seen.set(connection, state);
    behaviours[Math.min(state.index, behaviours.length - 1)]!(query, connection, state.queries++);
  };
}

function outcomes(ends: readonly AttemptEnd[]): string[] {
  return ends.map(({ outcome }) => outcome);
}

function opened(ends: readonly AttemptEnd[]): (boolean | null)[] {
  return ends.map(({ connection }) => connection?.isReopened ?? null);
}

/** A server that says nothing, and what came to it: each frame's type and stream (RFC 9113 §4.1). */
async function overFrames(): Promise<Warm<TcpResponder> & { readonly frames: () => readonly string[] }> {
  const received: Buffer[] = [];
  const secured = { ...tls!, ALPNProtocols: ['h2'] };
  const responder = await startStreamResponder({ tls: secured, onData: (bytes) => void received.push(bytes) });
  const route = dohRoute(bench.kept(responder).port, { reuse: 'warm' });
  return { ...warm(responder, route), frames: () => queryFrames(Buffer.concat(received)) };
}

function queryFrames(bytes: Buffer): readonly string[] {
  const names = ['DATA', 'HEADERS'];
  const frames: string[] = [];
  let at = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'.length;
  while (at + 9 <= bytes.length) {
    const name = names[bytes[at + 3]!];
    if (name !== undefined) frames.push(`${name} ${String(bytes.readUInt32BE(at + 5))}`);
    at += 9 + bytes.readUIntBE(at, 3);
  }
  return frames;
}

/** What holds for every transport. */
describe.each<[string, (isSlow?: boolean) => Promise<Warm<{ accepted(): number }>>]>([
  ['TCP', (isSlow) => overTcp({ onQuery: isSlow === true ? later(answer) : answer })],
  [
    'DoT',
    (isSlow) =>
      overTcp({ onQuery: isSlow === true ? later(answer) : answer, tls: tls! }, { transport: 'dot', tlsName: NAME }),
  ],
  ['DoH by POST', (isSlow) => overHttp(isSlow === true ? laterDoh(answerDoh) : answerDoh)],
  ['DoH by GET', (isSlow) => overHttp(isSlow === true ? laterDoh(answerDoh) : answerDoh, { method: 'get' })],
])('WarmStream over %s', (transport, start) => {
  const isTls = transport !== 'TCP';
  const maybe = it.skipIf(isTls && !hasOpenssl);

  maybe('keeps one connection, and tells of its opening once', async () => {
    const { responder, ask } = await start();
    const ends = [await ask(), await ask(), await ask()];
    expect(outcomes(ends)).toEqual(['answered', 'answered', 'answered']);
    expect(responder.accepted()).toBe(1);
    expect(opened(ends)).toEqual([false, null, null]);
    expect(ends[0]!.connection?.connectUs).toBeGreaterThan(0);
    expect(ends[0]!.connection?.queryUs).toBeNull();
    expect((ends[0]!.connection?.tlsUs ?? null) === null).toBe(!isTls);
    expect((ends[0]!.connection?.certificateExpiresAtMs ?? null) === null).toBe(!isTls);
    expect(new Set(ends.map(({ localPort }) => localPort)).size).toBe(1);
  });

  maybe('queues attempts while the connection opens', async () => {
    const { responder, ask } = await start();
    const ends = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(new Set(outcomes(ends))).toEqual(new Set(['answered']));
    expect(responder.accepted()).toBe(1);
    expect(opened(ends).filter((isReopened) => isReopened !== null)).toEqual([false]);
  });

  maybe('counts the RTT from query to reply, without opening', async () => {
    const { ask } = await start(true);
    const [first, ...others] = [await ask(), await ask(), await ask()];
    for (const { rttUs } of [first, ...others]) {
      expect(rttUs).toBeGreaterThan(29_000);
      expect(rttUs).toBeLessThan(1_000_000);
    }
    expect(first.rttUs! - 30_000).toBeLessThan(400_000);
  });

  maybe('replaces a connection that is old, which is no reopening', async () => {
    const { responder, ask, clock } = await start();
    const ends = [await ask()];
    clock.add(59_000);
    ends.push(await ask());
    clock.add(1_000);
    ends.push(await ask());
    expect(opened(ends)).toEqual([false, null, false]);
    expect(responder.accepted()).toBe(2);
  });

  maybe('lets an old connection finish what it carries', async () => {
    const { rig, responder, channel, ask, clock } = await start(true);
    expect(await ask()).toMatchObject({ outcome: 'answered' });
    const pending = ask({ timeoutMs: 120_000 });
    clock.add(60_000);
    const fresh = ask();
    expect(channel.sweep()).toBe(2);
    expect(outcomes(await Promise.all([pending, fresh]))).toEqual(['answered', 'answered']);
    expect(responder.accepted()).toBe(2);
    expect(rig.held).toBe(1);
  });

  maybe('closes an old connection that is idle when it is swept', async () => {
    const { rig, channel, ask, clock } = await start();
    await ask();
    expect(channel.sweep()).toBe(1);
    clock.add(60_000);
    expect(channel.sweep()).toBe(0);
    expect(rig.held).toBe(0);
  });

  maybe('opens ahead without asking, and lets the first attempt tell of it', async () => {
    const { responder, channel, ask } = await start();
    await new Promise<void>((resolve) => channel.open(0, resolve));
    expect(responder.accepted()).toBe(1);
    expect(opened([await ask(), await ask()])).toEqual([false, null]);
    expect(responder.accepted()).toBe(1);
  });

  maybe('is counted while it opens ahead, since only the event loop sees that', async () => {
    const { rig, channel } = await start();
    const opening = new Promise<void>((resolve) => channel.open(0, resolve));
    expect(rig.unstamped.count).toBe(1);
    await opening;
    expect(rig.unstamped.count).toBe(0);
  });

  maybe('is counted no more when it is closed while it opens', async () => {
    const { rig, channel } = await start();
    channel.open(0, () => undefined);
    channel.close();
    expect(rig.unstamped.count).toBe(0);
  });

  maybe('ends without outcomes when it is closed', async () => {
    const { rig, channel, ask } = await start(true);
    await ask();
    let ends = 0;
    for (let i = 0; i < 3; i++) void ask().then(() => ends++);
    channel.close();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(ends).toBe(0);
    expect(rig.held).toBe(0);
  });
});

function later(behaviour: TcpBehaviour): TcpBehaviour {
  return (query, connection) => void setTimeout(() => behaviour(query, connection), 30);
}

function laterDoh(behaviour: DohBehaviour): DohBehaviour {
  return (query, stream, by) => void setTimeout(() => !stream.destroyed && behaviour(query, stream, by), 30);
}

const closings: readonly (readonly [string, TcpBehaviour])[] = [
  ['closes', (_, connection) => void connection.end()],
  ['resets', (_, connection) => resetConnection(connection)],
];

/** RFC 7766 §6.2.4. */
describe.each<[string, StreamBehaviour, Partial<StreamRoute>]>([
  ['TCP', {}, {}],
  ['DoT', tls === undefined ? {} : { tls }, { transport: 'dot', tlsName: NAME }],
])('WarmStream over %s, where queries cross the end of a connection', (transport, secured, changes) => {
  const maybe = it.skipIf(transport === 'DoT' && !hasOpenssl);

  maybe.each(closings)('asks once more when the other side %s a connection that had worked', async (_, close) => {
    const { responder, ask } = await overTcp(
      {
        ...secured,
        onQuery: byConnection((query, to, nth) => (nth === 0 ? answer : close)(query, to), answer),
      },
      changes,
    );
    const first = await ask();
    const crossed = await Promise.all([ask(), ask(), ask()]);
    expect(first).toMatchObject({ outcome: 'answered' });
    expect(outcomes(crossed)).toEqual(['answered', 'answered', 'answered']);
    expect(opened(crossed).filter((isReopened) => isReopened !== null)).toEqual([true]);
    expect(responder.accepted()).toBe(2);
  });

  maybe.each(closings)('asks no third time when the other side %s the second connection too', async (_, close) => {
    const { responder, ask } = await overTcp(
      {
        ...secured,
        onQuery: byConnection((query, to, nth) => (nth === 0 ? answer : close)(query, to), close),
      },
      changes,
    );
    const ends = [await ask(), await ask()];
    expect(outcomes(ends)).toEqual(['answered', 'network_error']);
    expect(opened(ends)).toEqual([false, true]);
    expect(responder.accepted()).toBe(2);
  });

  maybe.each(closings)('does not ask again when the other side %s a fresh connection', async (_, close) => {
    const { responder, ask } = await overTcp({ onQuery: close, ...secured }, changes);
    expect(outcomes([await ask(), await ask()])).toEqual(['network_error', 'network_error']);
    expect(responder.accepted()).toBe(2);
  });
});

describe('WarmStream', () => {
  it('matches replies by their ids, in whatever order they come', async () => {
    const waiting: (() => void)[] = [];
    const { responder, ask } = await overTcp({
      onQuery: (query, connection) => {
        waiting.push(() => answer(query, connection));
        if (waiting.length === 30) for (const reply of waiting.toReversed()) reply();
      },
    });
    const names = Array.from({ length: 30 }, (_, i) => `n${String(i)}.example.org`);
    const ends = await Promise.all(names.map((qname) => ask({ qname, keepsReply: true })));
    expect(new Set(outcomes(ends))).toEqual(new Set(['answered']));
    ends.forEach(({ reply }, i) => expect(Buffer.from(reply!).includes(`n${String(i)}`)).toBe(true));
    expect(responder.accepted()).toBe(1);
    expect(new Set(responder.queries.map((query) => query.readUInt16BE(0))).size).toBe(30);
  });

  it('counts neither late nor doubled replies for another attempt', async () => {
    let asked = 0;
    const { responder, rig, ask } = await overTcp({
      onQuery: (query, connection) => {
        if (asked++ === 1) setTimeout(() => connection.write(tcpFrame(dnsReply(query, { rcode: 2 }))), 80);
        else for (let i = 0; i < 3; i++) answer(query, connection);
      },
    });
    const ends = [await ask(), await ask({ timeoutMs: 50 }), await ask()];
    await new Promise((resolve) => setTimeout(resolve, 60));
    ends.push(await ask());
    expect(outcomes(ends)).toEqual(['answered', 'timeout', 'answered', 'answered']);
    expect(responder.accepted()).toBe(1);
    expect(rig.suspicious).toBe(0);
  });

  it('judges a reply under an id that was never given as the oldest query’s, and trusts the connection no more', async () => {
    const strange: TcpBehaviour = (query, connection) => {
      connection.write(tcpFrame(dnsReply(query, { id: query.readUInt16BE(0) ^ 1 })));
    };
    const { responder, ask } = await overTcp({
      onQuery: byConnection((query, to, nth) => (nth === 0 ? answer : strange)(query, to), answer),
    });
    const ends = [await ask(), await ask(), await ask()];
    expect(outcomes(ends)).toEqual(['answered', 'malformed', 'answered']);
    expect(opened(ends)).toEqual([false, null, false]);
    expect(responder.accepted()).toBe(2);
  });

  it('opens again what the other side closed while idle, and counts that', async () => {
    const { responder, channel, ask } = await overTcp({
      onQuery: (query, connection) => connection.end(tcpFrame(dnsReply(query))),
    });
    const ends: AttemptEnd[] = [];
    for (let i = 0; i < 3; i++) {
      ends.push(await ask());
      expect(await settles(() => responder.open(), 0)).toBe(0);
      expect(channel.sweep()).toBe(1); // nothing is open, but that it was closed early is not forgotten
    }
    expect(outcomes(ends)).toEqual(['answered', 'answered', 'answered']);
    expect(opened(ends)).toEqual([false, true, true]);
  });

  it('counts what replaces a connection that ended early, also after that would have been too old', async () => {
    const { responder, channel, ask, clock } = await overTcp({
      onQuery: (query, connection) => connection.end(tcpFrame(dnsReply(query))),
    });
    await ask();
    expect(await settles(() => responder.open(), 0)).toBe(0);
    clock.add(60_000);
    expect(channel.sweep()).toBe(0);
    expect(opened([await ask()])).toEqual([true]);
  });

  it('does not count what replaces a connection that the other side closed when it was too old', async () => {
    const { responder, ask, clock } = await overTcp({
      onQuery: (query, connection) => {
        clock.add(60_000);
        connection.end(tcpFrame(dnsReply(query)));
      },
    });
    await ask({ timeoutMs: 120_000 });
    expect(await settles(() => responder.open(), 0)).toBe(0);
    expect(opened([await ask({ timeoutMs: 120_000 })])).toEqual([false]);
  });

  it('tells in which part attempts ran out of time, and from which port, while opening too', async () => {
    const { ask } = await overTcp({ onData: silent }, { transport: 'dot', tlsName: NAME });
    const [handshake] = await Promise.all([ask({ timeoutMs: 40 })]);
    expect(handshake).toMatchObject({ outcome: 'timeout', stream: { failedIn: 'tls' } });
    expect(handshake.localPort).toBeGreaterThan(1_023);
    const { ask: askSilent } = await overTcp({ onQuery: silent });
    expect(await askSilent({ timeoutMs: 40 })).toMatchObject({ outcome: 'timeout', stream: { failedIn: 'query' } });
  });

  it('keeps to the one timeout over both tries', async () => {
    const { ask } = await overTcp({
      onQuery: byConnection(
        (query, to, nth) => (nth === 0 ? answer(query, to) : void setTimeout(() => to.end(), 80)),
        silent,
      ),
    });
    await ask();
    const startedAtMs = performance.now();
    expect(await ask({ timeoutMs: 160 })).toMatchObject({ outcome: 'timeout' });
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(159);
    expect(performance.now() - startedAtMs).toBeLessThan(500);
  });

  it('calls half a message malformed, and only of the query that it replies to', async () => {
    const held: Buffer[] = [];
    const { ask } = await overTcp({
      onQuery: byConnection((query, to, nth) => {
        if (nth === 0) return answer(query, to);
        held.push(query);
        if (held.length === 3) to.end(tcpFrame(dnsReply(held[1]!)).subarray(0, 20));
      }, answer),
    });
    await ask();
    const ends = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes(ends)).toEqual(['answered', 'malformed', 'answered']);
  });

  it('gives up a connection on which nothing comes any more', async () => {
    const { responder, ask, clock } = await overTcp({
      onQuery: byConnection((query, to, nth) => (nth === 0 ? answer(query, to) : undefined), answer),
    });
    const ends = [await ask(), await ask({ timeoutMs: 40 })];
    clock.add(1_000);
    ends.push(await ask({ timeoutMs: 40 }));
    expect(responder.accepted()).toBe(1);
    clock.add(2_000);
    ends.push(await ask());
    expect(outcomes(ends)).toEqual(['answered', 'timeout', 'timeout', 'answered']);
    expect(opened(ends)).toEqual([false, null, null, false]);
    expect(responder.accepted()).toBe(2);
  });

  it('gives up opening that takes too long, and closes it with the last attempt', async () => {
    const { responder, rig, ask, clock } = await overTcp({ onData: silent }, { transport: 'dot', tlsName: NAME });
    const ends = [await ask({ timeoutMs: 40 })];
    expect(responder.accepted()).toBe(1);
    ends.push(await ask({ timeoutMs: 40 }));
    expect(responder.accepted()).toBe(1);
    clock.add(3_000);
    ends.push(await ask({ timeoutMs: 40 }));
    expect(responder.accepted()).toBe(2);
    expect(outcomes(ends)).toEqual(['timeout', 'timeout', 'timeout']);
    expect(rig.held).toBe(1);
  });

  it('hears of a vantage on line from what came during the attempt, and from nothing older', async () => {
    const { ask } = await overTcp({
      onQuery: byConnection((query, to, nth) => (nth === 0 ? answer : silent)(query, to)),
    });
    expect(await ask()).toMatchObject({ outcome: 'answered', gotReply: true });
    expect(await ask({ timeoutMs: 40 })).toMatchObject({ outcome: 'timeout', gotReply: false });
  });

  it('hears of it from another query’s reply, and from the end of the connection', async () => {
    const { ask } = await overTcp({
      onQuery: byConnection((query, to, nth) => {
        if (nth < 2) answer(query, to);
        if (nth === 3) to.end();
      }, silent),
    });
    await ask();
    const [replied, ignored] = await Promise.all([ask(), ask({ timeoutMs: 200 })]);
    expect([replied, ignored]).toMatchObject([{ outcome: 'answered' }, { outcome: 'timeout', gotReply: true }]);
    expect(await ask({ timeoutMs: 300 })).toMatchObject({ outcome: 'timeout', gotReply: true });
  });

  it('is counted no more when opening ahead fails', async () => {
    const port = await freePort();
    const { rig, channel } = warm(null, streamRoute(port, { reuse: 'warm' }));
    const opening = new Promise<void>((resolve) => channel.open(0, resolve));
    expect(rig.unstamped.count).toBe(1);
    await opening;
    expect(rig.unstamped.count).toBe(0);
  });

  it('is counted no more when opening ahead takes too long', async () => {
    const { rig, channel, clock } = await overTcp({ onData: silent }, { transport: 'dot', tlsName: NAME });
    channel.open(0, () => undefined);
    clock.add(3_000);
    expect(channel.sweep()).toBe(0);
    expect(rig.unstamped.count).toBe(0);
  });

  it('connects anew after a refusal, which is no reopening', async () => {
    const { responder, rig, channel, ask } = await overTcp({ onQuery: answer });
    const { port } = responder;
    await responder.close();
    expect(await ask()).toMatchObject({ outcome: 'network_error', detail: 'ECONNREFUSED', connection: null });
    expect(rig.held).toBe(0);
    bench.kept(await startStreamResponder({ onQuery: answer, port }));
    expect(opened([await ask(), await ask()])).toEqual([false, null]);
    channel.close();
  });
});

describe.skipIf(!hasOpenssl)('WarmStream over DoT', () => {
  it('fails every attempt that waits for a bad certificate, and tries anew', async () => {
    const bad = makeTestCertificate([NAME], { issuer: ca, isExpired: true });
    const { responder, ask } = await overTcp({ tls: bad, onQuery: answer }, { transport: 'dot', tlsName: NAME });
    const ends = await Promise.all([ask(), ask(), ask()]);
    expect(outcomes(ends)).toEqual(['tls_error', 'tls_error', 'tls_error']);
    expect(opened(ends).filter((isReopened) => isReopened !== null)).toEqual([false]);
    const told = ends.map(({ connection }) => connection?.certificateExpiresAtMs ?? 0);
    expect(Math.max(...told)).toBeGreaterThan(0);
    expect(Math.max(...told)).toBeLessThan(Date.now());
    await ask();
    expect(responder.accepted()).toBe(2);
  });
});

describe.skipIf(!hasOpenssl)('WarmStream over DoH', () => {
  it('opens no further streams after GOAWAY, finishes those it has, and opens again', async () => {
    let asked = 0;
    const { responder, ask } = await overHttp((query, stream, by) => {
      if (asked++ === 1) by.session.goaway();
      setTimeout(() => answerDoh(query, stream, by), asked === 2 ? 60 : 0);
    });
    const first = await ask();
    const pending = ask();
    await settles(() => 2 - asked, 0);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const next = await ask();
    expect(outcomes([first, await pending, next])).toEqual(['answered', 'answered', 'answered']);
    expect(opened([first, next])).toEqual([false, true]);
    expect(responder.accepted()).toBe(2);
  });

  it('resets no stream that ends by itself, and keeps its connection over thousands of queries', async () => {
    const codes: number[] = [];
    let asked = 0;
    const { responder, ask } = await overHttp((query, stream) => {
      stream.on('close', () => codes.push(stream.rstCode));
      respondDoh(stream, dnsReply(query), { status: asked++ % 2 === 0 ? 200 : 503 });
    });
    for (let i = 0; i < 1_500; i += 50) await Promise.all(Array.from({ length: 50 }, () => ask({ timeoutMs: 10_000 })));
    expect(responder.accepted()).toBe(1);
    expect(codes.length).toBeGreaterThan(1_400);
    expect(new Set(codes)).toEqual(new Set([0]));
  });

  it('resets streams whose time is over, so that the resolver need not go on', async () => {
    const codes: number[] = [];
    const { ask } = await overHttp((_, stream) => void stream.on('close', () => codes.push(stream.rstCode)));
    expect(await ask({ timeoutMs: 30 })).toMatchObject({ outcome: 'timeout' });
    expect(await settles(() => 1 - codes.length, 0)).toBe(0);
    expect(codes).toEqual([8]); // CANCEL (RFC 9113 §7)
  });

  it('asks once more what GOAWAY left out', async () => {
    let asked = 0;
    const { responder, ask } = await overHttp((query, stream, by) => {
      // The client's streams are 1, 3, 5 …: 3 is the second one.
      if (asked++ === 1) by.session.goaway(0, 1);
      else answerDoh(query, stream, by);
    });
    const ends = [await ask(), await ask()];
    expect(outcomes(ends)).toEqual(['answered', 'answered']);
    expect(opened(ends)).toEqual([false, true]);
    expect(responder.accepted()).toBe(2);
  });

  /** By its own rule a server of Node.js names the last stream that it took: 1 is the first one. */
  it.each([
    ['without an error', 0],
    ['with INTERNAL_ERROR', 2],
    ['with ENHANCE_YOUR_CALM', 11],
  ])('asks once more what GOAWAY (%s) left out before any reply', async (_, code) => {
    let first: unknown = null;
    let asked = 0;
    const { responder, ask } = await overHttp((query, stream, by) => {
      first ??= by.session;
      if (by.session !== first) return answerDoh(query, stream, by);
      if (++asked === 2) by.session.goaway(code, 1);
    });
    const [, second] = await Promise.all([ask({ timeoutMs: 400 }), ask()]);
    expect(second).toMatchObject({ outcome: 'answered', stream: { failedIn: null, askedAgain: 'unprocessed' } });
    expect(opened([second])).toEqual([true]);
    expect(responder.accepted()).toBe(2);
  });

  it.each(['warm', 'cold'] as const)('asks twice and no more where each connection (%s) says GOAWAY', async (reuse) => {
    // RFC 9113 §6.5, §6.8: empty SETTINGS, then GOAWAY with stream 0 as the last one, so that none was processed.
    const leave = Buffer.from('000000040000000000' + '000008070000000000' + '0000000000000000', 'hex');
    const secured = { ...tls!, ALPNProtocols: ['h2'] };
    const onData: StreamBehaviour['onData'] = (bytes, to) => {
      if (queryFrames(bytes).length > 0) to.write(leave);
    };
    const responder = bench.kept(await startStreamResponder({ tls: secured, onData }));
    const end = await warm(responder, dohRoute(responder.port, { reuse })).ask();
    expect(end).toMatchObject({
      outcome: 'network_error',
      detail: 'REFUSED_STREAM, asked again after REFUSED_STREAM',
      stream: { failedIn: 'query', askedAgain: 'unprocessed' },
    });
    expect(responder.accepted()).toBe(2);
  });

  it('asks once more when the connection ends under a query', async () => {
    let asked = 0;
    const { responder, ask } = await overHttp((query, stream, by) => {
      if (asked++ === 1) by.tcp.end();
      else answerDoh(query, stream, by);
    });
    const ends = [await ask(), await ask()];
    expect(outcomes(ends)).toEqual(['answered', 'answered']);
    expect(opened(ends)).toEqual([false, true]);
    expect(responder.accepted()).toBe(2);
  });

  it('notices that the other side ended an idle connection', async () => {
    const { responder, ask } = await overHttp((query, stream, by) => {
      answerDoh(query, stream, by);
      setTimeout(() => by.tcp.end(), 10);
    });
    await ask();
    expect(await settles(() => responder.open(), 0)).toBe(0);
    expect(await ask()).toMatchObject({ outcome: 'answered', connection: { isReopened: true } });
  });

  it('asks once more, on the same connection, what the resolver refused unprocessed; its RTT is the whole', async () => {
    let asked = 0;
    const { responder, ask } = await overHttp((query, stream, by) => {
      if (asked++ === 1) setTimeout(() => stream.close(7), 40);
      else answerDoh(query, stream, by);
    });
    const ends = [await ask(), await ask(), await ask()];
    expect(outcomes(ends)).toEqual(['answered', 'answered', 'answered']);
    expect(ends[1]!.rttUs).toBeGreaterThan(39_000);
    expect(ends[1]!.lastSentAtMs! - ends[1]!.sentAtMs!).toBeGreaterThan(39);
    expect(responder.accepted()).toBe(1);
    expect(responder.requests.length).toBe(4);
  });

  it('asks twice and no more where the resolver refuses for ever, and goes on by the same connection', async () => {
    const { responder, ask } = await overHttp(refuse);
    const ends = await Promise.all([ask(), ask(), ask()]);
    ends.push(await ask());
    expect(outcomes(ends)).toEqual(Array(4).fill('network_error'));
    for (const { detail } of ends) expect(detail).toBe('REFUSED_STREAM, asked again after REFUSED_STREAM');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(responder.requests.length).toBe(8);
    expect(responder.accepted()).toBe(1);
  });

  it('keeps to the one timeout where it asks again', async () => {
    const { ask } = await overHttp((_, stream) => void setTimeout(() => stream.close(7), 60));
    expect(await ask({ timeoutMs: 100 })).toMatchObject({
      outcome: 'timeout',
      gotReply: true,
      detail: 'asked again after REFUSED_STREAM',
    });
  });

  it('is heard no more of when it is closed before it asks again', async () => {
    const { channel, ask } = await overHttp(refuse);
    let ends = 0;
    for (let i = 0; i < 5; i++) void ask().then(() => ends++);
    channel.close();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(ends).toBe(0);
  });

  it('sends the body of each POST before the next request, since some servers take no other', async () => {
    const { frames, ask } = await overFrames();
    await Promise.all(Array.from({ length: 5 }, () => ask({ timeoutMs: 150 })));
    const both = (id: number): string[] => [`HEADERS ${String(id)}`, `DATA ${String(id)}`];
    expect(frames()).toEqual([1, 3, 5, 7, 9].flatMap(both));
  });

  /** Sent at once, and the others held back while this process stands still for so long. */
  async function heldBack(
    { clock, ask }: Warm<DohResponder>,
    forMs: number,
    timeoutMs = 2_000,
  ): Promise<{ readonly ends: readonly AttemptEnd[]; readonly askedAtMs: number }> {
    await ask();
    const askedAtMs = clock.monotonicMs();
    const asks = [1, 2, 3].map(() => ask({ timeoutMs, sendByMs: askedAtMs + LATEST_SEND_MS }));
    clock.add(forMs);
    return { ends: await Promise.all(asks), askedAtMs };
  }

  it('sends no POST that it has held back for more than 100 ms', async () => {
    const over = await overHttp(answerDoh);
    const { ends } = await heldBack(over, 400);
    expect(outcomes(ends)).toEqual(['answered', 'prober_error', 'prober_error']);
    for (const end of ends.slice(1)) expect(end).toMatchObject({ sentAtMs: null, detail: NOT_SENT_IN_TIME });
    expect(over.responder.requests.length).toBe(2);
  });

  it('tells how late a POST went out that it held back, and gives it its whole timeout from then on', async () => {
    const { ends, askedAtMs } = await heldBack(await overHttp(laterDoh(answerDoh)), 90, 100);
    expect(outcomes(ends)).toEqual(['answered', 'answered', 'answered']);
    for (const { sentAtMs, rttUs } of ends.slice(1)) {
      expect(sentAtMs! - askedAtMs).toBeGreaterThanOrEqual(90);
      expect(rttUs).toBeLessThan(90_000);
    }
  });

  it.each<[string, DohBehaviour]>([
    ['ended', (_, __, { tcp }) => void tcp.destroy()],
    [
      'takes no more (GOAWAY)',
      (_, __, { session }) => {
        session.goaway(0, 1);
      },
    ],
  ])('sends by another connection what it held back on one that never replied, and %s', async (_, end) => {
    let first: unknown = null;
    const { responder, ask } = await overHttp((query, stream, by) => {
      first ??= by.session;
      (by.session === first ? end : answerDoh)(query, stream, by);
    });
    const ends = await Promise.all(Array.from({ length: 40 }, () => ask({ timeoutMs: 500 })));
    expect(responder.accepted()).toBe(2);
    expect(ends[0]!.outcome).not.toBe('answered');
    // A few were out, one in each turn, before the end was heard of; none of the others had been asked.
    expect(outcomes(ends.slice(20))).toEqual(Array(20).fill('answered'));
    for (const { detail } of ends.slice(20)) expect(detail).toBeNull();
  });

  it('does not send by another connection what it had held back for too long when the first ended', async () => {
    const { responder, clock, ask } = await overHttp((_, __, { tcp }) => {
      clock.add(200);
      tcp.destroy();
    });
    const sendByMs = clock.monotonicMs() + LATEST_SEND_MS;
    const ends = await Promise.all(Array.from({ length: 40 }, () => ask({ sendByMs })));
    expect(ends[0]).toMatchObject({ outcome: 'network_error' });
    for (const end of ends.slice(20)) expect(end).toMatchObject({ outcome: 'prober_error', sentAtMs: null });
    expect(responder.accepted()).toBe(1);
  });

  it('keeps the connection after a malformed reply and after an HTTP error: streams are apart', async () => {
    let asked = 0;
    const { responder, ask } = await overHttp((query, stream, by) => {
      if (asked === 0) respondDoh(stream, 'garbage');
      else if (asked === 1) respondDoh(stream, '', { status: 503 });
      else if (asked === 2) stream.close(2);
      else answerDoh(query, stream, by);
      asked++;
    });
    const ends = [await ask(), await ask(), await ask(), await ask()];
    expect(outcomes(ends)).toEqual(['malformed', 'http_error', 'network_error', 'answered']);
    expect(responder.accepted()).toBe(1);
  });
});
