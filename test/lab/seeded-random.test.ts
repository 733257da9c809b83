import { expect, it } from 'vitest';
import { seededRandom } from '../../src/lab/seeded-random.js';

const take = (seed: number, count: number) => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random());
};

it('seededRandom() gives the same numbers for the same seed and others for another', () => {
  expect(take(7, 100)).toEqual(take(7, 100));
  expect(take(7, 100)).not.toEqual(take(8, 100));
});

it('seededRandom() spreads its numbers evenly over [0, 1)', () => {
  const numbers = take(1, 20_000);
  const tenths = Array.from({ length: 10 }, (_, tenth) => numbers.filter((x) => Math.floor(x * 10) === tenth).length);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  for (const count of tenths) expect(count).toBeGreaterThan(1_800);
  for (const count of tenths) expect(count).toBeLessThan(2_200);
});
