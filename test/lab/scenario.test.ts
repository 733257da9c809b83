import { expect, it } from 'vitest';
import { isOn } from '../../src/lab/scenario.js';

const fault = {
  effect: { kind: 'silent' },
  probability: 1,
  resolvers: null,
  qnames: null,
  atMs: 30,
  forMs: 10,
} as const;

it('isOn() holds from `at` until `for` has passed, once', () => {
  const on = [0, 29, 30, 39, 40, 130].map((sinceMs) => isOn({ ...fault, everyMs: null }, sinceMs));
  expect(on).toEqual([false, false, true, true, false, false]);
});

it('isOn() holds again in every cycle', () => {
  const on = [29, 30, 40, 129, 130, 139, 140, 1_035].map((sinceMs) => isOn({ ...fault, everyMs: 100 }, sinceMs));
  expect(on).toEqual([false, true, false, false, true, true, false, true]);
});
