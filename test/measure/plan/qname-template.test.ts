import { describe, expect, it } from 'vitest';

import { encodeName } from '../../../src/dns/name.js';
import { expandQname, hasPlaceholder } from '../../../src/measure/plan/qname-template.js';
import { cryptoRandom } from '../../../src/measure/random-source.js';
import { seriesPhase } from '../../../src/measure/plan/series-phase.js';

describe('expandQname()', () => {
  it('puts a fresh label in each place, every time', () => {
    const random = cryptoRandom();
    const labels = Array.from({ length: 500 }, () =>
      expandQname('{random}.{random}.example.org', random, 0, null),
    ).flatMap((qname) => qname.split('.').slice(0, 2));
    expect(new Set(labels).size).toBe(1_000);
    for (const label of labels) expect(label).toMatch(/^[a-z2-7]{16}$/);
  });

  it('uses every character of the alphabet about equally often', () => {
    const random = cryptoRandom();
    const counts = new Map<string, number>();
    for (let i = 0; i < 4_000; i++) {
      for (const character of expandQname('{random}', random, 0, null))
        counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    expect(counts.size).toBe(32);
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(400);
  });

  it('puts the Unix time in seconds for {time}', () => {
    expect(expandQname('t{time}.example.org', cryptoRandom(), 1_700_000_000_999, null)).toBe('t1700000000.example.org');
    expect(() => encodeName(expandQname('a{random}-{time}.example.org', cryptoRandom(), 0, null))).not.toThrow();
  });
});

describe('hasPlaceholder()', () => {
  it('knows names that change', () => {
    expect(['www.example.org', '{random}.a', 'a.{time}', '{other}.a'].map(hasPlaceholder)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('seriesPhase()', () => {
  it('depends on the key alone', () => {
    expect(seriesPhase('a')).toBe(seriesPhase('a'));
    expect(seriesPhase('a')).not.toBe(seriesPhase('b'));
  });

  it('spreads series evenly over the interval', () => {
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++)
      counts[Math.floor(seriesPhase(`lab\u001fpublic\u001fns${String(i)}\u001fwww`) * 10)]!++;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
