import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { listeningMain, slo } from '../support/config-folder.js';
import { createSite, eventually, pause, type RunningDaemon, type Site } from '../support/daemon.js';
import { dnsReply } from '../support/dns-reply.js';
import { startUdpResponder, type UdpResponder } from '../support/dns-udp-responder.js';
import { freePort } from '../support/free-port.js';

const STALLED = 200;
/** What everybody else may wait for an answer. */
const WITHIN_MS = 1_000;
/** The longest timeout of the listener is 20 s without any progress; Node.js looks twice at who does not read. */
const CUT_OFF_WITHIN_MS = 45_000;

/** Ways to hold a connection, each a behaviour of a client that means no well. */
const STALLING: readonly ((socket: Socket) => void)[] = [
  // Half a request.
  (socket) => void socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-Slow: '),
  // Nothing at all.
  () => undefined,
  // More answers wanted than buffers hold, and none of them read.
  (socket) => void socket.pause().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1_000)),
  // A header a second, without end.
  (socket) => {
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
    const timer = setInterval(() => socket.write('X-A: b\r\n'), 1_000);
    socket.on('close', () => clearInterval(timer));
  },
  // A body that never ends, and is for nothing.
  (socket) => {
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const timer = setInterval(() => socket.write('1\r\na\r\n'), 1_000);
    socket.on('close', () => clearInterval(timer));
  },
];

describe.skipIf(process.platform !== 'linux')('two hundred stalled connections', { timeout: 120_000 }, () => {
  let udp: UdpResponder;
  let site: Site;
  let daemon: RunningDaemon;
  let port = 0;
  let sockets: readonly Socket[] = [];

  beforeAll(async () => {
    udp = await startUdpResponder((query, reply) => reply(dnsReply(query, {})));
    port = await freePort();
    site = createSite({
      'resolver-slo.yaml': listeningMain({ public: port, admin: await freePort() }),
      'probe.yaml': `
probe: public
every: 1s
timeout: 500ms
resolvers: [{ name: ns1, address: 127.0.0.1, port: ${String(udp.port)} }]
queries: [{ name: www, qname: www.example.org }]
`,
      'slo.yaml': slo(),
    });
    daemon = await site.start(`http://127.0.0.1:${String(port)}/healthz`);
  }, 60_000);

  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await site.close();
    await udp.close();
  });

  /** The nice value of each of its threads (proc(5), /proc/pid/stat). */
  const nicenesses = (): readonly number[] =>
    readdirSync(`/proc/${String(daemon.pid)}/task`).map((thread) => {
      const stat = readFileSync(`/proc/${String(daemon.pid)}/task/${thread}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
    });

  it('reach a thread that gives way to those that measure and judge', async () => {
    await askAll();
    const own = nicenesses();
    const usual = Math.min(...own);
    // Of the site, and what it asks of history.
    expect(own.filter((one) => one === usual + 5).length).toBeGreaterThanOrEqual(2);
    expect(own.filter((one) => one === usual).length).toBeGreaterThanOrEqual(2);
  });

  const openFiles = (): number => readdirSync(`/proc/${String(daemon.pid)}/fd`).length;

  /** How long each of some paths took, asked one after the other on connections of their own. */
  async function askAll(): Promise<readonly number[]> {
    const tookMs: number[] = [];
    for (const path of ['/', '/slo/availability', '/history', '/api/v1/slos', '/feed.atom', '/healthz']) {
      const beganAt = performance.now();
      const response = await fetch(`http://127.0.0.1:${String(port)}${path}`, { headers: { connection: 'close' } });
      await response.arrayBuffer();
      tookMs.push(performance.now() - beganAt);
      expect(response.status, path).toBe(200);
    }
    return tookMs;
  }

  it('keep nobody else waiting, and are cut off', async () => {
    await askAll();
    const before = openFiles();
    sockets = Array.from({ length: STALLED }, (_, i) => {
      const socket = connect({ host: '127.0.0.1', port }, () => STALLING[i % STALLING.length]!(socket));
      return socket.on('error', () => undefined);
    });
    await eventually(() => (openFiles() >= before + STALLED - 10 ? true : null), 5_000);
    for (let second = 0; second < 4; second++) {
      expect(Math.max(...(await askAll()))).toBeLessThan(WITHIN_MS);
      await pause(500);
    }
    // Whoever trickles is not longer borne than who says nothing.
    await eventually(() => (openFiles() <= before + 5 ? true : null), CUT_OFF_WITHIN_MS);
    expect(Math.max(...(await askAll()))).toBeLessThan(WITHIN_MS);
    expect(await daemon.end('SIGTERM')).toBe(0);
  });
});
