import { describe, expect, it } from 'vitest';

import { addressBytes, portOfAddress } from '../../../../src/measure/transport/kernel/socket-address.js';

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
