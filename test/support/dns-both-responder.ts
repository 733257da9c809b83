import { startTcpResponder, type TcpResponder, tcpFrame } from './dns-tcp-responder.js';
import { startUdpResponder, type UdpResponder } from './dns-udp-responder.js';
import { freePort } from './free-port.js';

/** Answers over UDP and TCP on one port. */
export interface BothResponder {
  readonly port: number;
  readonly udp: UdpResponder;
  readonly tcp: TcpResponder;
  close(): Promise<void>;
}

/** Gives the same replies over both, unless told what to reply over TCP. */
export async function startBothResponder(
  reply: (query: Buffer) => Buffer,
  address = '127.0.0.1',
  overTcp = reply,
): Promise<BothResponder> {
  const port = await freePort(address);
  const udp = await startUdpResponder((query, send) => send(reply(query)), address, port);
  const tcp = await startTcpResponder((query, connection) => connection.write(tcpFrame(overTcp(query))), address, port);
  return { port, udp, tcp, close: () => Promise.all([udp.close(), tcp.close()]).then(() => undefined) };
}
