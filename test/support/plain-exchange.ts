import { createSocket } from 'node:dgram';

/** Plain datagrams to and from one peer, without any understanding of what is in them. */
export interface PlainExchange {
  readonly replies: readonly Buffer[];
  send(bytes: Uint8Array): void;
  close(): Promise<void>;
}

export function startExchange(peer: { readonly address: string; readonly port: number }): PlainExchange {
  const socket = createSocket(peer.address.includes(':') ? 'udp6' : 'udp4');
  const replies: Buffer[] = [];
  socket.on('message', (reply) => replies.push(reply));
  socket.on('error', () => undefined); // ICMP: nobody listens yet
  return {
    replies,
    send: (bytes) => socket.send(bytes, peer.port, peer.address),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
