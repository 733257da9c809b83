import { createSocket } from 'node:dgram';

export interface CountingResponder {
  readonly port: number;
  /** Queries received so far. */
  received(): number;
  close(): Promise<void>;
}

/** A DNS responder that answers every query with NOERROR and no records, and counts what it was asked. */
export function startCountingResponder(): Promise<CountingResponder> {
  const socket = createSocket('udp4');
  let received = 0;
  socket.on('message', (query, peer) => {
    received++;
    const reply = Buffer.from(query);
    reply.writeUInt8((query.readUInt8(2) & 0x79) | 0x80, 2); // QR, opcode and RD kept
    reply.writeUInt8(0x80, 3); // RA, NOERROR
    socket.send(reply, peer.port, peer.address);
  });
  return new Promise((resolve) => {
    socket.bind(0, '127.0.0.1', () =>
      resolve({
        port: socket.address().port,
        received: () => received,
        close: () => new Promise((closed) => socket.close(() => closed())),
      }),
    );
  });
}
