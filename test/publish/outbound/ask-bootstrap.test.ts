import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DnsEndpoint } from '../../../src/domain/probe-definition.js';
import { askBootstrap } from '../../../src/publish/outbound/ask-bootstrap.js';
import { startFakeBootstrapDns, type FakeBootstrapDns } from '../../support/fake-bootstrap-dns.js';

const HOST = 'mackerel.example.org';
let dns: FakeBootstrapDns;
let other: FakeBootstrapDns;

beforeEach(async () => {
  dns = await startFakeBootstrapDns({ [HOST]: ['127.0.0.2', '::1', '127.0.0.3'] });
  other = await startFakeBootstrapDns({ [HOST]: '127.0.0.9' });
});
afterEach(async () => {
  await Promise.all([dns.close(), other.close()]);
});

function ask(endpoints: readonly DnsEndpoint[], host = HOST): ReturnType<ReturnType<typeof askBootstrap>> {
  return askBootstrap(endpoints, { perEndpointMs: 200 })(host);
}

describe('askBootstrap()', () => {
  it('finds addresses of both families, IPv4 first', async () => {
    const result = await ask([dns.endpoint]);
    expect(result).toEqual({ kind: 'found', addresses: ['127.0.0.2', '127.0.0.3', '::1'] });
    expect([...dns.questions].sort()).toEqual([`A ${HOST}`, `AAAA ${HOST}`]);
  });

  it('asks the first endpoint only while it answers', async () => {
    await ask([dns.endpoint, other.endpoint]);
    expect(other.questions).toEqual([]);
  });

  it.each(['silent', 'refuse'] as const)('goes on to the next endpoint when one is %s', async (mode) => {
    dns.setMode(mode);
    expect(await ask([dns.endpoint, other.endpoint])).toEqual({ kind: 'found', addresses: ['127.0.0.9'] });
  });

  it('goes on to the next endpoint when one does not know the name', async () => {
    dns.setNames({});
    expect(await ask([dns.endpoint, other.endpoint])).toEqual({ kind: 'found', addresses: ['127.0.0.9'] });
  });

  it('goes on to the next endpoint when a port is closed', async () => {
    const { endpoint } = dns;
    await dns.close();
    expect(await ask([endpoint, other.endpoint])).toEqual({ kind: 'found', addresses: ['127.0.0.9'] });
    dns = await startFakeBootstrapDns({});
  });

  it('does not wait for a family that stays silent', async () => {
    dns.setMode('silent-aaaa');
    const startedAtMs = performance.now();
    const result = await askBootstrap([dns.endpoint], { perEndpointMs: 10_000 })(HOST);
    expect(result).toEqual({ kind: 'found', addresses: ['127.0.0.2', '127.0.0.3'] });
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  });

  it('asks all endpoints twice before it gives up, and says why', async () => {
    dns.setMode('silent');
    const result = await ask([dns.endpoint]);
    expect(result).toEqual({ kind: 'failed', cause: `ETIMEOUT 127.0.0.1:${String(dns.endpoint.port)}` });
    expect(dns.questions.filter((question) => question === `A ${HOST}`)).toHaveLength(2);
  });

  it('gives a failure, not an exception, for an endpoint that is no address', async () => {
    expect(await ask([{ address: 'not-an-address', port: 53 }])).toMatchObject({ kind: 'failed' });
  });

  it('says that a name does not exist', async () => {
    expect(await ask([dns.endpoint], 'nothing.example.org')).toEqual({
      kind: 'failed',
      cause: `ENOTFOUND 127.0.0.1:${String(dns.endpoint.port)}`,
    });
  });
});
