import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { aRecord, dnsReply } from './dns-reply.js';
import { startTcpResponder, tcpFrame, type TcpBehaviour, type TcpResponder } from './dns-tcp-responder.js';
import { freePort } from './free-port.js';

/** Ways to send bytes back to whoever asked. */
export interface HostileSending {
  /** As it should be: from the address and port that were asked. */
  readonly reply: (bytes: Uint8Array) => void;
  readonly fromOtherPort: (bytes: Uint8Array) => void;
  /** From the right port of another address. */
  readonly fromOtherAddress: (bytes: Uint8Array) => void;
  readonly replyAfter: (delayMs: number, bytes: Uint8Array) => void;
}

/** What a hostile responder does with each query. */
export type UdpHostility = (query: Buffer, sending: HostileSending) => void;

export interface HostileUdp {
  readonly port: number;
  /** Queries received so far, by UDP and by TCP. */
  asked(): { readonly udp: number; readonly tcp: number };
  /** Local addresses of those who asked. */
  readonly askers: ReadonlySet<string>;
  close(): Promise<void>;
}

/** A responder on loopback that does everything which a reply should not do; over TCP only where told. */
export async function startHostileUdp(hostility: UdpHostility, overTcp?: TcpBehaviour): Promise<HostileUdp> {
  const port = await freePort();
  const sockets = [await bound('127.0.0.1', port), await bound('127.0.0.1', 0), await bound('127.0.0.2', port)];
  const [socket, otherPort, otherAddress] = sockets as [Socket, Socket, Socket];
  const tcp: TcpResponder | null = overTcp === undefined ? null : await startTcpResponder(overTcp, '127.0.0.1', port);
  const askers = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let received = 0;
  socket.on('message', (query, peer) => {
    received++;
    askers.add(peer.address);
    const from = (sender: Socket) => (bytes: Uint8Array) => sender.send(bytes, peer.port, peer.address);
    hostility(query, {
      reply: from(socket),
      fromOtherPort: from(otherPort),
      fromOtherAddress: from(otherAddress),
      replyAfter: (delayMs, bytes) => void timers.add(setTimeout(() => from(socket)(bytes), delayMs)),
    });
  });
  return {
    port,
    asked: () => ({ udp: received, tcp: tcp?.accepted() ?? 0 }),
    askers,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(sockets.map((each) => new Promise<void>((resolve) => each.close(() => resolve()))));
      await tcp?.close();
    },
  };
}

async function bound(address: string, port: number): Promise<Socket> {
  const socket = createSocket('udp4').bind(port, address);
  await once(socket, 'listening');
  return socket;
}

/** What a client is told that believes a forged reply. */
const FORGED_ADDRESS = '192.0.2.66';
/** The truth. */
export const TRUE_ADDRESS = '192.0.2.10';

const truth = (query: Buffer): Buffer => dnsReply(query, { answers: [aRecord(TRUE_ADDRESS)] });
const forged = (query: Buffer): Buffer => dnsReply(query, { answers: [aRecord(FORGED_ADDRESS)] });

function withId(message: Buffer, id: number): Buffer {
  const changed = Buffer.from(message);
  changed.writeUInt16BE(id & 0xffff, 0);
  return changed;
}

/** With other bits in byte `at` of the header. */
function withBits(message: Buffer, at: number, mask: number, bits: number): Buffer {
  const changed = Buffer.from(message);
  changed.writeUInt8((changed.readUInt8(at) & ~mask) | bits, at);
  return changed;
}

/** The query's header and question as a reply that promises `answers` records. */
function opened(query: Buffer, answers: number): Buffer {
  const end = query.indexOf(0, 12) + 5;
  const reply = withBits(query.subarray(0, end), 2, 0x80, 0x80);
  reply.writeUInt16BE(answers, 6);
  reply.writeUInt16BE(0, 10);
  return reply;
}

/** A record whose name is a compression pointer to itself (RFC 1035 §4.1.4 allows earlier names only). */
function pointingAtItself(query: Buffer): Buffer {
  const start = opened(query, 1);
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc000 | start.length, 0);
  record.writeUInt16BE(1, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(4, 10);
  return Buffer.concat([start, record]);
}

/** Two names that point at each other, of which the question is one. */
function questionInCircles(query: Buffer): Buffer {
  const reply = Buffer.alloc(20);
  opened(query, 0).copy(reply, 0, 0, 12);
  reply.set([0xc0, 14, 0xc0, 12, 0, 1, 0, 1], 12);
  return reply;
}

/** Bytes that many records fill, far beyond what the query allowed. */
function oversized(query: Buffer): Buffer {
  const addresses = Array.from({ length: 900 }, (_, i) =>
    aRecord(`198.51.${String(100 + (i >> 8))}.${String(i & 255)}`),
  );
  return dnsReply(query, { answers: addresses });
}

export const truncated = (query: Buffer): Buffer => dnsReply(query, { flags: 0x200 });

export const HOSTILE_UDP = {
  'another id': (query, { reply }) => reply(withId(forged(query), query.readUInt16BE(0) ^ 0x5555)),
  'another id, then the truth': (query, { reply }) => {
    reply(withId(forged(query), query.readUInt16BE(0) ^ 0x5555));
    reply(truth(query));
  },
  'a flood of guessed ids, then the truth': (query, { reply }) => {
    for (let i = 1; i <= 50; i++) reply(withId(forged(query), query.readUInt16BE(0) + i * 997));
    reply(truth(query));
  },
  'another question': (query, { reply }) => reply(dnsReply(query, { qname: 'www.example.com' })),
  'another question, then the truth': (query, { reply }) => {
    reply(dnsReply(query, { qname: 'www.example.com' }));
    reply(truth(query));
  },
  'the question itself': (query, { reply }) => reply(query),
  'another opcode': (query, { reply }) => reply(withBits(truth(query), 2, 0x78, 0x20)),
  'another port': (query, { fromOtherPort }) => fromOtherPort(forged(query)),
  'another port, then the truth': (query, { reply, fromOtherPort }) => {
    fromOtherPort(forged(query));
    reply(truth(query));
  },
  'another address': (query, { fromOtherAddress }) => fromOtherAddress(forged(query)),
  'another address, then the truth': (query, { reply, fromOtherAddress }) => {
    fromOtherAddress(forged(query));
    reply(truth(query));
  },
  'the truth three times': (query, { reply, replyAfter }) => {
    reply(truth(query));
    reply(truth(query));
    replyAfter(100, truth(query));
  },
  'the truth, too late': (query, { replyAfter }) => replyAfter(250, truth(query)),
  nothing: () => undefined,
  'an empty datagram': (_, { reply }) => reply(Buffer.alloc(0)),
  'a single byte': (query, { reply }) => reply(query.subarray(0, 1)),
  'a header cut short': (query, { reply }) => reply(truth(query).subarray(0, 11)),
  garbage: (_, { reply }) => reply(randomBytes(120)),
  'garbage under the right id': (query, { reply }) =>
    reply(withId(withBits(randomBytes(120), 2, 0x80, 0), query.readUInt16BE(0))),
  'a message cut short': (query, { reply }) => reply(truth(query).subarray(0, -5)),
  'bytes behind the end': (query, { reply }) => reply(Buffer.concat([truth(query), randomBytes(7)])),
  'records that are not there': (query, { reply }) => reply(opened(query, 9)),
  'a name that points at itself': (query, { reply }) => reply(pointingAtItself(query)),
  'a question in circles': (query, { reply }) => reply(questionInCircles(query)),
  'two questions': (query, { reply }) => reply(dnsReply(query, { questions: 2 })),
  'more than was allowed': (query, { reply }) => reply(oversized(query)),
  'FORMERR without a question': (query, { reply }) =>
    reply(withBits(withId(NO_QUESTION, query.readUInt16BE(0)), 3, 0x0f, 1)),
  'NOERROR without a question': (query, { reply }) => reply(withId(NO_QUESTION, query.readUInt16BE(0))),
  BADVERS: (query, { reply }) => reply(dnsReply(query, { extendedRcode: 1 })),
  SERVFAIL: (query, { reply }) => reply(dnsReply(query, { rcode: 2 })),
  truncation: (query, { reply }) => reply(truncated(query)),
} as const satisfies Readonly<Record<string, UdpHostility>>;

const NO_QUESTION = Buffer.from([0, 0, 0x81, 0x80, 0, 0, 0, 0, 0, 0, 0, 0]);

/** What follows on a truncated reply. */
export const TCP_HOSTILITIES = {
  'the truth, truncated': (query, connection) => void connection.write(tcpFrame(withBits(truth(query), 2, 0x02, 0x02))),
  'the truth': (query, connection) => void connection.write(tcpFrame(truth(query))),
  nothing: () => undefined,
  'the end': (_, connection) => void connection.destroy(),
} as const satisfies Readonly<Record<string, TcpBehaviour>>;
