import { describe, expect, it } from 'vitest';

import { probeResolvers, type ResolverFlags } from '../../src/cli/probe-resolvers.js';
import { UsageError } from '../../src/cli/probe-values.js';

const FLAGS: ResolverFlags = { tcpFallback: true };

const resolvers = (text: string, flags: Partial<ResolverFlags> = {}) =>
  probeResolvers(text, { ...FLAGS, ...flags }, 10);
const names = (text: string, flags: Partial<ResolverFlags> = {}) => resolvers(text, flags).map(({ name }) => name);

describe('probeResolvers()', () => {
  it('asks over udp on port 53 unless told otherwise', () => {
    expect(resolvers('192.0.2.53')).toEqual([
      {
        name: '192.0.2.53:53',
        address: '192.0.2.53',
        port: 53,
        transport: 'udp',
        tcpFallback: true,
        maxQps: 10,
      },
    ]);
  });

  it.each([
    ['::1', undefined, '::1', 53],
    ['[::1]:5300', undefined, '::1', 5300],
    ['127.0.0.1:5300', undefined, '127.0.0.1', 5300],
    ['127.0.0.1', '5300', '127.0.0.1', 5300],
    ['tcp:2001:DB8::1', undefined, '2001:db8::1', 53],
    ['dot:[2001:db8::1]:8853', undefined, '2001:db8::1', 8853],
    ['dot:192.0.2.1', undefined, '192.0.2.1', 853],
    ['doh:192.0.2.1', undefined, '192.0.2.1', 443],
    ['https://192.0.2.1:8443/q', undefined, '192.0.2.1', 8443],
    ['https://[2001:db8::1]/q', '8443', '2001:db8::1', 8443],
  ])('reads %s with port %s', (text, port, address, expected) => {
    const flags = port === undefined ? {} : { port };
    expect(resolvers(text, flags)).toMatchObject([{ address, port: expected }]);
  });

  it('takes several, and asks each over several transports unless it names its own', () => {
    expect(names('192.0.2.1, tcp:192.0.2.1,https://192.0.2.3/q')).toEqual([
      '192.0.2.1:53',
      'tcp:192.0.2.1:53',
      'https://192.0.2.3/q',
    ]);
    expect(names('192.0.2.1,dot:192.0.2.2', { transport: 'udp,TCP' })).toEqual([
      '192.0.2.1:53',
      'tcp:192.0.2.1:53',
      'dot:192.0.2.2:853',
    ]);
  });

  it('passes on what streams need, and only to streams', () => {
    const flags = { transport: 'udp,dot', warm: true, tlsName: 'dns.example.org', source: '192.0.2.9' };
    const [udp, dot] = resolvers('192.0.2.1', flags);
    expect(udp).not.toHaveProperty('reuse');
    expect(udp).not.toHaveProperty('tlsName');
    expect(udp).toMatchObject({ source: '192.0.2.9' });
    expect(dot).toMatchObject({ reuse: 'warm', tlsName: 'dns.example.org', source: '192.0.2.9' });
    expect(resolvers('tcp:192.0.2.1')).toMatchObject([{ reuse: 'cold' }]);
    expect(resolvers('dot:192.0.2.1#ns1.example.org', { tlsName: 'other.example.org' })).toMatchObject([
      { tlsName: 'ns1.example.org' },
    ]);
    expect(names('dot:192.0.2.1#a.example.org,dot:192.0.2.1#b.example.org')).toEqual([
      'dot:192.0.2.1:853#a.example.org',
      'dot:192.0.2.1:853#b.example.org',
    ]);
  });

  it('shows the TLS name wherever it was given, and takes one port for transports that share it', () => {
    expect(names('192.0.2.1', { transport: 'udp,dot', tlsName: 'dns.example.org' })).toEqual([
      '192.0.2.1:53',
      'dot:192.0.2.1:853#dns.example.org',
    ]);
    expect(names('192.0.2.1:5300', { transport: 'udp,tcp' })).toEqual(['192.0.2.1:5300', 'tcp:192.0.2.1:5300']);
    expect(names('udp:192.0.2.1')).toEqual(['192.0.2.1:53']);
    expect(names('192.0.2.1', { transport: 'dot', port: '53' })).toEqual(['dot:192.0.2.1:53']);
  });

  it('takes host, port, path and query of a URL for DoH', () => {
    const [resolver] = resolvers('https://Dns.Example.org:8443/dns-query?ct=1', {
      address: '192.0.2.7',
      method: 'get',
    });
    expect(resolver).toMatchObject({
      name: 'https://dns.example.org:8443/dns-query?ct=1',
      address: '192.0.2.7',
      port: 8443,
      transport: 'doh',
      doh: { authority: 'dns.example.org:8443', path: '/dns-query?ct=1', method: 'get' },
    });
    expect(resolver).not.toHaveProperty('tlsName');
  });

  it('takes one address for all URLs, or one for each', () => {
    const urls = 'https://a.example.org/q,192.0.2.9,https://b.example.org/q';
    const addresses = (address: string) => resolvers(urls, { address }).map((resolver) => resolver.address);
    expect(addresses('192.0.2.1')).toEqual(['192.0.2.1', '192.0.2.9', '192.0.2.1']);
    expect(addresses('192.0.2.1,2001:DB8::2')).toEqual(['192.0.2.1', '192.0.2.9', '2001:db8::2']);
    expect(() => addresses('192.0.2.1,192.0.2.2,192.0.2.3')).toThrow('one address, or one for each URL, found 3');
  });

  it('assumes /dns-query for DoH at an address', () => {
    expect(resolvers('192.0.2.1', { transport: 'doh' })[0]!.doh).toEqual({
      authority: '192.0.2.1',
      path: '/dns-query',
      method: 'post',
    });
    const [named] = resolvers('doh:[2001:db8::1]:8443#dns.example.org');
    expect(named).toMatchObject({ tlsName: 'dns.example.org', doh: { authority: 'dns.example.org:8443' } });
    expect(resolvers('doh:[2001:db8::1]:8443')[0]!.doh!.authority).toBe('[2001:db8::1]:8443');
  });

  it.each<[string, Partial<ResolverFlags>, string]>([
    ['192.0.2', {}, 'RESOLVER must be an IPv4 or IPv6 address such as 192.0.2.53, or an https URL, found "192.0.2"'],
    ['192.0.2.1,', {}, 'RESOLVER must be an IPv4 or IPv6 address such as 192.0.2.53, or an https URL, found ""'],
    ['quic:192.0.2.1', {}, 'found "quic:192.0.2.1"'],
    ['192.0.2.1', { transport: 'quic' }, '--transport must be udp, tcp, dot or doh, found "quic"'],
    ['192.0.2.1,192.0.2.1:53', {}, 'RESOLVER must name each resolver once, found 192.0.2.1:53 twice'],
    ['192.0.2.1', { transport: 'tcp,tcp' }, 'found tcp:192.0.2.1:53 twice'],
    ['192.0.2.1', { port: '0' }, '--port must be a whole number from 1 to 65535, found "0"'],
    ['192.0.2.1:5300', { port: '53' }, 'the port must be given once, found 5300 and --port 53'],
    ['https://192.0.2.1:8443/q', { port: '443' }, 'the port must be given once, found 8443 and --port 443'],
    ['http://192.0.2.1/q', {}, 'must be an https URL such as https://dns.example.org/dns-query'],
    ['https://', {}, 'must be an https URL'],
    ['https://user:secret@192.0.2.1/q', {}, 'must be an https URL'],
    [
      'https://dns.example.org/q',
      {},
      '--address must say the address of dns.example.org: host names are not looked up',
    ],
    [
      '0.0.0.0',
      {},
      'RESOLVER must be an address that replies can come from (this machine: 127.0.0.1), found "0.0.0.0"',
    ],
    [
      '192.0.2.1,tcp:[0::0]:53',
      {},
      'RESOLVER must be an address that replies can come from (this machine: ::1), found',
    ],
    ['https://0.0.0.0/q', {}, 'the host of the URL must be an address that replies can come from'],
    ['https://[::]/q', {}, 'the host of the URL must be an address that replies can come from'],
    ['https://dns.example.org/q', { address: '::' }, '--address must be an address that replies can come from'],
    ['192.0.2.1,224.0.0.251', {}, 'RESOLVER must be an address that replies can come from, not a multicast address'],
    ['dot:[fe80::1]:853', {}, 'not a link-local one (fe80::/10), for no scope id can be given, found "fe80::1"'],
    ['https://255.255.255.255/q', {}, 'the host of the URL must be an address that replies can come from, not a'],
    ['https://dns.example.org/q', { address: 'ns' }, '--address must be an IPv4 or IPv6 address, found "ns"'],
    ['https://192.0.2.1/q', { transport: 'udp' }, '--transport must be doh for a URL, found "udp"'],
    ['192.0.2.1', { tlsName: 'a.org' }, '--tls-name is for dot, doh only'],
    ['dot:192.0.2.1', { tlsName: '-' }, '--tls-name must be a host name such as dns.example.org, found "-"'],
    ['dot:192.0.2.1#a b', {}, 'the name behind # must be a host name'],
    ['192.0.2.1', { address: '192.0.2.2' }, '--address is for doh only'],
    ['192.0.2.1', { method: 'get' }, '--method is for doh only'],
    [
      '127.0.0.1:70000',
      {},
      'the port of RESOLVER must be a whole number from 1 to 65535, found "70000" in "127.0.0.1:70000"',
    ],
    ['[::1]:0', {}, 'the port of RESOLVER must be a whole number from 1 to 65535, found "0"'],
    [
      '127.0.0.1',
      { port: '27053', transport: 'udp,tcp,dot,doh' },
      'port 27053 cannot be that of udp, tcp, dot, doh alike: give each its own, as in 127.0.0.1:27053,tcp:127.0.0.1:27053,dot:127.0.0.1:853,doh:127.0.0.1:443',
    ],
    ['[::1]:53', { transport: 'udp,dot' }, 'give each its own, as in [::1]:53,dot:[::1]:853'],
    ['192.0.2.1,dot:192.0.2.1', { port: '5300' }, 'as in 192.0.2.1:5300,dot:192.0.2.1:853'],
    ['192.0.2.1', { warm: true }, '--warm is for tcp, dot, doh only'],
    ['192.0.2.1', { source: '::1' }, '--source must be an IPv4 address, as the resolver 192.0.2.1 is, found "::1"'],
  ])('refuses %s with %j', (text, flags, message) => {
    expect(() => resolvers(text, flags)).toThrow(UsageError);
    expect(() => resolvers(text, flags)).toThrow(message);
  });
});
