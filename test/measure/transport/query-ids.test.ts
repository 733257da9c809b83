import { describe, expect, it } from 'vitest';

import { cryptoRandom } from '../../../src/measure/random-source.js';
import { ID_COUNT, QueryIds } from '../../../src/measure/transport/query-ids.js';

describe('QueryIds', () => {
  it('gives every id once', () => {
    const ids = new QueryIds(cryptoRandom());
    const given = new Set(Array.from({ length: ID_COUNT }, () => ids.next()));
    expect(given.size).toBe(ID_COUNT);
    expect(Math.min(...given)).toBe(0);
    expect(Math.max(...given)).toBe(ID_COUNT - 1);
  });

  it('knows what it has given, and only that', () => {
    const ids = new QueryIds(cryptoRandom());
    const given = new Set(Array.from({ length: 1_000 }, () => ids.next()));
    for (let id = 0; id < ID_COUNT; id++) expect(ids.hasGiven(id)).toBe(given.has(id));
  });

  it('gives them in another order each time, and without a step that repeats', () => {
    const [a, b] = [new QueryIds(cryptoRandom()), new QueryIds(cryptoRandom())];
    const first = Array.from({ length: 1_000 }, () => a.next());
    expect(Array.from({ length: 1_000 }, () => b.next())).not.toEqual(first);
    const steps = first.slice(1).map((id, i) => (id - first[i]! + ID_COUNT) % ID_COUNT);
    const counts = new Map<number, number>();
    for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeLessThan(100);
  });
});
