import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/**
 * Linux gives ports from 32768 up to whoever asks for any (net.ipv4.ip_local_port_range), over UDP and
 * TCP alike, and the tests beside this one ask for thousands: below, a port that was free stays free.
 */
const PORTS = { from: 10_000, below: 32_768 } as const;

/** A loopback port that is free for both UDP and TCP, and that the kernel will give nobody as their own. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = randomInt(PORTS.from, PORTS.below);
    if ((await isFreeTcpPort(host, port)) && (await isFreeUdpPort(host, port))) return port;
  }
}

function isFreeTcpPort(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

function isFreeUdpPort(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, host, () => socket.close(() => resolve(true)));
  });
}
