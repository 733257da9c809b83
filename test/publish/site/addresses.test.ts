import { describe, expect, it } from 'vitest';

import { addressesOf } from '../../../src/publish/site/addresses.js';
import { sampleAddressContext } from '../../support/sample-page.js';

const BASE = 'https://status.example.org/dns';

describe('addressesOf()', () => {
  it('names pages in their language, wherever what they stand in was read', () => {
    for (const isInFolder of [false, true]) {
      const addresses = addressesOf(sampleAddressContext({ language: 'ja', isInFolder }));
      expect(addresses.page('incidents/7')).toBe(`${BASE}/ja/incidents/7`);
      expect(addresses.page('')).toBe(`${BASE}/ja/`);
      expect(addresses.feed('feed.atom')).toBe(`${BASE}/ja/feed.atom`);
    }
  });

  it('names no language where there is one only', () => {
    const addresses = addressesOf(sampleAddressContext({ languages: 1 }));
    expect(addresses.page('incidents/7')).toBe(`${BASE}/incidents/7`);
    expect(addresses.page('')).toBe(`${BASE}/`);
    expect(addresses.feed('feed.rss')).toBe(`${BASE}/feed.rss`);
  });

  it('names files of a static site', () => {
    const english = addressesOf(sampleAddressContext({ isExported: true }));
    expect([english.page('incidents/7'), english.page(''), english.feed('feed.atom')]).toEqual([
      `${BASE}/incidents/7.html`,
      `${BASE}/index.html`,
      `${BASE}/feed.atom`,
    ]);
    const japanese = addressesOf(sampleAddressContext({ isExported: true, isInFolder: true, language: 'ja' }));
    expect([japanese.page('incidents/7'), japanese.feed('feed.atom')]).toEqual([
      `${BASE}/ja/incidents/7.html`,
      `${BASE}/ja/feed.atom`,
    ]);
  });

  it('leads out of the depths', () => {
    const addresses = addressesOf(sampleAddressContext({ path: 'api/v2/incidents/unresolved.json' }));
    expect(addresses.file('badge/a.svg')).toBe(`${BASE}/badge/a.svg`);
    expect(addresses.json('api/v1/slos')).toBe(`${BASE}/api/v1/slos`);
    expect(addresses.page('incidents/7')).toBe(`${BASE}/en/incidents/7`);
  });

  it('is relative where the address of the site is not known', () => {
    const addresses = addressesOf(sampleAddressContext({ path: 'api/v2/incidents.json', baseUrl: null }));
    expect(addresses.page('incidents/7')).toBe('../../incidents/7');
  });
});
