import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { formatEndpoint, mappedIpv4In, parseEndpoint, parseListen } from '../../src/domain/endpoint.js';
import { addressFamily, canonicalAddress, isLoopback } from '../../src/domain/ip-address.js';

const addresses = fc.oneof(fc.ipV4(), fc.ipV6()).filter((text) => mappedIpv4In(text) === null);

describe('canonicalAddress()', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::1', '::1'],
    ['192.0.2.256', null],
    ['192.0.2', null],
    ['192.0.2.01', null],
    ['3221225985', null],
    ['0x7f.0.0.1', null],
    ['fe80::1%eth0', null],
    ['1:2', null],
    ['', null],
    ['::1]/x', null],
    ['::ffff:192.0.2.1', null],
    ['0:0:0:0:0:FFFF:c000:201', null],
  ])('of %j is %j', (text, address) => expect(canonicalAddress(text)).toBe(address));

  it('is canonical itself', () => {
    fc.assert(
      fc.property(addresses, (text) => {
        const once = canonicalAddress(text);
        expect(once).not.toBeNull();
        expect(canonicalAddress(once!)).toBe(once);
        expect(addressFamily(once!)).toBe(addressFamily(text));
      }),
    );
  });
});

describe('mappedIpv4In()', () => {
  it.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['0:0:0:0:0:FFFF:c000:201', '192.0.2.1'],
    ['[::ffff:255.0.0.1]:53', '255.0.0.1'],
    ['::fffe:192.0.2.1', null],
    ['::192.0.2.1', null],
    ['192.0.2.1', null],
    ['[2001:db8::1]:53', null],
    ['nonsense', null],
  ])('of %j is %j', (text, address) => expect(mappedIpv4In(text)).toBe(address));
});

describe('parseEndpoint()', () => {
  it.each([
    ['192.0.2.1', { address: '192.0.2.1', port: 53 }],
    ['192.0.2.1:5353', { address: '192.0.2.1', port: 5353 }],
    ['2001:db8::1', { address: '2001:db8::1', port: 53 }],
    ['[2001:db8::1]:5353', { address: '2001:db8::1', port: 5353 }],
    ['[2001:db8::1]', null],
    ['192.0.2.1:0', null],
    ['192.0.2.1:65536', null],
    ['localhost:53', null],
    ['[192.0.2.1]:53', null],
  ])('reads %j as %j', (text, endpoint) => expect(parseEndpoint(text, 53)).toEqual(endpoint));

  it('reads back what formatEndpoint() writes', () => {
    fc.assert(
      fc.property(addresses, fc.integer({ min: 1, max: 65535 }), (text, port) => {
        const address = canonicalAddress(text)!;
        expect(parseEndpoint(formatEndpoint(address, port), 53)).toEqual({ address, port });
      }),
    );
  });
});

describe('parseListen()', () => {
  it.each([
    ['127.0.0.1:8080', { host: '127.0.0.1', port: 8080 }],
    ['[::]:0', { host: '::', port: 0 }],
    ['localhost:80', { host: 'localhost', port: 80 }],
    ['status.example.org:80', null],
    [':8080', null],
    ['8080', null],
  ])('reads %j as %j', (text, listen) => expect(parseListen(text)).toEqual(listen));
});

describe('isLoopback()', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '0:0::1', 'LOCALHOST'])('holds for %s', (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each(['0.0.0.0', '::', '128.0.0.1', 'localhost.example.org', '127.example.org'])('does not hold for %s', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});
