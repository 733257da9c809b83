import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectFirst, type ConnectOutcome, type Destination } from '../../../src/publish/outbound/connect-first.js';

const servers: Server[] = [];
const peers = new Set<Socket>();
afterEach(async () => {
  for (const peer of peers) peer.destroy();
  peers.clear();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Accepts connections and says nothing, which is silence to a TLS client. */
async function listen(address: string, port = 0): Promise<number> {
  const server = createServer((socket) => {
    peers.add(socket);
    socket.on('error', () => undefined);
  });
  servers.push(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, address, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function to(port: number, tls = false): Destination {
  return { host: 'mackerel.example.org', port, tls, ca: null };
}

function addressOf(outcome: ConnectOutcome): string {
  if (outcome.kind === 'failed') return outcome.cause;
  outcome.socket.destroy();
  return outcome.address;
}

const PATIENT = { staggerMs: 10_000, deadlineMs: 20_000 };

describe('connectFirst()', () => {
  it('gives a connection to the first address', async () => {
    const port = await listen('127.0.0.2');
    expect(addressOf(await connectFirst(['127.0.0.2', '127.0.0.3'], to(port), PATIENT))).toBe('127.0.0.2');
  });

  it('goes on at once when an address refuses', async () => {
    const port = await listen('127.0.0.3');
    expect(addressOf(await connectFirst(['127.0.0.2', '127.0.0.3'], to(port), PATIENT))).toBe('127.0.0.3');
  });

  it('says of each address why it failed', async () => {
    const port = await listen('127.0.0.4');
    const outcome = await connectFirst(['127.0.0.2', '127.0.0.3', '127.0.0.2'], to(port), PATIENT);
    expect(addressOf(outcome)).toBe(`ECONNREFUSED 127.0.0.2:${String(port)}, ECONNREFUSED 127.0.0.3:${String(port)}`);
  });

  it('fails without any address', async () => {
    expect(addressOf(await connectFirst([], to(443), PATIENT))).toBe('no address to connect to');
  });

  it('gives up addresses that stay silent at its deadline, all tried side by side', async () => {
    const port = await listen('127.0.0.2');
    await listen('127.0.0.3', port);
    const outcome = await connectFirst(['127.0.0.2', '127.0.0.3'], to(port, true), { staggerMs: 20, deadlineMs: 200 });
    expect(addressOf(outcome)).toBe(`ETIMEDOUT 127.0.0.2:${String(port)}, ETIMEDOUT 127.0.0.3:${String(port)}`);
    expect(peers.size).toBe(2);
  });
});
