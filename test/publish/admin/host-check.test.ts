import { describe, expect, it } from 'vitest';

import { isOurHost } from '../../../src/publish/admin/host-check.js';

const LOOPBACK = { host: '127.0.0.1', port: 8081 };

describe('isOurHost()', () => {
  it.each([
    ['127.0.0.1:8081', true],
    ['localhost:8081', true],
    ['LOCALHOST:8081', true],
    ['127.0.0.1:9999', false],
    ['127.0.0.1', false],
    ['attacker.example.org:8081', false],
    ['', false],
    [undefined, false],
  ])('judges %j on loopback as %s', (host, expected) => {
    expect(isOurHost(host, LOOPBACK, [])).toBe(expected);
  });

  it.each([
    ['ops.example.org', true],
    ['OPS.example.org:443', true],
    ['tls.example.org:8443', true],
    ['tls.example.org', false],
    ['ops.example.org.attacker.example', false],
    ['notops.example.org', false],
  ])('judges %j by the allowed hosts as %s', (host, expected) => {
    expect(isOurHost(host, LOOPBACK, ['ops.example.org', 'TLS.example.org:8443'])).toBe(expected);
  });

  it('takes no name for an address that is not loopback', () => {
    expect(isOurHost('localhost:8081', { host: '192.0.2.1', port: 8081 }, [])).toBe(false);
    expect(isOurHost('192.0.2.1:8081', { host: '192.0.2.1', port: 8081 }, [])).toBe(true);
  });

  it('writes IPv6 addresses as a Host header does, and may omit port 80', () => {
    expect(isOurHost('[::1]:8081', { host: '::1', port: 8081 }, [])).toBe(true);
    expect(isOurHost('[::1]', { host: '::1', port: 80 }, [])).toBe(true);
  });
});
