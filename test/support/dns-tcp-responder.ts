import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpResponder {
  readonly port: number;
  /** Connections accepted so far. */
  accepted(): number;
  close(): Promise<void>;
}

/** What to do with a query that came over a connection. */
export type TcpBehaviour = (query: Buffer, connection: Socket) => void;

/** A TCP responder on loopback that behaves, or misbehaves, as told. */
export async function startTcpResponder(
  behaviour: TcpBehaviour,
  address = '127.0.0.1',
  port = 0,
): Promise<TcpResponder> {
  const connections = new Set<Socket>();
  let accepted = 0;
  const listener = createServer((connection) => {
    accepted++;
    connections.add(connection);
    connection.on('error', () => undefined); // the prober closes when it likes
    connection.on('close', () => connections.delete(connection));
    let bytes = Buffer.alloc(0);
    connection.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) behaviour(bytes.subarray(2), connection);
    });
  });
  await new Promise<void>((resolve) => listener.listen(port, address, resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    accepted: () => accepted,
    close: () => {
      for (const connection of connections) connection.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}

/** A message with its two bytes of length in front. */
export function tcpFrame(message: Uint8Array, length = message.length): Buffer {
  return Buffer.concat([Buffer.of(length >> 8, length & 0xff), message]);
}
