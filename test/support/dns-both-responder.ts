import { startTcpResponder, tcpFrame } from './dns-tcp-responder.js';
import { startUdpResponder } from './dns-udp-responder.js';

/** Gives the same replies over UDP and TCP, on one port. */
export interface BothResponder {
  readonly port: number;
  close(): Promise<void>;
}

export async function startBothResponder(
  reply: (query: Buffer) => Buffer,
  address = '127.0.0.1',
): Promise<BothResponder> {
  const udp = await startUdpResponder((query, send) => send(reply(query)), address);
  const tcp = await startTcpResponder(
    (query, connection) => connection.write(tcpFrame(reply(query))),
    address,
    udp.port,
  );
  return { port: udp.port, close: () => Promise.all([udp.close(), tcp.close()]).then(() => undefined) };
}
