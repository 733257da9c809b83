import { startTcpResponder, type TcpBehaviour, tcpFrame } from './dns-tcp-responder.js';
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
  for (let tries = 1; ; tries++) {
    const udp = await startUdpResponder((query, send) => send(reply(query)), address);
    try {
      const overTcp: TcpBehaviour = (query, connection) => connection.write(tcpFrame(reply(query)));
      const tcp = await startTcpResponder(overTcp, address, udp.port);
      return { port: udp.port, close: () => Promise.all([udp.close(), tcp.close()]).then(() => undefined) };
    } catch (error) {
      // A port that is free for UDP may be some connection's own port over TCP.
      await udp.close();
      if (tries === MOST_TRIES) throw error;
    }
  }
}

const MOST_TRIES = 20;
