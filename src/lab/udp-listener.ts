import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Log } from '../domain/log.js';
import { createDelayedReplies } from './delayed-replies.js';
import type { Reaction } from './responder.js';
import type { LabAddress } from './scenario.js';

export interface Listener {
  readonly address: LabAddress;
  close(): Promise<void>;
}

/** Answers datagrams. Rejects with the system's error if the address cannot be had. */
export async function listenUdp(
  listen: LabAddress,
  react: (message: Uint8Array) => Reaction,
  log: Log,
): Promise<Listener> {
  const socket = createSocket(isIPv6(listen.host) ? 'udp6' : 'udp4');
  const replies = createDelayedReplies();
  let isOpen = true;
  await bind(socket, listen);
  socket.on('error', (error) => log.warn({ err: error }, 'the lab has trouble with its UDP socket'));
  socket.on('message', (message, peer) => {
    const reaction = react(message);
    if (reaction.kind === 'silence') return;
    replies.schedule(reaction.delayUs, () => {
      if (isOpen) sendTo(socket, reaction.bytes, peer.port, peer.address, log);
    });
  });
  return {
    address: { host: listen.host, port: socket.address().port },
    close: async () => {
      isOpen = false;
      replies.cancel();
      socket.close();
      await once(socket, 'close');
    },
  };
}

async function bind(socket: Socket, listen: LabAddress): Promise<void> {
  socket.bind(listen.port, listen.host);
  try {
    await once(socket, 'listening');
  } catch (error) {
    socket.close();
    throw error;
  }
}

/** Port 0 can stand in a forged source address, and dgram throws on it. */
function sendTo(socket: Socket, bytes: Buffer, port: number, address: string, log: Log): void {
  if (port === 0) return;
  socket.send(bytes, port, address, (error) => {
    if (error !== null) log.debug({ err: error }, 'the lab could not send a reply');
  });
}
