import { describe, expect, it } from 'vitest';

import { stableCode, stableUuid } from '../../../src/publish/site/stable-id.js';

const KEY = '6ba7b8109dad11d180b400c04fd430c8'.padEnd(64, '0');

describe('stableUuid()', () => {
  it('is the UUIDv5 of RFC 9562, appendix A.4', () => {
    expect(stableUuid(KEY, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('differs by site and by name', () => {
    const other = KEY.replace('6', '7');
    const ids = [stableUuid(KEY, 'incident/1'), stableUuid(KEY, 'incident/2'), stableUuid(other, 'incident/1')];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('stableCode()', () => {
  it('is an opaque id, of which nothing of the key can be read', () => {
    const code = stableCode(KEY, 'component/availability');
    expect(code).toMatch(/^[a-z2-7]{12}$/);
    expect(stableCode(KEY, 'component/availability')).toBe(code);
    expect(stableCode(KEY, 'component/latency')).not.toBe(code);
    expect(stableCode(KEY.replace('6', '7'), 'component/availability')).not.toBe(code);
  });
});
