import { describe, expect, it } from 'vitest';

import type { AdminToken } from '../../../src/publish/config.js';
import { authenticate } from '../../../src/publish/admin/authenticate.js';

const TOKENS: readonly AdminToken[] = [
  { name: 'prometheus', token: 'scrape-me', scopes: ['metrics'] },
  { name: 'ops', token: 'pass:word', scopes: ['metrics', 'read', 'operate'] },
];

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`;

describe('authenticate()', () => {
  it.each([
    ['Bearer scrape-me', 'allowed'],
    ['bearer  scrape-me', 'allowed'],
    [basic('anyone:scrape-me'), 'allowed'],
    [basic(':pass:word'), 'allowed'],
    [undefined, 'unauthenticated'],
    ['', 'unauthenticated'],
    ['Bearer', 'unauthenticated'],
    ['Bearer scrape', 'unauthenticated'],
    ['Bearer scrape-me2', 'unauthenticated'],
    ['Digest scrape-me', 'unauthenticated'],
    ['scrape-me', 'unauthenticated'],
    [basic('scrape-me'), 'unauthenticated'],
    [basic('scrape-me:'), 'unauthenticated'],
  ])('judges %j as %s', (authorization, kind) => {
    expect(authenticate(authorization, TOKENS, 'metrics').kind).toBe(kind);
  });

  it('forbids what the token has no scope for', () => {
    expect(authenticate('Bearer scrape-me', TOKENS, 'read').kind).toBe('forbidden');
    expect(authenticate('Bearer pass:word', TOKENS, 'read').kind).toBe('allowed');
  });

  it('allows everybody where no token is configured', () => {
    expect(authenticate(undefined, [], 'operate').kind).toBe('allowed');
  });
});
