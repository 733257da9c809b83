import { describe, expect, it } from 'vitest';

import { isLoopback, loopbackMeantBy, nat64Ipv4, unaskableFault } from '../../src/domain/ip-address.js';

describe('isLoopback()', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.9.8.7', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.0.2.1', false],
    ['127.0.0.1.example.org', false],
  ])('judges %s as %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});

describe('loopbackMeantBy()', () => {
  it.each([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '::1'],
    ['0:0:0:0:0:0:0:0', '::1'],
    ['::0.0.0.0', '::1'],
    ['0.0.0.1', null],
    ['10.0.0.0', null],
    ['::1', null],
    ['2001:db8::', null],
    ['', null],
  ])('of %j is %j', (text, loopback) => expect(loopbackMeantBy(text)).toBe(loopback));
});

describe('nat64Ipv4()', () => {
  it.each([
    ['64:ff9b::192.0.2.1', '192.0.2.1'],
    ['64:FF9B:0::C000:201', '192.0.2.1'],
    ['64:ff9b::1', '0.0.0.1'],
    ['64:ff9b::', '0.0.0.0'],
    ['64:ff9b::a00:0', '10.0.0.0'],
    ['64:ff9b::1:c000:201', null],
    ['64:ff9b:1::192.0.2.1', null],
    ['::ffff:192.0.2.1', null],
    ['192.0.2.1', null],
  ])('of %j is %j', (text, address) => expect(nat64Ipv4(text)).toBe(address));
});

describe('unaskableFault()', () => {
  it('says what to write instead', () => {
    expect(['0.0.0.0', '::', '192.0.2.1'].map(unaskableFault)).toEqual([
      'must be an address that replies can come from (this machine: 127.0.0.1)',
      'must be an address that replies can come from (this machine: ::1)',
      null,
    ]);
  });

  it.each([
    ['255.255.255.255', 'a broadcast address'],
    ['127.255.255.255', 'a broadcast address'],
    ['224.0.0.0', 'a multicast address'],
    ['224.0.0.251', 'a multicast address'],
    ['239.255.255.255', 'a multicast address'],
    ['ff00::', 'a multicast address'],
    ['FF02:0::fb', 'a multicast address'],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'a multicast address'],
    ['fe80::1', 'a link-local one (fe80::/10), for no scope id can be given'],
    ['FEBF:ffff::1', 'a link-local one (fe80::/10), for no scope id can be given'],
  ])('refuses %s as %s', (text, kind) => {
    expect(unaskableFault(text)).toBe(`must be an address that replies can come from, not ${kind}`);
  });

  it.each([
    ...['192.0.2.255', '10.255.255.255', '127.0.0.255', '127.255.255.254', '223.255.255.255', '240.0.0.1', '22.4.0.1'],
    ...['2001:db8::', '2001:db8::ff02', 'fec0::1', 'fe7f::1', 'fd00::1', 'ff:0::1', 'fe8::1', '::1'],
  ])('leaves %s, which may be that of a host', (text) => expect(unaskableFault(text)).toBeNull());
});
