import { createSocket, type Socket } from 'node:dgram';

export interface UdpResponder {
  readonly port: number;
  /** Queries received, in order. */
  readonly queries: readonly Buffer[];
  /** Source ports they came from, in order. */
  readonly sourcePorts: readonly number[];
  close(): Promise<void>;
}

/** What to do with a query: `reply` may be called any number of times, at any time. */
export type UdpBehaviour = (query: Buffer, reply: (bytes: Uint8Array) => void, index: number) => void;

/** A UDP responder on loopback that behaves, or misbehaves, as told. */
export async function startUdpResponder(
  behaviour: UdpBehaviour,
  address = '127.0.0.1',
  port = 0,
): Promise<UdpResponder> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const queries: Buffer[] = [];
  const sourcePorts: number[] = [];
  let isClosed = false;
  socket.on('message', (query, peer) => {
    sourcePorts.push(peer.port);
    behaviour(query, (bytes) => !isClosed && socket.send(bytes, peer.port, peer.address), queries.push(query) - 1);
  });
  await bound(socket, port, address);
  return {
    port: socket.address().port,
    queries,
    sourcePorts,
    close: () => {
      isClosed = true;
      return new Promise((resolve) => socket.close(() => resolve()));
    },
  };
}

function bound(socket: Socket, port: number, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => resolve());
  });
}
