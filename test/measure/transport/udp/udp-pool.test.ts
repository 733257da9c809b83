import { describe, expect, it } from 'vitest';

import { compileExpectation } from '../../../../src/dns/expectation.js';
import { prepareQuery } from '../../../../src/dns/prepared-query.js';
import type { AttemptEnd, AttemptRequest } from '../../../../src/measure/attempt.js';
import { DeadlineQueue } from '../../../../src/measure/deadline-queue.js';
import { cryptoRandom, type RandomSource } from '../../../../src/measure/random-source.js';
import { SOURCE_PORTS, UdpPool } from '../../../../src/measure/transport/udp/udp-pool.js';
import {
  type Receipt,
  type UdpSocket,
  type UdpSocketEvents,
  type UdpSockets,
  type Unreachable,
  unstamped,
} from '../../../../src/measure/transport/udp/udp-socket.js';
import { ProberTime } from '../../../support/dns-prober-time.js';
import { sampleExpectation, sampleQuery } from '../../../support/dns-samples.js';

/** A socket of the test: what was sent is kept, what comes is put in. */
class FakeSocket implements UdpSocket {
  readonly sent: Buffer[] = [];
  readonly events: UdpSocketEvents;
  isClosed = false;
  unreachable:
    | readonly (Uint8Array | { readonly payload: Uint8Array; readonly errorCode: string; readonly waitedMs: number })[]
    | null = [];
  lost = false;
  /** Codes for the next sends; then they succeed. */
  sendErrors: string[] = [];

  readonly #receipt: (waitedMs: number) => Receipt;

  constructor(events: UdpSocketEvents, receipt: (waitedMs: number) => Receipt) {
    this.events = events;
    this.#receipt = receipt;
  }

  localPort(): number {
    return 40_000;
  }

  send(bytes: Uint8Array, id: number): void {
    const code = this.sendErrors.shift() ?? null;
    if (code === null) this.sent.push(Buffer.from(bytes));
    else this.events.onSendFailed(id, code);
  }

  takeUnreachable(): readonly Unreachable[] | null {
    const told = this.unreachable;
    if (told === null) return null;
    this.unreachable = [];
    return told.map((one) => {
      if (one instanceof Uint8Array) return { payload: one, errorCode: 'ECONNREFUSED', receipt: this.#receipt(0) };
      return { payload: one.payload, errorCode: one.errorCode, receipt: this.#receipt(one.waitedMs) };
    });
  }

  hasLost(): boolean {
    return this.lost;
  }

  drained(callback: () => void): void {
    callback();
  }

  close(): void {
    this.isClosed = true;
  }

  receive(bytes: Uint8Array, waitedMs = 0): void {
    const lent = { bytes: Buffer.from(bytes), receipt: { ...this.#receipt(waitedMs) } };
    this.events.onDatagram(lent.bytes, lent.receipt);
    // Both belong to the socket: nothing may be read of them afterwards.
    lent.bytes.fill(0xff);
    Object.assign(lent.receipt, { seenAtMs: NaN, atWallMs: NaN, wallOffsetMs: NaN, emptyAtMs: NaN });
  }

  /** The resolver's reply to the query sent as number `index`. */
  reply(index: number, waitedMs = 0): void {
    const bytes = Buffer.from(this.sent[index]!);
    bytes[2] = 0x80;
    this.receive(bytes, waitedMs);
  }
}

interface Rig {
  readonly time: ProberTime;
  readonly pool: UdpPool;
  readonly sockets: FakeSocket[];
  readonly ends: AttemptEnd[];
  readonly truncated: unknown[];
  suspicious: number;
  /** How many attempts sockets are looked at for. */
  awaited: number;
  ask(turn: number, timeoutMs?: number): void;
}

function start(
  options: { openError?: string; opens?: boolean; random?: RandomSource; hasKernelTime?: boolean } = {},
): Rig {
  const time = new ProberTime();
  const sockets: FakeSocket[] = [];
  const ends: AttemptEnd[] = [];
  const truncated: unknown[] = [];
  const hasKernelTime = options.hasKernelTime === true;
  const offsetMs = (): number => time.wallMs() - time.monotonicMs();
  const receipt = (waitedMs: number): Receipt => {
    const seenAtMs = time.monotonicMs();
    const stamp = { atWallMs: time.wallMs() - waitedMs, wallOffsetMs: offsetMs(), emptyAtMs: -Infinity };
    return hasKernelTime ? { seenAtMs, isStamped: true, ...stamp } : unstamped(seenAtMs);
  };
  const udp: UdpSockets = {
    wallOffsetMs: () => (hasKernelTime ? offsetMs() : null),
    open: (_, events) => {
      const socket = new FakeSocket(events, receipt);
      sockets.push(socket);
      if (options.opens !== false) time.setTimer(() => events.onOpen(options.openError ?? null), 0);
      return socket;
    },
    awaitOneMore: () => {
      rig.awaited++;
    },
    awaitOneLess: () => {
      rig.awaited--;
    },
    close: () => undefined,
  };
  const deps = {
    monotonicMs: time.monotonicMs,
    kernel: null,
    unstamped: { count: 0 },
    udp,
    random: options.random ?? cryptoRandom(),
    deadlines: new DeadlineQueue(time.monotonicMs, time),
    onSuspicious: () => {
      rig.suspicious++;
    },
  };
  const overTcp = {
    askFrom: (_: unknown, start: unknown) => void truncated.push(start),
    sweep: () => 0,
    close: () => undefined,
  };
  const pool = new UdpPool({ address: '127.0.0.1', port: 53 }, deps, overTcp);
  const rig: Rig = {
    time,
    pool,
    sockets,
    ends,
    truncated,
    suspicious: 0,
    awaited: 0,
    ask: (turn, timeoutMs = 2_000) => {
      pool.ask(request(timeoutMs), { turn, sendByMs: time.monotonicMs() + 100 }, (end) => ends.push(end));
      time.advance(0);
    },
  };
  return rig;
}

function request(timeoutMs: number): AttemptRequest {
  return {
    route: { transport: 'udp', endpoint: { address: '127.0.0.1', port: 53 }, tcpFallback: true },
    timeoutMs,
    expectation: compileExpectation(sampleExpectation()),
    query: prepareQuery(sampleQuery()),
    keepsReply: false,
  };
}

function outcomes(rig: Rig): string[] {
  return rig.ends.map((end) => end.outcome);
}

/** The socket that the last attempt went to. */
function lastUsed(rig: Rig, before: readonly number[]): FakeSocket {
  return rig.sockets.find((socket, i) => socket.sent.length > (before[i] ?? 0))!;
}

describe('UdpPool', () => {
  it('sends nothing on a socket that opened too late, and calls the attempt prober_error', () => {
    for (const lateMs of [0, 50]) {
      const rig = start();
      rig.pool.ask(request(2_000), { turn: 0, sendByMs: rig.time.monotonicMs() + 100 }, (end) => rig.ends.push(end));
      rig.time.freeze(100 + lateMs);
      rig.time.advance(10);
      expect(rig.sockets[0]!.sent.length).toBe(lateMs === 0 ? 1 : 0);
      if (lateMs > 0) expect(rig.ends).toMatchObject([{ outcome: 'prober_error', sentAtMs: null, gotReply: false }]);
    }
  });

  it('waits for a socket that never opens no longer than the send may take', () => {
    const rig = start({ opens: false });
    rig.ask(0);
    rig.time.advance(99);
    expect(rig.ends).toEqual([]);
    rig.time.advance(2);
    expect(rig.ends).toMatchObject([{ outcome: 'prober_error', sentAtMs: null }]);
    rig.sockets[0]!.events.onOpen(null);
    expect(rig.sockets[0]!.sent).toEqual([]);
    expect(rig.ends.length).toBe(1);
  });

  it('opens the socket of a turn ahead, sends nothing, and uses it when its turn comes', () => {
    const rig = start();
    let opened = 0;
    rig.pool.open(21, () => opened++);
    expect(opened).toBe(0);
    rig.time.advance(0);
    rig.pool.open(21, () => opened++);
    expect(opened).toBe(2);
    expect(rig.sockets[0]!.sent).toEqual([]);
    rig.ask(21);
    expect(rig.sockets.length).toBe(1);
    expect(rig.sockets[0]!.sent.length).toBe(1);
  });

  it('tells that a socket has failed to open as well', () => {
    const rig = start({ openError: 'EMFILE' });
    let opened = 0;
    rig.pool.open(0, () => opened++);
    rig.time.advance(0);
    expect(opened).toBe(1);
  });

  it('leads a series round 16 source ports', () => {
    const rig = start();
    for (let turn = 5; turn < 5 + SOURCE_PORTS; turn++) {
      const before = rig.sockets.map((socket) => socket.sent.length);
      rig.ask(turn);
      lastUsed(rig, before).reply(0);
    }
    expect(rig.sockets.length).toBe(16);
    expect(rig.sockets.every((socket) => socket.sent.length === 1)).toBe(true);
    expect(outcomes(rig)).toEqual(new Array(16).fill('answered'));
  });

  it('gives every port to every series, though many share the pool in step', () => {
    const rig = start();
    const seen = Array.from({ length: 16 }, () => new Set<FakeSocket>());
    for (let round = 0; round < 16; round++) {
      for (let series = 0; series < 16; series++) {
        const before = rig.sockets.map((socket) => socket.sent.length);
        rig.ask(series * 1_000 + round);
        const used = lastUsed(rig, before);
        used.reply(used.sent.length - 1);
        seen[series]!.add(used);
      }
    }
    for (const ports of seen) expect(ports.size).toBe(16);
  });

  it('replaces each port within a minute, and closes the old one once it is done', () => {
    const rig = start();
    rig.ask(0, 60_000);
    const [first] = rig.sockets;
    for (let second = 0; second < 60; second++) {
      rig.time.advance(1_000);
      rig.pool.sweep();
      if (second === 55) {
        rig.ask(0, 60_000);
        expect(rig.sockets.length).toBe(2);
        expect(first!.isClosed).toBe(false);
      }
    }
    expect(outcomes(rig)).toEqual(['timeout']);
    expect(first!.isClosed).toBe(true);
  });

  it.each([
    { everyMs: 100, fewest: 6, most: 12 },
    { everyMs: 1_500, fewest: 6, most: 12 },
    { everyMs: 4_000, fewest: 15, most: 15 },
    { everyMs: 16_000, fewest: 4, most: 4 },
  ])('goes through $fewest to $most ports a minute where each is used every $everyMs ms', (of) => {
    const rig = start();
    for (let atMs = 0; atMs < 60_000; atMs += of.everyMs) {
      rig.ask(0, 10);
      rig.time.advance(of.everyMs);
      rig.pool.sweep();
    }
    const used = rig.sockets.filter((socket) => socket.sent.length > 0).length;
    expect(used).toBeGreaterThanOrEqual(of.fewest);
    expect(used).toBeLessThanOrEqual(of.most);
  });

  it('keeps a socket that was opened ahead until its first use, but not for ever', () => {
    const rig = start();
    rig.pool.open(0, () => undefined);
    rig.time.advance(19_000);
    rig.pool.sweep();
    rig.ask(0);
    expect(rig.sockets.length).toBe(1);
    rig.pool.open(1, () => undefined);
    rig.time.advance(21_000);
    rig.pool.sweep();
    expect(rig.sockets.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });

  it('lets go of every socket once nothing is asked any more', () => {
    const rig = start();
    for (let turn = 0; turn < 16; turn++) rig.ask(turn, 100);
    rig.time.advance(60_000);
    rig.pool.sweep();
    expect(rig.pool.sweep()).toBe(0);
    expect(rig.sockets.every((socket) => socket.isClosed)).toBe(true);
    expect(rig.awaited).toBe(0);
    expect(rig.time.pendingTimers).toBe(0);
  });

  it('counts no reply for two attempts: doubled and late ones meet nobody', () => {
    const rig = start();
    rig.ask(0);
    rig.sockets[0]!.reply(0);
    rig.sockets[0]!.reply(0);
    rig.ask(0, 100);
    rig.time.advance(200);
    rig.ask(0);
    rig.sockets[0]!.reply(1);
    expect(outcomes(rig)).toEqual(['answered', 'timeout']);
    expect(rig.suspicious).toBe(0);
    rig.sockets[0]!.reply(2);
    expect(outcomes(rig)).toEqual(['answered', 'timeout', 'answered']);
  });

  it('never uses an id twice on a socket, even if the generator repeats itself', () => {
    const rig = start({ random: { bytes: (count) => new Uint8Array(count) } });
    for (let i = 0; i < 40; i++) rig.ask(0);
    for (const socket of rig.sockets) {
      const ids = socket.sent.map((query) => query.readUInt16BE(0));
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('counts a datagram with a wrong id or question as suspicious, and waits on', () => {
    const rig = start();
    rig.ask(0);
    const [socket] = rig.sockets;
    const forged = Buffer.from(socket!.sent[0]!);
    forged[2] = 0x80;
    forged[0]! ^= 0xff;
    socket!.receive(forged);
    forged[0]! ^= 0xff;
    forged[14]! ^= 0x01;
    socket!.receive(forged);
    expect(rig.suspicious).toBe(2);
    expect(outcomes(rig)).toEqual([]);
    socket!.reply(0);
    expect(outcomes(rig)).toEqual(['answered']);
  });

  it('calls a datagram too short for a header malformed', () => {
    const rig = start();
    rig.ask(0);
    rig.sockets[0]!.receive(Buffer.alloc(1));
    expect(rig.ends).toMatchObject([{ outcome: 'malformed', rcode: null }]);
    rig.sockets[0]!.receive(Buffer.alloc(1));
    expect(rig.suspicious).toBe(1);
  });

  it('takes the time a datagram lay in the socket off the RTT', () => {
    const rig = start({ hasKernelTime: true });
    rig.ask(0);
    rig.time.freeze(500);
    rig.sockets[0]!.reply(0, 499);
    expect(rig.ends).toMatchObject([{ outcome: 'answered', rttUs: 1_000, wasClamped: false }]);
  });

  it('counts a reply found late if it came in time, and not if it came late', () => {
    const rig = start({ hasKernelTime: true });
    rig.ask(0, 1_000);
    rig.ask(1, 1_000);
    rig.time.freeze(5_000);
    rig.sockets[0]!.reply(0, 4_001);
    rig.sockets[1]!.reply(0, 3_999);
    rig.time.advance(10);
    expect(rig.ends).toMatchObject([
      { outcome: 'answered', rttUs: 999_000 },
      { outcome: 'timeout', rttUs: null },
    ]);
  });

  it('trusts its own clock when the wall clock was set while it waited and nobody can tell when', () => {
    const rig = start({ hasKernelTime: true });
    rig.ask(0);
    rig.time.stepWall(300);
    rig.time.freeze(500);
    rig.sockets[0]!.reply(0, 400);
    expect(rig.ends).toMatchObject([{ outcome: 'answered', rttUs: 500_000 }]);
  });

  it.each([
    { stepMs: 5, truthMs: 1.2, seenMs: 20, when: 'after' },
    { stepMs: 0.9, truthMs: 0.4, seenMs: 1, when: 'after' },
    { stepMs: 3_600_000, truthMs: 30, seenMs: 500, when: 'before' },
    { stepMs: -3_600_000, truthMs: 30, seenMs: 500, when: 'before' },
  ])('knows an RTT of $truthMs ms when the clock was set by $stepMs ms $when the reply came', (of) => {
    const rig = start({ hasKernelTime: true });
    rig.ask(0);
    if (of.when === 'before') rig.time.stepWall(of.stepMs);
    const cameAtWallMs = rig.time.wallMs() + of.truthMs;
    if (of.when === 'after') rig.time.stepWall(of.stepMs);
    rig.time.freeze(of.seenMs);
    rig.sockets[0]!.reply(0, rig.time.wallMs() - cameAtWallMs);
    expect(rig.ends).toMatchObject([{ outcome: 'answered', rttUs: Math.round(of.truthMs * 1e3) }]);
  });

  it('tells when a refusal came, however late it is seen, and that somebody was there', () => {
    const rig = start({ hasKernelTime: true });
    rig.ask(0);
    const sentAtMs = rig.time.monotonicMs();
    rig.time.freeze(300);
    rig.sockets[0]!.unreachable = [{ payload: rig.sockets[0]!.sent[0]!, errorCode: 'ECONNREFUSED', waitedMs: 299 }];
    rig.sockets[0]!.events.onError();
    expect(rig.ends).toMatchObject([{ outcome: 'network_error', gotReply: true }]);
    expect(rig.ends[0]!.refusedAtMs).toBeCloseTo(sentAtMs + 1, 3);
  });

  it('takes what a router says for no reply', () => {
    const rig = start({ hasKernelTime: true });
    rig.ask(0);
    rig.sockets[0]!.unreachable = [{ payload: rig.sockets[0]!.sent[0]!, errorCode: 'EHOSTUNREACH', waitedMs: 0 }];
    rig.sockets[0]!.events.onError();
    expect(rig.ends).toMatchObject([{ outcome: 'network_error', gotReply: false }]);
    expect(rig.ends[0]!.detail).toContain('EHOSTUNREACH');
  });

  it('meets no other attempt with a short datagram that bears the id of one that has ended', () => {
    const rig = start();
    rig.ask(0);
    rig.sockets[0]!.reply(0);
    rig.ask(0);
    rig.sockets[0]!.receive(rig.sockets[0]!.sent[0]!.subarray(0, 6));
    expect(outcomes(rig)).toEqual(['answered']);
    rig.sockets[0]!.receive(rig.sockets[0]!.sent[1]!.subarray(0, 6));
    expect(outcomes(rig)).toEqual(['answered', 'malformed']);
  });

  it('clamps an RTT that is not within 1 µs to 60 s, and says so', () => {
    const rig = start();
    rig.ask(0);
    rig.sockets[0]!.reply(0);
    expect(rig.ends).toMatchObject([{ rttUs: 1, wasClamped: true }]);
  });

  it('gives an ICMP error to the attempt whose datagram it names', () => {
    const rig = start();
    for (let i = 0; i < 2; i++) rig.ask(0);
    const socket = rig.sockets[0]!;
    socket.unreachable = [socket.sent[1]!];
    socket.events.onError();
    expect(outcomes(rig)).toEqual(['network_error']);
    socket.events.onError(); // the queue was already emptied
    expect(outcomes(rig)).toEqual(['network_error']);
    socket.reply(0);
    expect(outcomes(rig)).toEqual(['network_error', 'answered']);
  });

  it('gives an ICMP error to the oldest attempt where nobody tells whose it is', () => {
    const rig = start();
    rig.ask(0);
    rig.sockets[0]!.unreachable = null;
    rig.sockets[0]!.events.onError();
    rig.sockets[0]!.events.onError();
    expect(outcomes(rig)).toEqual(['network_error']);
  });

  it('sends again when an earlier ICMP error fails the send', () => {
    const rig = start();
    rig.ask(0, 100);
    rig.time.advance(200);
    rig.sockets[0]!.sendErrors = ['ECONNREFUSED'];
    rig.ask(0);
    rig.sockets[0]!.reply(1);
    expect(outcomes(rig)).toEqual(['timeout', 'answered']);
  });

  it.each(['ENOBUFS', 'EPERM', 'ENETUNREACH', 'EHOSTUNREACH'])('calls %s at the send a prober_error', (code) => {
    const rig = start();
    rig.ask(0);
    rig.sockets[0]!.reply(0);
    rig.sockets[0]!.sendErrors = [code, code, code, code, code];
    rig.ask(0);
    expect(outcomes(rig)).toEqual(['answered', 'prober_error']);
    expect(rig.ends[1]!.sentAtMs).toBeNull(); // nothing has left
    rig.time.advance(5_000);
    expect(outcomes(rig)).toEqual(['answered', 'prober_error']);
  });

  it.each(['EMFILE', 'EADDRNOTAVAIL', 'ENETUNREACH'])(
    'calls %s while opening a prober_error, and opens anew next time',
    (openError) => {
      const rig = start({ openError });
      rig.ask(0);
      rig.ask(0);
      expect(outcomes(rig)).toEqual(['prober_error', 'prober_error']);
      expect(rig.sockets.length).toBe(2);
      rig.pool.sweep();
      expect(rig.sockets.every((socket) => socket.isClosed)).toBe(true);
    },
  );

  it('calls a silence during which the buffer overflowed a prober_error, and only that', () => {
    const rig = start();
    rig.ask(0, 100);
    rig.sockets[0]!.lost = true;
    rig.time.advance(200);
    rig.sockets[0]!.lost = false;
    rig.ask(0, 100);
    rig.time.advance(200);
    expect(outcomes(rig)).toEqual(['prober_error', 'timeout']);
  });

  it('hands a truncated reply over with the times of its send and reply', () => {
    const rig = start();
    const sentAtMs = rig.time.monotonicMs();
    rig.ask(0);
    const bytes = Buffer.from(rig.sockets[0]!.sent[0]!);
    bytes[2] = 0x82;
    rig.time.advance(7);
    rig.sockets[0]!.receive(bytes);
    rig.time.advance(5_000);
    const localPort = rig.sockets[0]!.localPort();
    expect(rig.truncated).toEqual([{ sentAtMs, elapsedMs: 7, localPort, reply: Uint8Array.from(bytes) }]);
    expect(outcomes(rig)).toEqual([]);
  });

  it('ends nothing when it is closed, and leaves no timer', () => {
    const rig = start();
    rig.ask(0);
    rig.pool.close();
    rig.time.advance(5_000);
    expect(outcomes(rig)).toEqual([]);
    expect(rig.sockets[0]!.isClosed).toBe(true);
  });
});
