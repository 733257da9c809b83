// Programs of Debian that benchmarks measure beside ours, or against.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

export const UNBOUND = '/usr/sbin/unbound';
export const DNSPERF = '/usr/bin/dnsperf';
export const DIG = '/usr/bin/dig';
export const BLACKBOX = '/usr/bin/prometheus-blackbox-exporter';
export const PROMETHEUS = '/usr/bin/prometheus';
export const PROMTOOL = '/usr/bin/promtool';

/** Ends the benchmark where a program is missing: 3, something outside failed. */
export function requirePrograms(...paths) {
  const missing = paths.filter((path) => !existsSync(path));
  if (missing.length === 0) return;
  console.error(`start the benchmark: these programs of Debian are required, and missing: ${missing.join(', ')}`);
  process.exit(3);
}

/** Starts a program and waits until `isReady`; at most ten seconds. */
export async function startProgram(path, args, isReady) {
  const child = spawn(path, args, { stdio: 'ignore' });
  endWithUs(child);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt++) {
    if (await isReady()) return { pid: child.pid, stop };
    await pause(50);
  }
  await stop();
  throw new Error(`${path} was not ready within ten seconds`);
}

/** Whatever goes wrong here, nothing is left running. */
export function endWithUs(child) {
  const kill = () => child.kill('SIGKILL');
  process.on('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

/** A loopback port that was free for UDP and TCP a moment ago. */
export async function freePort() {
  for (;;) {
    const server = createServer();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (await isFreeUdpPort(port)) return port;
  }
}

function isFreeUdpPort(port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind(port, '0.0.0.0', () => socket.close(() => resolve(true)));
  });
}

export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
