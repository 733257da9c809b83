import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

import { Asker } from '../../src/measure/asker.js';
import { nodeTimers } from '../../src/measure/deadline-queue.js';
import { compilePlan } from '../../src/measure/plan/compile-plan.js';
import { proberClock } from '../../src/measure/prober-clock.js';
import { cryptoRandom } from '../../src/measure/random-source.js';
import { callAsStub } from '../../src/measure/stub/stub-caller.js';
import type { StubEnd, StubPlan } from '../../src/measure/stub/stub-resolution.js';
import { glibcReply } from './glibc-reply.js';
import type { AskedQuery, GlibcCase, GlibcComparison, Kind } from './glibc-stub.js';
import { sampleExpectation, samplePlan, sampleProbe, sampleQuery, sampleResolver } from './dns-samples.js';

/**
 * The program of `compareWithGlibc()`, in network and mount namespaces of its own: lets glibc and our
 * stub resolve side by side, and tells whom each of them asked, and when.
 */
const RESOLV_CONF = process.argv[2]!;
const cases = JSON.parse(process.argv[3]!) as readonly GlibcCase[];
const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
/** Nobody listens there. */
const CLOSED = '127.0.0.9';

let behaviours: readonly Kind[] = [];
let asked: { readonly query: AskedQuery; readonly qname: string }[] = [];
let startMs = 0;

execFileSync('ip', ['link', 'set', 'lo', 'up']);
// With nothing but loopback addresses, getent would not ask for addresses at all (AI_ADDRCONFIG).
execFileSync('ip', ['addr', 'add', '192.0.2.1/32', 'dev', 'lo']);
execFileSync('mount', ['--bind', RESOLV_CONF, '/etc/resolv.conf']);
await Promise.all(ADDRESSES.flatMap((address, index) => [listenUdp(address, index), listenTcp(address, index)]));
const asker = new Asker({
  monotonicMs: () => proberClock.monotonicMs(),
  timers: nodeTimers,
  random: cryptoRandom(),
  onSuspicious: () => undefined,
});
const compared: GlibcComparison[] = [];
for (const one of cases) compared.push(await compare(one));
process.stdout.write(JSON.stringify(compared));
process.exit();

async function compare(one: GlibcCase): Promise<GlibcComparison> {
  behaviours = one.resolvers;
  asked = [];
  const { timeout = 5, attempts = 2, rotate = false } = one;
  const options = `options timeout:${String(timeout)} attempts:${String(attempts)}${rotate ? ' rotate' : ''}`;
  writeFileSync(
    RESOLV_CONF,
    `${addressesOf(one)
      .map((address) => `nameserver ${address}`)
      .join('\n')}\n${options}\n`,
  );
  startMs = performance.now();
  const glibc = askGlibc();
  // Where glibc begins is random: ours begins with the same.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const firstAsked = asked.find(({ qname }) => qname.startsWith('glibc'))?.query.to ?? 0;
  const ours = askOurs(one, rotate ? firstAsked : 0);
  const [glibcResolved, end] = await Promise.all([glibc, ours]);
  return {
    case: one,
    glibc: { asked: askedBy('glibc'), resolved: glibcResolved },
    ours: { asked: askedBy('ours'), resolved: end.outcome === 'answered' },
  };
}

function addressesOf({ resolvers }: GlibcCase): string[] {
  return resolvers.map((kind, index) => (kind === 'closed' ? CLOSED : ADDRESSES[index]!));
}

/** Since its own first query. */
function askedBy(who: string): AskedQuery[] {
  const own = asked.filter(({ qname }) => qname.startsWith(who)).map(({ query }) => query);
  return own.map((query) => ({ ...query, atMs: query.atMs - own[0]!.atMs }));
}

function askGlibc(): Promise<boolean> {
  return new Promise((resolve) => {
    spawn('getent', ['ahostsv4', 'glibc.example.org.'], { stdio: 'ignore' }).once('exit', (code) =>
      resolve(code === 0),
    );
  });
}

function askOurs(one: GlibcCase, turn: number): Promise<StubEnd> {
  const plan = planOf(one);
  const dueAtMs = proberClock.monotonicMs();
  return new Promise((onEnd) =>
    callAsStub(
      {
        ask: (request, sending, ended) => asker.ask(request, sending, ended),
        monotonicMs: () => proberClock.monotonicMs(),
        exceeded: () => null,
        latestMs: 1_000,
      },
      {
        plan,
        request: plan.request(0),
        turn,
        dueAtMs,
        onAsked: () => undefined,
        onQueryEnd: () => undefined,
        onEnd,
      },
    ),
  );
}

function planOf(one: GlibcCase): StubPlan {
  const { timeout = 5, attempts = 2, rotate = false } = one;
  const resolvers = addressesOf(one).map((address, i) => sampleResolver({ name: `ns${String(i)}`, address }));
  const queries = [sampleQuery({ qname: 'ours.example.org', expect: sampleExpectation({ minAnswers: 1 }) })];
  const stubs = [{ name: 'stub', attempts, timeoutMs: timeout * 1e3, rotate, deadlineMs: null }];
  const { targets } = compilePlan(samplePlan({ probes: [sampleProbe({ resolvers, queries, stubs })] }), cryptoRandom());
  const target = targets.find(({ kind }) => kind === 'stub');
  if (target?.kind !== 'stub') throw new Error('a stub is required');
  return target.plan;
}

function listenUdp(address: string, index: number): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    note(query, index, 'udp');
    const reply = glibcReply(behaviours[index] ?? 'dead', query);
    if (reply !== null) socket.send(reply, peer.port, peer.address);
  });
  return new Promise((resolve) => socket.bind(53, address, () => resolve()));
}

function listenTcp(address: string, index: number): Promise<void> {
  const server = createServer((socket) => {
    socket.once('data', (bytes) => {
      const query = bytes.subarray(2);
      note(query, index, 'tcp');
      const reply = glibcReply('ok', query)!;
      socket.end(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 0xff]), reply]));
    });
    socket.on('error', () => undefined);
  });
  return new Promise((resolve) => server.listen(53, address, () => resolve()));
}

function note(query: Buffer, to: number, transport: 'udp' | 'tcp'): void {
  const qname = query.toString('latin1', 13, 13 + query.readUInt8(12));
  asked.push({ qname, query: { to, transport, atMs: performance.now() - startMs } });
}
