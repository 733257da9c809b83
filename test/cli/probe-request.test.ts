import { describe, expect, it } from 'vitest';
import { probeRequest, UsageError, type ProbeFlags } from '../../src/cli/probe-request.js';

const FLAGS: ProbeFlags = {
  transport: 'udp',
  count: '100',
  interval: '100ms',
  timeout: '2s',
  rcode: 'NOERROR',
  recurse: true,
  dnssec: false,
  tcpFallback: true,
  json: false,
};

const request = (flags: Partial<ProbeFlags> = {}, resolver = '127.0.0.1', qname = 'www.example.org', qtype = 'A') =>
  probeRequest(resolver, qname, qtype, { ...FLAGS, ...flags });

describe('probeRequest()', () => {
  it('fills in port 53, EDNS and the expectation', () => {
    expect(request()).toEqual({
      resolver: { name: 'probe', address: '127.0.0.1', port: 53, transport: 'udp', tcpFallback: true, maxQps: 10 },
      query: {
        name: 'probe',
        qname: 'www.example.org',
        qtype: 'A',
        qclass: 'IN',
        rd: true,
        cd: false,
        edns: { udpSize: 1232, do: false, nsid: false },
        expect: { rcode: ['NOERROR'] },
      },
      count: 100,
      intervalMs: 100,
      timeoutMs: 2_000,
    });
  });

  it.each([
    ['::1', undefined, '::1', 53],
    ['[::1]:5300', undefined, '::1', 5300],
    ['127.0.0.1:5300', undefined, '127.0.0.1', 5300],
    ['127.0.0.1', '5300', '127.0.0.1', 5300],
  ])('reads the resolver %s with port %s', (resolver, port, address, expected) => {
    const flags = port === undefined ? {} : { port };
    expect(request(flags, resolver).resolver).toMatchObject({ address, port: expected });
  });

  it('passes on the flags of the query', () => {
    const { query, resolver } = request(
      { transport: 'tcp', rcode: 'noerror, nxdomain', recurse: false, dnssec: true, tcpFallback: false },
      '127.0.0.1',
      '{random}.example.org',
      'aaaa',
    );
    expect(resolver).toMatchObject({ transport: 'tcp', tcpFallback: false });
    expect(query).toMatchObject({ qtype: 'AAAA', rd: false, edns: { do: true } });
    expect(query.expect.rcode).toEqual(['NOERROR', 'NXDOMAIN']);
  });

  it.each<[Partial<ProbeFlags>, string]>([
    [{ transport: 'quic' }, '--transport must be udp, tcp, dot or doh, found "quic"'],
    [{ transport: 'doh' }, 'doh is not supported yet; measure over udp or tcp'],
    [{ tlsName: 'a.org' }, '--tls-name belongs to dot and doh, which are not supported yet'],
    [{ address: '192.0.2.1' }, '--address belongs to doh, which is not supported yet'],
    [{ port: '0' }, '--port must be a whole number from 1 to 65535, found "0"'],
    [{ count: '0' }, '--count must be a whole number from 1 to 1000000, found "0"'],
    [{ count: '1e3' }, '--count must be a whole number from 1 to 1000000, found "1e3"'],
    [{ interval: '100' }, '--interval must be a duration from 1ms to 60s such as 250ms, found "100"'],
    [{ interval: '10us' }, '--interval must be a duration from 1ms to 60s such as 250ms, found "10us"'],
    [{ timeout: '2m' }, '--timeout must be a duration from 1ms to 60s such as 250ms, found "2m"'],
    [{ rcode: 'NOERROR,NOPE' }, '--rcode must name rcodes such as NOERROR,NXDOMAIN, found "NOPE"'],
  ])('refuses %j', (flags, message) => {
    expect(() => request(flags)).toThrow(new UsageError(message));
  });

  it('refuses a port given twice, a name that cannot be asked for and an unknown type', () => {
    expect(() => request({ port: '53' }, '127.0.0.1:5300')).toThrow(
      'the port must be given once, found 5300 and --port 53',
    );
    expect(() => request({}, '127.0.0.1', `${'a'.repeat(64)}.org`)).toThrow(UsageError);
    expect(() => request({}, '127.0.0.1', 'a.org', 'NOPE')).toThrow(/"NOPE"/);
  });
});
