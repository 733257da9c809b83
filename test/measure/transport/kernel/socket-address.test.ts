import { describe, expect, it } from 'vitest';

import {
  ADDRESS_BYTES,
  addressBytes,
  isSameAddress,
  portOfAddress,
} from '../../../../src/measure/transport/kernel/socket-address.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('addressBytes()', () => {
  it('writes IPv4 addresses as the kernel reads them', () => {
    expect(hex(addressBytes('192.0.2.1', 53))).toBe('02000035c00002010000000000000000');
  });

  it.each([
    ['::1', '00000000000000000000000000000001'],
    ['2001:db8::1', '20010db8000000000000000000000001'],
    ['2001:db8:1:2:3:4:5:6', '20010db8000100020003000400050006'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['fe80::', 'fe800000000000000000000000000000'],
  ])('writes %s', (address, groups) => {
    expect(hex(addressBytes(address, 853))).toBe(`0a000355${'00'.repeat(4)}${groups}${'00'.repeat(4)}`);
  });

  it('writes the number of a zone', () => {
    expect(hex(addressBytes('fe80::1%3', 53)).slice(-8)).toBe('03000000');
    expect(hex(addressBytes('fe80::1%no-such-interface', 53)).slice(-8)).toBe('00000000');
  });

  it('is read back by portOfAddress()', () => {
    expect(portOfAddress(addressBytes('::1', 54_321))).toBe(54_321);
  });
});

describe('isSameAddress()', () => {
  const v4 = addressBytes('192.0.2.1', 53);
  const v6 = addressBytes('2001:db8::1', 53);

  it.each([
    ['IPv4', v4, addressBytes('192.0.2.1', 53)],
    ['IPv6', v6, addressBytes('2001:db8::1', 53)],
    // The kernel writes into room for either kind, of IPv4 16 bytes.
    ['IPv4 with what an IPv6 address left behind', v4, longer(v4, 0xff)],
    ['IPv6 with another flow label', v6, withByte(v6, 5, 0x12)],
    ['IPv6 with another scope', v6, withByte(v6, 24, 3)],
  ])('holds for the same: %s', (_what, a, b) => {
    expect([isSameAddress(a, b), isSameAddress(b, a)]).toEqual([true, true]);
  });

  it.each([
    ['IPv4, port (low byte)', v4, addressBytes('192.0.2.1', 54)],
    ['IPv4, port (high byte)', v4, addressBytes('192.0.2.1', 53 + 256)],
    ['IPv4, first byte', v4, addressBytes('193.0.2.1', 53)],
    ['IPv4, last byte', v4, addressBytes('192.0.2.2', 53)],
    ['IPv6, port (low byte)', v6, addressBytes('2001:db8::1', 54)],
    ['IPv6, port (high byte)', v6, addressBytes('2001:db8::1', 53 + 256)],
    ['IPv6, first byte', v6, addressBytes('2101:db8::1', 53)],
    ['IPv6, last byte', v6, addressBytes('2001:db8::2', 53)],
    ['family, all other bytes alike', longer(v4, 0), withByte(longer(v4, 0), 0, v6[0] ?? 0)],
  ])('tells apart: %s', (_what, a, b) => {
    expect([isSameAddress(a, b), isSameAddress(b, a)]).toEqual([false, false]);
  });
});

function withByte(bytes: Uint8Array, at: number, value: number): Uint8Array {
  return bytes.with(at, value);
}

/** The same in a buffer for either kind of address, as the kernel is given one. */
function longer(bytes: Uint8Array, rest: number): Uint8Array {
  const all = new Uint8Array(ADDRESS_BYTES).fill(rest);
  all.set(bytes);
  return all;
}
