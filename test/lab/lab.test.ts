import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { decode } from 'dns-packet';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/domain/clock.js';
import { silentLog } from '../../src/domain/log.js';
import { startLab, type Lab } from '../../src/lab/lab.js';
import { PLAIN_RESOLVER, WELL_SCENARIO, type LabAddress, type Scenario } from '../../src/lab/scenario.js';
import { seededRandom } from '../../src/lab/seeded-random.js';
import { dnsQueryBytes } from '../support/dns-query-bytes.js';
import { freePort } from '../support/free-port.js';

const WWW = dnsQueryBytes('www.example.org');
const running: Lab[] = [];

async function start(
  scenario: Scenario = WELL_SCENARIO,
  listen: LabAddress = { host: '127.0.0.1', port: 0 },
): Promise<Lab> {
  const lab = await startLab({ listen, scenario, clock: systemClock, random: seededRandom(1), log: silentLog });
  running.push(lab);
  return lab;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((lab) => lab.close()));
});

/** Sends the datagrams in turn and gives the first reply. */
async function askUdp(address: LabAddress, ...datagrams: readonly Uint8Array[]): Promise<Buffer> {
  const socket = createSocket(address.host.includes(':') ? 'udp6' : 'udp4');
  try {
    const reply = once(socket, 'message');
    for (const datagram of datagrams) socket.send(datagram, address.port, address.host);
    const [bytes] = (await reply) as [Buffer];
    return bytes;
  } finally {
    socket.close();
  }
}

const framed = (message: Uint8Array) =>
  Buffer.concat([Buffer.from([message.length >> 8, message.length & 255]), message]);

/** Writes the chunks in turn and gives the first `count` replies. */
async function askTcp(address: LabAddress, chunks: readonly Uint8Array[], count: number): Promise<readonly Buffer[]> {
  const connection = connect(address.port, address.host);
  connection.setNoDelay(true);
  for (const chunk of chunks) connection.write(chunk);
  let bytes: Buffer = Buffer.alloc(0);
  const replies: Buffer[] = [];
  for await (const chunk of connection as AsyncIterable<Buffer>) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 2 && bytes.length >= 2 + bytes.readUInt16BE(0)) {
      replies.push(bytes.subarray(2, 2 + bytes.readUInt16BE(0)));
      bytes = bytes.subarray(2 + bytes.readUInt16BE(0));
    }
    if (replies.length >= count) break;
  }
  return replies;
}

describe('startLab()', () => {
  it('answers over UDP and TCP on the port it was given', async () => {
    const lab = await start();
    expect(lab.resolvers).toEqual([{ name: 'lab', address: lab.address }]);
    expect(decode(await askUdp(lab.address, WWW)).answers).toMatchObject([{ data: '192.0.2.1' }]);
    const [reply] = await askTcp(lab.address, [framed(WWW)], 1);
    expect(decode(reply!).answers).toMatchObject([{ data: '192.0.2.1' }]);
  });

  it('answers on IPv6', async () => {
    const lab = await start(WELL_SCENARIO, { host: '::1', port: 0 });
    expect(decode(await askUdp(lab.address, WWW)).id).toBe(4711);
    expect(await askTcp(lab.address, [framed(WWW)], 1)).toHaveLength(1);
  });

  it('ignores garbage and answers the next query', async () => {
    const lab = await start();
    const garbage = [Buffer.alloc(0), Buffer.from([1]), Buffer.alloc(12), Buffer.alloc(512, 0xff)];
    expect(decode(await askUdp(lab.address, ...garbage, WWW)).id).toBe(4711);
    const [reply] = await askTcp(lab.address, [...garbage.map(framed), framed(WWW)], 1);
    expect(decode(reply!).id).toBe(4711);
  });

  it('reads queries that come in pieces or several at once over TCP', async () => {
    const lab = await start();
    const bytes = Buffer.concat([
      framed(dnsQueryBytes('a.example.org', { id: 1 })),
      framed(dnsQueryBytes('b.example.org', { id: 2 })),
    ]);
    const replies = await askTcp(lab.address, [bytes.subarray(0, 1), bytes.subarray(1, 9), bytes.subarray(9)], 2);
    expect(replies.map((reply) => decode(reply).id)).toEqual([1, 2]);
  });

  it('is several resolvers at once, each under its own name', async () => {
    const resolvers = [
      { name: 'ns1', listen: null, ...PLAIN_RESOLVER },
      { name: 'ns2', listen: { host: '127.0.0.2', port: 0 }, ...PLAIN_RESOLVER },
      { name: 'ns3', listen: null, ...PLAIN_RESOLVER },
    ];
    const lab = await start({ ...WELL_SCENARIO, resolvers });
    const query = dnsQueryBytes('www.example.org', { edns: { nsid: true } });
    const replies = await Promise.all(lab.resolvers.map(({ address }) => askUdp(address, query)));
    expect(lab.resolvers.map(({ address }) => address.host)).toEqual(['127.0.0.1', '127.0.0.2', '127.0.0.1']);
    expect(replies.map((reply, index) => reply.includes(`ns${String(index + 1)}`))).toEqual([true, true, true]);
  });

  it('is silent, then well again, when its clock says so', async () => {
    const faults: Scenario['faults'] = [
      {
        effect: { kind: 'silent' },
        atMs: 100,
        forMs: 50,
        everyMs: null,
        probability: 1,
        resolvers: null,
        qnames: null,
      },
    ];
    // The start reads 0; the first message finds 120, the second one 150.
    const times = [0, 120, 150];
    const clock = { nowMs: () => times.shift() ?? 150 };
    const options = { listen: { host: '127.0.0.1', port: 0 }, clock, random: () => 0.5, log: silentLog };
    const lab = await startLab({ ...options, scenario: { ...WELL_SCENARIO, faults } });
    running.push(lab);
    const queries = [dnsQueryBytes('lost.example.org', { id: 1 }), dnsQueryBytes('found.example.org', { id: 2 })];
    expect(decode(await askUdp(lab.address, ...queries)).id).toBe(2);
  });

  it('sends nothing more once it is closed, and frees its port', async () => {
    const slow = { medianUs: 5e6, sigma: 0, minUs: 0 };
    const resolvers = [{ name: 'slow', listen: null, ...PLAIN_RESOLVER, latency: { hit: slow, miss: slow } }];
    const lab = await start({ ...WELL_SCENARIO, resolvers });
    const connection = connect(lab.address.port, lab.address.host);
    await once(connection, 'connect');
    connection.on('error', () => undefined); // A reset is as good an end as any.
    connection.on('data', () => expect.unreachable('a reply after the end'));
    connection.write(framed(WWW));
    const closed = new Promise((resolve) => connection.once('close', resolve));
    await lab.close();
    await closed;
    const again = await start(WELL_SCENARIO, lab.address);
    expect(again.address).toEqual(lab.address);
  });

  it.each(['0.0.0.0', '192.0.2.1', '::', '2001:db8::1', 'example.org'])('refuses to listen on %s', async (host) => {
    await expect(start(WELL_SCENARIO, { host, port: 0 })).rejects.toMatchObject({ code: 'LAB_LISTEN_NOT_LOOPBACK' });
  });

  it('says which address is taken, and leaves nothing open', async () => {
    const first = await start();
    const port = await freePort();
    const resolvers = [
      { name: 'ns1', listen: { host: '127.0.0.1', port }, ...PLAIN_RESOLVER },
      { name: 'ns2', listen: first.address, ...PLAIN_RESOLVER },
    ];
    await expect(start({ ...WELL_SCENARIO, resolvers })).rejects.toMatchObject({
      code: 'LAB_LISTEN_FAILED',
      message: expect.stringContaining(`ns2: 127.0.0.1:${String(first.address.port)} must be free`) as string,
    });
    expect((await start(WELL_SCENARIO, { host: '127.0.0.1', port })).address.port).toBe(port);
  });
});
