import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isPublicAddress } from '../../../src/publish/outbound/public-address.js';

/** The first and the last address of each range that is not public. */
const IPV4 = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.169.254'],
  ['169.254.255.255', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.0.0.0', '192.0.0.255'],
  ['192.0.2.0', '192.0.2.255'],
  ['192.88.99.0', '192.88.99.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['198.18.0.0', '198.19.255.255'],
  ['198.51.100.0', '198.51.100.255'],
  ['203.0.113.0', '203.0.113.255'],
  ['224.0.0.0', '239.255.255.255'],
  ['240.0.0.0', '255.255.255.255'],
].flat();

/** Just beside those ranges. */
const PUBLIC_IPV4 = [
  ...['1.0.0.0', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0'],
  ...['169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '191.255.255.255', '192.0.1.0', '192.0.3.0'],
  ...['192.88.98.255', '192.88.100.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0'],
  ...['198.51.99.255', '198.51.101.0', '203.0.112.255', '203.0.114.0', '223.255.255.255', '8.8.8.8'],
];

const IPV6 = [
  ...[
    '::',
    '::1',
    '::2',
    '::127.0.0.1',
    '::10.0.0.1',
    '1::1',
    '1fff:ffff::1',
    '4000::1',
    '5f00::1',
    '100::1',
    '100:0:0:1::1',
  ],
  ...['64:ff9b:1::1', '64:ff9b:1:ffff::8.8.8.8', '64:ff9a::8.8.8.8', '64:ff9b::1:0:0'],
  ...['2001::1', '2001:1::1', '2001:2::1', '2001:10::1', '2001:1ff:ffff:ffff::1', '2001:db8::1', '2001:DB8:ffff::1'],
  ...['2002:a00:1::1', '2002:808:808::1', '3fff::1', '3fff:fff::1'],
  ...['fc00::1', 'fd12:3456::1', 'fe80::1', 'febf::1', 'fe80::1%eth0', 'fe80::1%1', 'fec0::1', 'ff02::1', 'ff0e::1'],
  ...['2606:4700::1%eth0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

const PUBLIC_IPV6 = [
  ...[
    '2000::1',
    '2001:200::1',
    '2001:db7:ffff::1',
    '2001:db9::1',
    '2003::1',
    '2606:4700:4700::1111',
    '2620:4f:8000::1',
  ],
  ...['3ffe::1', '3fff:1000::1'],
];

describe('isPublicAddress()', () => {
  it.each(IPV4)('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(PUBLIC_IPV4)('takes %s', (address) => expect(isPublicAddress(address)).toBe(true));
  it.each(IPV6)('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(PUBLIC_IPV6)('takes %s', (address) => expect(isPublicAddress(address)).toBe(true));

  it.each([
    '',
    'localhost',
    'example.org',
    '10.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '8.8.8.8:80',
    '[2606:4700::1]',
  ])('refuses what is no address: %j', (text) => expect(isPublicAddress(text)).toBe(false));

  it('judges mapped addresses and those behind a NAT64 as what they stand for', () => {
    for (const address of [...IPV4, ...PUBLIC_IPV4]) {
      const expected = isPublicAddress(address);
      const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number];
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      const spellings = [`::ffff:${address}`, `::FFFF:${hex}`, `0:0:0:0:0:ffff:${hex}`];
      spellings.push(`64:ff9b::${address}`, `64:ff9b::${hex}`, `0064:FF9B:0:0:0:0:${hex}`);
      for (const spelling of spellings) expect([spelling, isPublicAddress(spelling)]).toEqual([spelling, expected]);
    }
  });

  it('never takes an address of a private network, however it is written', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.constantFrom('10', '127', '0', '240'), octet, octet, octet, (first, ...rest) => {
        const address = [first, ...rest].join('.');
        for (const prefix of ['', '::ffff:', '64:ff9b::', '::']) expect(isPublicAddress(prefix + address)).toBe(false);
      }),
    );
  });
});
