import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import dnsPacket from 'dns-packet';
import type { DnsEndpoint } from '../../src/domain/probe-definition.js';
import { freePort } from './free-port.js';

/** Addresses by host name; what is not named does not exist. */
export type FakeNames = Readonly<Record<string, string | readonly string[]>>;

/** `refuse` answers REFUSED, `silent` nothing, `silent-aaaa` only A questions. */
export type FakeDnsMode = 'answer' | 'refuse' | 'silent' | 'silent-aaaa';

export interface FakeBootstrapDns {
  /** For `bootstrap`. */
  readonly endpoint: DnsEndpoint;
  /** Questions in order of arrival: `A mackerel.example.org`. */
  readonly questions: readonly string[];
  setNames(names: FakeNames): void;
  setMode(mode: FakeDnsMode): void;
  /** May be called twice. */
  close(): Promise<void>;
}

/** A DNS responder on 127.0.0.1, UDP and TCP on one port, that knows a few names. */
export async function startFakeBootstrapDns(names: FakeNames): Promise<FakeBootstrapDns> {
  const responder = new Responder(names);
  const port = await freePort();
  const [udp, tcp] = [await listenUdp(responder, port), await listenTcp(responder, port)];
  let closed: Promise<void> | null = null;
  return {
    endpoint: { address: '127.0.0.1', port },
    questions: responder.questions,
    setNames: (changed) => void (responder.names = changed),
    setMode: (mode) => void (responder.mode = mode),
    close: () => (closed ??= closeBoth(udp, tcp)),
  };
}

async function closeBoth(udp: UdpSocket, tcp: Server): Promise<void> {
  await Promise.all([
    new Promise<void>((resolve) => udp.close(resolve)),
    new Promise<unknown>((resolve) => tcp.close(resolve)),
  ]);
}

class Responder {
  names: FakeNames;
  mode: FakeDnsMode = 'answer';
  readonly questions: string[] = [];

  constructor(names: FakeNames) {
    this.names = names;
  }

  /** `null`: no reply. */
  reply(bytes: Buffer): Buffer | null {
    const query = dnsPacket.decode(bytes);
    const question = query.questions?.[0];
    if (question === undefined) return null;
    this.questions.push(`${question.type} ${question.name}`);
    if (this.mode === 'silent' || (this.mode === 'silent-aaaa' && question.type === 'AAAA')) return null;
    const known = this.names[question.name.toLowerCase()];
    const rcode = this.mode === 'refuse' ? RCODE.refused : known === undefined ? RCODE.nxdomain : 0;
    return dnsPacket.encode({
      type: 'response',
      id: query.id ?? 0,
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | rcode,
      questions: [question],
      answers: rcode === 0 ? answersTo(question, [known ?? []].flat()) : [],
    });
  }
}

const RCODE = { nxdomain: 3, refused: 5 } as const;

function answersTo({ name, type }: dnsPacket.Question, addresses: readonly string[]): dnsPacket.Answer[] {
  return addresses.flatMap((address): dnsPacket.Answer[] => {
    const family = isIPv6(address) ? 'AAAA' : 'A';
    return family === type ? [{ name, type: family, ttl: 60, data: address }] : [];
  });
}

async function listenUdp(responder: Responder, port: number): Promise<UdpSocket> {
  const udp = createSocket('udp4');
  udp.on('message', (bytes, client) => {
    const reply = responder.reply(bytes);
    if (reply !== null) udp.send(reply, client.port, client.address);
  });
  await new Promise<void>((resolve, reject) => {
    udp.once('error', reject).bind(port, '127.0.0.1', resolve);
  });
  return udp;
}

async function listenTcp(responder: Responder, port: number): Promise<Server> {
  const tcp = createServer((socket) => serveStream(socket, responder));
  await new Promise<void>((resolve, reject) => {
    tcp.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  return tcp;
}

/** RFC 1035 §4.2.2: each message follows its length in two bytes. */
function serveStream(socket: Socket, responder: Responder): void {
  let received = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const reply = responder.reply(received.subarray(2, end));
      received = received.subarray(end);
      if (reply !== null) socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 0xff]), reply]));
    }
  });
}
