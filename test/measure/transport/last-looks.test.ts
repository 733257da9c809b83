import { describe, expect, it } from 'vitest';

import { DeadlineQueue } from '../../../src/measure/deadline-queue.js';
import { afterLastLooks } from '../../../src/measure/transport/last-looks.js';
import { ProberTime } from '../../support/dns-prober-time.js';

/** How often a socket was looked at, of which each look finds as much as `found` says. */
function looksAt(found: readonly number[] | 'a flood'): number {
  const time = new ProberTime();
  const deadlines = new DeadlineQueue(time.monotonicMs, {
    setTimer: (callback, delayMs) => time.setTimer(callback, delayMs),
    afterPoll: (callback) => {
      reads += found === 'a flood' ? 32 : (found[looks] ?? 0);
      looks++;
      time.setTimer(callback, 0);
    },
  });
  let reads = 5;
  let looks = 0;
  let calls = 0;
  afterLastLooks(
    deadlines,
    () => reads,
    () => calls++,
  );
  expect(calls).toBe(0);
  time.advance(1);
  expect(calls).toBe(1);
  return looks;
}

describe('afterLastLooks()', () => {
  it('looks once at a socket on which nothing is', () => {
    expect(looksAt([])).toBe(1);
  });

  it('looks again as long as a look finds something', () => {
    expect(looksAt([32, 32, 7])).toBe(4);
    expect(looksAt([1, 0, 9])).toBe(2);
  });

  it('ends even in a flood', () => {
    expect(looksAt('a flood')).toBe(64);
  });
});
