import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';

/** A loopback port that was free for both UDP and TCP a moment ago. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = await freeTcpPort(host);
    if (await isFreeUdpPort(host, port)) return port;
  }
}

function freeTcpPort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function isFreeUdpPort(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, host, () => socket.close(() => resolve(true)));
  });
}
