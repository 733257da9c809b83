import { afterEach, describe, expect, it } from 'vitest';

import { Asker } from '../../src/measure/asker.js';
import type { FirstSend } from '../../src/measure/attempt.js';
import { requestMaker } from '../../src/measure/plan/request-maker.js';
import { nodeTimers } from '../../src/measure/deadline-queue.js';
import { cryptoRandom } from '../../src/measure/random-source.js';
import type { UdpSocketEvents } from '../../src/measure/transport/udp/udp-socket.js';
import { ProberTime } from '../support/dns-prober-time.js';
import { dnsReply } from '../support/dns-reply.js';
import { sampleQuery, sampleResolver } from '../support/dns-samples.js';
import { startUdpResponder } from '../support/dns-udp-responder.js';

const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

function firstSend(changes: Parameters<typeof sampleResolver>[0], turn = 0): FirstSend {
  return {
    request: requestMaker(sampleResolver(changes), sampleQuery(), { timeoutMs: 2_000, random: cryptoRandom() })(0),
    turn,
  };
}

/** Sockets open when the test says so. */
function pausedAsker(): { asker: Asker; time: ProberTime; sockets: UdpSocketEvents[]; closed: () => number } {
  const time = new ProberTime();
  const sockets: UdpSocketEvents[] = [];
  let closed = 0;
  const asker = new Asker({
    monotonicMs: time.monotonicMs,
    timers: time,
    random: cryptoRandom(),
    kernel: null,
    udp: {
      wallOffsetMs: () => null,
      open: (_, events) => {
        sockets.push(events);
        return {
          localPort: () => null,
          send: () => undefined,
          takeUnreachable: () => null,
          hasLost: () => false,
          drained: (callback) => callback(),
          close: () => closed++,
        };
      },
      awaitOneMore: () => undefined,
      awaitOneLess: () => undefined,
      close: () => undefined,
    },
    onSuspicious: () => undefined,
  });
  return { asker, time, sockets, closed: () => closed };
}

describe('Asker.prepare()', () => {
  it('opens the sockets that come first and sends nothing', async () => {
    const responder = await startUdpResponder((query, reply) => reply(dnsReply(query)));
    opened.push(() => responder.close());
    const asker = new Asker({
      monotonicMs: () => performance.now(),
      timers: nodeTimers,
      random: cryptoRandom(),
      onSuspicious: () => undefined,
    });
    opened.push(() => asker.close());
    const { port } = responder;
    const sends = [firstSend({ port }, 3), firstSend({ port }, 4), firstSend({ port, transport: 'tcp' })];
    await new Promise<void>((resolve) => asker.prepare(sends, resolve));
    const sendByMs = performance.now() + 5_000;
    const end = await new Promise((resolve) => asker.ask(sends[0]!.request, { turn: 3, sendByMs }, resolve));
    expect(end).toMatchObject({ outcome: 'answered' });
    expect(responder.queries.length).toBe(1);
  });

  it('is ready when every socket has opened or failed', () => {
    const { asker, time, sockets } = pausedAsker();
    let ready = 0;
    asker.prepare([firstSend({}, 0), firstSend({}, 1), firstSend({}, 16)], () => ready++);
    expect(sockets.length).toBe(2);
    sockets[0]!.onOpen(null);
    time.advance(10);
    expect(ready).toBe(0);
    sockets[1]!.onOpen('EMFILE');
    time.advance(10);
    expect(ready).toBe(1);
    expect(time.pendingTimers).toBe(0);
  });

  it('is ready, and later, when there is nothing to open', () => {
    const { asker, time } = pausedAsker();
    let ready = 0;
    asker.prepare([firstSend({ transport: 'tcp' })], () => ready++);
    expect(ready).toBe(0);
    time.advance(0);
    expect(ready).toBe(1);
  });

  it('does not wait for ever for a socket that neither opens nor fails', () => {
    const { asker, time, sockets } = pausedAsker();
    let ready = 0;
    asker.prepare([firstSend({})], () => ready++);
    time.advance(999);
    expect(ready).toBe(0);
    time.advance(1);
    expect(ready).toBe(1);
    sockets[0]!.onOpen(null);
    time.advance(10);
    expect(ready).toBe(1);
  });

  it('is never ready once everything is closed', () => {
    const { asker, time, sockets } = pausedAsker();
    let ready = 0;
    asker.prepare([firstSend({})], () => ready++);
    asker.close();
    sockets[0]!.onOpen(null);
    time.advance(2_000);
    expect(ready).toBe(0);
    expect(time.pendingTimers).toBe(0);
  });
});

describe('Asker.sweep()', () => {
  /** 25 resolvers, one socket each, in use until now. */
  function busyAsker(): ReturnType<typeof pausedAsker> {
    const rig = pausedAsker();
    const sends = Array.from({ length: 25 }, (_, i) => firstSend({ port: 1_000 + i }));
    rig.asker.prepare(sends, () => undefined);
    for (const socket of rig.sockets) socket.onOpen(null);
    const sendByMs = rig.time.monotonicMs() + 100;
    for (const { request } of sends)
      rig.asker.ask({ ...request, timeoutMs: 50 }, { turn: 0, sendByMs }, () => undefined);
    return rig;
  }

  it.each([50, 100, 200])('closes what is idle within a second, called every %d ms, a part at a time', (everyMs) => {
    const { asker, time, closed } = busyAsker();
    const atOnce: number[] = [];
    for (let ms = 0; ms < 3_300; ms += everyMs) {
      const before = closed();
      asker.sweep();
      atOnce.push(closed() - before);
      if (ms < 2_000) expect(closed()).toBe(0);
      time.advance(everyMs);
    }
    expect(closed()).toBe(25);
    expect(Math.max(...atOnce)).toBeLessThanOrEqual(everyMs / 10);
  });

  it('closes all that is idle at once if it is called seldom', () => {
    const { asker, time, closed } = busyAsker();
    time.advance(5_000);
    asker.sweep();
    expect(closed()).toBe(25);
    asker.sweep();
    expect(closed()).toBe(25);
  });
});
