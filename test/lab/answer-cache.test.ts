import { expect, it } from 'vitest';
import { createAnswerCache } from '../../src/lab/answer-cache.js';

it('createAnswerCache() hits from the second time on until the answer expires', () => {
  const cache = createAnswerCache(10);
  const hits = [0, 1, 59_999, 60_000, 60_001].map((nowMs) => cache.touch('www A', 60, nowMs));
  expect(hits).toEqual([false, true, true, false, true]);
});

it('createAnswerCache() forgets the oldest answer when it is full', () => {
  const cache = createAnswerCache(2);
  for (const key of ['a', 'b', 'c']) cache.touch(key, 60, 0);
  expect(['b', 'c'].map((key) => cache.touch(key, 60, 1))).toEqual([true, true]);
  expect(cache.touch('a', 60, 1)).toBe(false);
});
