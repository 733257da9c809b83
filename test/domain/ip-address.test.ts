import { describe, expect, it } from 'vitest';

import { isLoopback, loopbackMeantBy, unspecifiedFault } from '../../src/domain/ip-address.js';

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

describe('unspecifiedFault()', () => {
  it('says what to write instead', () => {
    expect(['0.0.0.0', '::', '192.0.2.1'].map(unspecifiedFault)).toEqual([
      'must be an address that replies can come from (this machine: 127.0.0.1)',
      'must be an address that replies can come from (this machine: ::1)',
      null,
    ]);
  });
});
