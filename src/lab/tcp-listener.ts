import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Log } from '../domain/log.js';
import { createDelayedReplies } from './delayed-replies.js';
import type { Reaction } from './responder.js';
import type { LabAddress } from './scenario.js';
import type { Listener } from './udp-listener.js';

const IDLE_TIMEOUT_MS = 30_000;
const MOST_CONNECTIONS = 512;

/** Answers messages that come with a length before them (RFC 1035 §4.2.2), several in flight (RFC 7766 §6.2.1.1). */
export async function listenTcp(
  listen: LabAddress,
  react: (message: Uint8Array) => Reaction,
  log: Log,
): Promise<Listener> {
  const connections = new Set<Socket>();
  const server = createServer((connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    serve(connection, react, log);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(listen.port, listen.host);
  await once(server, 'listening');
  server.on('error', (error) => log.warn({ err: error }, 'the lab has trouble with its TCP socket'));
  const bound = server.address();
  return {
    address: { host: listen.host, port: typeof bound === 'object' && bound !== null ? bound.port : listen.port },
    close: async () => {
      for (const connection of connections) connection.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function serve(connection: Socket, react: (message: Uint8Array) => Reaction, log: Log): void {
  const replies = createDelayedReplies();
  let pending: Buffer = Buffer.alloc(0);
  connection.setNoDelay(true);
  connection.setTimeout(IDLE_TIMEOUT_MS, () => connection.destroy());
  connection.on('error', (error) => log.debug({ err: error }, 'a client of the lab broke off'));
  connection.on('close', () => replies.cancel());
  connection.on('data', (chunk: Buffer) => {
    const { messages, rest } = splitFrames(Buffer.concat([pending, chunk]));
    pending = rest;
    for (const message of messages) {
      const reaction = react(message);
      if (reaction.kind === 'silence') continue;
      replies.schedule(reaction.delayUs, () => writeFrame(connection, reaction.bytes));
    }
  });
}

function splitFrames(bytes: Buffer): { readonly messages: readonly Buffer[]; readonly rest: Buffer } {
  const messages: Buffer[] = [];
  let offset = 0;
  while (offset + 2 <= bytes.length) {
    const end = offset + 2 + bytes.readUInt16BE(offset);
    if (end > bytes.length) break;
    messages.push(bytes.subarray(offset + 2, end));
    offset = end;
  }
  return { messages, rest: bytes.subarray(offset) };
}

function writeFrame(connection: Socket, message: Buffer): void {
  if (!connection.writable) return;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  connection.write(Buffer.concat([length, message]));
}
