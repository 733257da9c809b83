import { describe, expect, it } from 'vitest';

import { isLoopback } from '../../src/domain/ip-address.js';

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
