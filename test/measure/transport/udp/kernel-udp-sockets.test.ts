import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { nodeTimers } from '../../../../src/measure/deadline-queue.js';
import { loadKernelSockets } from '../../../../src/measure/transport/kernel/kernel-sockets.js';
import { KernelUdpSockets } from '../../../../src/measure/transport/udp/kernel-udp-sockets.js';
import type { Receipt, UdpSocket } from '../../../../src/measure/transport/udp/udp-socket.js';
import { eventuallyHolds } from '../../../support/eventually-holds.js';

const kernel = loadKernelSockets();
const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const now = (): number => performance.now();

/** How often something was sent, however much in one go. */
let sends = 0;

function sockets(): KernelUdpSockets {
  const made = KernelUdpSockets.create({
    kernel: kernel!,
    monotonicMs: now,
    timers: nodeTimers,
    afterSends: () => sends++,
  })!;
  closers.push(() => made.close());
  return made;
}

/** By the kernel's stamp, monotonic. */
function cameAtMs({ atWallMs, wallOffsetMs }: Receipt): number {
  return atWallMs - wallOffsetMs;
}

interface Opened {
  readonly socket: UdpSocket;
  readonly received: { readonly text: string; readonly receipt: Receipt }[];
  readonly sendErrors: string[];
  errors: number;
  strangers: number;
  opened: string | null | undefined;
}

async function open(
  udp: KernelUdpSockets,
  endpoint: { address: string; port: number; source?: string },
): Promise<Opened> {
  const of: Omit<Opened, 'socket'> & { socket?: UdpSocket } = {
    received: [],
    sendErrors: [],
    errors: 0,
    strangers: 0,
    opened: undefined,
  };
  of.socket = udp.open(endpoint, {
    onOpen: (errorCode) => (of.opened = errorCode),
    onSendFailed: (_, errorCode) => of.sendErrors.push(errorCode),
    onDatagram: (bytes, receipt) => of.received.push({ text: Buffer.from(bytes).toString(), receipt: { ...receipt } }),
    onStranger: () => of.strangers++,
    onError: () => of.errors++,
  });
  expect(of.opened).toBeUndefined();
  await Promise.resolve();
  expect(of.opened).not.toBeUndefined();
  return of as Opened;
}

async function responder(address: string, onMessage: (socket: Socket, text: string, from: AddressInfo) => void) {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (bytes, from) => onMessage(socket, bytes.toString(), { ...from, family: from.family }));
  socket.bind(0, address);
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return { port: socket.address().port, socket };
}

const echo = (socket: Socket, text: string, from: AddressInfo): void => {
  socket.send(`re: ${text}`, from.port, from.address);
};

describe.skipIf(kernel === null)('KernelUdpSockets', () => {
  it.each(['127.0.0.1', '::1'])('sends to %s and tells when the reply came, by the kernel', async (address) => {
    const { port } = await responder(address, echo);
    const udp = sockets();
    const opened = await open(udp, { address, port });
    const sentAtMs = now();
    udp.awaitOneMore();
    opened.socket.send(Buffer.from('hello'), 1);
    await eventuallyHolds(() => expect(opened.received.length).toBe(1));
    udp.awaitOneLess();
    const [{ text, receipt } = { text: '', receipt: null }] = opened.received;
    expect(text).toBe('re: hello');
    expect(receipt!.isStamped).toBe(true);
    expect(cameAtMs(receipt!)).toBeGreaterThan(sentAtMs);
    expect(cameAtMs(receipt!)).toBeLessThanOrEqual(receipt!.seenAtMs);
    expect(opened.socket.localPort()).toBeGreaterThan(0);
  });

  it('sends from the address it is told to', async () => {
    const froms: string[] = [];
    const { port } = await responder('127.0.0.1', (_, __, from) => froms.push(from.address));
    const opened = await open(sockets(), { address: '127.0.0.1', port, source: '127.0.0.9' });
    opened.socket.send(Buffer.from('hello'), 1);
    await eventuallyHolds(() => expect(froms).toEqual(['127.0.0.9']));
  });

  it.each([
    ['127.0.0.1', '127.0.0.2'],
    ['::1', '::1'],
  ])('tells apart what others send to the port of a socket for %s', async (address, other) => {
    const { port } = await responder(address, echo);
    const stranger = await responder(other, () => undefined);
    const opened = await open(sockets(), { address, port });
    const own = { port: opened.socket.localPort() ?? 0, address };
    for (let i = 0; i < 3; i++) stranger.socket.send('forged', own.port, own.address);
    opened.socket.send(Buffer.from('hello'), 1);
    await eventuallyHolds(() => {
      opened.socket.drained(() => undefined);
      expect([opened.strangers, opened.received.map(({ text }) => text)]).toEqual([3, ['re: hello']]);
    });
  });

  it('hands over everything that has come when it is drained, with the times at which it came', async () => {
    const { port } = await responder('127.0.0.1', (socket, _, from) => {
      for (let i = 0; i < 300; i++) socket.send(String(i), from.port, from.address);
    });
    const opened = await open(sockets(), { address: '127.0.0.1', port });
    opened.socket.send(Buffer.from('many'), 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const lookedAtMs = now();
    opened.socket.drained(() => undefined);
    expect(opened.received.length).toBe(300);
    expect(opened.received.map(({ text }) => text)).toEqual(Array.from({ length: 300 }, (_, i) => String(i)));
    for (const { receipt } of opened.received) expect(cameAtMs(receipt)).toBeLessThan(lookedAtMs - 10);
  });

  it('tells of ICMP errors, and whose datagram they are about', async () => {
    const gone = createSocket('udp4').bind(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address();
    await new Promise<void>((resolve) => gone.close(() => resolve()));
    const udp = sockets();
    const opened = await open(udp, { address: '127.0.0.1', port });
    udp.awaitOneMore();
    const sentAtMs = now();
    opened.socket.send(Buffer.from('first'), 1);
    await new Promise((resolve) => setTimeout(resolve, 40));
    await eventuallyHolds(() => expect(opened.errors).toBeGreaterThan(0));
    const told = opened.socket.takeUnreachable() ?? [];
    expect(told.map(({ payload, errorCode }) => [Buffer.from(payload).toString(), errorCode])).toEqual([
      ['first', 'ECONNREFUSED'],
    ]);
    for (const { receipt } of told) {
      expect(cameAtMs(receipt)).toBeGreaterThan(sentAtMs);
      expect(cameAtMs(receipt)).toBeLessThan(sentAtMs + 20);
    }
    udp.awaitOneLess();
  });

  it('tells that datagrams were lost to a full buffer, and when', async () => {
    const { port } = await responder('127.0.0.1', (socket, _, from) => {
      for (let i = 0; i < 20_000; i++) socket.send(Buffer.alloc(1_000), from.port, from.address);
    });
    const udp = sockets();
    const opened = await open(udp, { address: '127.0.0.1', port });
    opened.socket.drained(() => undefined);
    const beforeMs = now();
    expect(opened.socket.hasLost(0, beforeMs)).toBe(false);
    opened.socket.send(Buffer.from('flood'), 1);
    await new Promise((resolve) => setTimeout(resolve, 500));
    opened.socket.drained(() => undefined);
    expect(opened.received.length).toBeLessThan(20_000);
    expect(opened.socket.hasLost(beforeMs, now())).toBe(true);
    const afterMs = now();
    opened.socket.drained(() => undefined);
    expect(opened.socket.hasLost(afterMs + 1, afterMs + 100)).toBe(false);
  });

  it('says why a socket could not be opened', async () => {
    const opened = await open(sockets(), { address: '127.0.0.1', port: 53, source: '192.0.2.1' });
    expect(opened.opened).toBe('EADDRNOTAVAIL');
    opened.socket.send(Buffer.from('never'), 1);
    expect(opened.sendErrors).toEqual(['EBADF']);
  });

  it('tells once of all that is sent in one go, after it', async () => {
    const udp = sockets();
    const before = sends;
    for (let i = 0; i < 5; i++) udp.awaitOneMore();
    expect(sends).toBe(before);
    await Promise.resolve();
    expect(sends).toBe(before + 1);
    udp.awaitOneMore();
    await Promise.resolve();
    expect(sends).toBe(before + 2);
    for (let i = 0; i < 6; i++) udp.awaitOneLess();
  });

  it('looks at sockets only while somebody waits', async () => {
    let timers = 0;
    const counted: typeof nodeTimers = {
      ...nodeTimers,
      setTimer: (callback, delayMs) => {
        timers++;
        return nodeTimers.setTimer(callback, delayMs);
      },
    };
    const udp = KernelUdpSockets.create({
      kernel: kernel!,
      monotonicMs: now,
      timers: counted,
      afterSends: () => undefined,
    })!;
    closers.push(() => udp.close());
    udp.awaitOneMore();
    await new Promise((resolve) => setTimeout(resolve, 300));
    udp.awaitOneLess();
    const whileWaiting = timers;
    expect(whileWaiting).toBeGreaterThan(5);
    expect(whileWaiting).toBeLessThan(60); // ever less often: not once a millisecond
    await new Promise((resolve) => setTimeout(resolve, 50));
    const settled = timers;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(timers).toBe(settled);
  });

  it('takes no longer over a flood than two milliseconds, but all the time it needs before a deadline is judged', async () => {
    const looks: (() => void)[] = [];
    let readings = 0;
    const udp = KernelUdpSockets.create({
      kernel: kernel!,
      // Every reading of this clock takes a hundredth of a millisecond.
      monotonicMs: () => now() + 0.01 * readings++,
      timers: {
        setTimer: (callback) => {
          looks.push(callback);
          return () => undefined;
        },
        afterPoll: () => undefined,
      },
      afterSends: () => undefined,
    })!;
    closers.push(() => udp.close());
    const flooder = await responder('127.0.0.1', () => undefined);
    const opened = await open(udp, { address: '127.0.0.1', port: 9 });
    const own = opened.socket.localPort() ?? 0;
    for (let i = 0; i < 700; i++) flooder.socket.send('flood', own, '127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 100));
    udp.awaitOneMore();
    looks.shift()?.();
    expect(opened.strangers).toBeGreaterThan(0);
    expect(opened.strangers).toBeLessThan(700);
    expect(looks).toHaveLength(1); // it comes back
    opened.socket.drained(() => undefined);
    expect(opened.strangers).toBe(700);
    udp.awaitOneLess();
  });
});
