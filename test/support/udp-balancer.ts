import { createHash } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { freePort } from './free-port.js';

export interface UdpBalancer {
  readonly port: number;
  /** Which responder the hash sends a client to, counted from 0. */
  responderOf(clientAddress: string, clientPort: number): number;
  /** Clients (address and port) seen so far. */
  clients(): number;
  close(): Promise<void>;
}

/**
 * Spreads clients over responders on 127.0.0.1 as load balancers and anycast do: by a hash of
 * addresses and ports, so that one 5-tuple always meets the same responder.
 */
export async function startUdpBalancer(responderPorts: readonly number[]): Promise<UdpBalancer> {
  const port = await freePort();
  const front = createSocket('udp4').bind(port, '127.0.0.1');
  await once(front, 'listening');
  const flows = new Map<string, Socket>();
  const responderOf = (address: string, clientPort: number): number => {
    const tuple = `udp ${address} ${String(clientPort)} 127.0.0.1 ${String(port)}`;
    return createHash('sha256').update(tuple).digest().readUInt32BE(0) % responderPorts.length;
  };
  const openFlow = (client: RemoteInfo): Socket => {
    const flow = createSocket('udp4');
    flow.on('message', (reply) => front.send(reply, client.port, client.address));
    return flow;
  };
  front.on('message', (query, client) => {
    const key = `${client.address} ${String(client.port)}`;
    const flow = flows.get(key) ?? openFlow(client);
    flows.set(key, flow);
    flow.send(query, responderPorts[responderOf(client.address, client.port)], '127.0.0.1');
  });
  return {
    port,
    responderOf,
    clients: () => flows.size,
    close: async () => {
      await Promise.all([front, ...flows.values()].map(closed));
    },
  };
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.close(() => resolve()));
}
