import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DeadlineLane, LaneItem } from '../../src/measure/deadline-lane.js';
import { DeadlineQueue } from '../../src/measure/deadline-queue.js';
import { ProberTime } from '../support/dns-prober-time.js';

class Item extends LaneItem {
  passed = 0;

  onPassed(): void {
    this.passed++;
  }
}

describe('DeadlineLane', () => {
  it('hands out what has passed in order, whatever was cancelled', () => {
    const step = fc.record({ afterMs: fc.nat(20), cancelled: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), fc.nat(500), (steps, nowMs) => {
        const lane = new DeadlineLane();
        let atMs = 0;
        const items = steps.map(({ afterMs }) => {
          const item = new Item();
          item.atMs = atMs += afterMs;
          lane.append(item);
          return item;
        });
        items.forEach((item, i) => steps[i]!.cancelled && item.cancel());
        const kept = items.filter((_, i) => !steps[i]!.cancelled);
        expect(lane.takePassed(nowMs)).toEqual(kept.filter((item) => item.atMs <= nowMs));
        expect(lane.firstAtMs).toBe(kept.find((item) => item.atMs > nowMs)?.atMs ?? Infinity);
      }),
    );
  });
});

describe('DeadlineQueue.start()', () => {
  it('passes each deadline once, after its delay, whichever line it stands in', () => {
    const time = new ProberTime();
    const queue = new DeadlineQueue(time.monotonicMs, time);
    const [slow, fast, cancelled] = [new Item(), new Item(), new Item()];
    queue.start(slow, time.monotonicMs(), 500);
    queue.start(fast, time.monotonicMs(), 100);
    queue.start(cancelled, time.monotonicMs(), 100);
    cancelled.cancel();
    time.advance(99);
    expect([slow.passed, fast.passed]).toEqual([0, 0]);
    time.advance(2);
    expect([slow.passed, fast.passed]).toEqual([0, 1]);
    time.advance(1_000);
    expect([slow.passed, fast.passed, cancelled.passed]).toEqual([1, 1, 0]);
    expect(time.pendingTimers).toBe(0);
  });

  it('starts one again that was cancelled', () => {
    const time = new ProberTime();
    const queue = new DeadlineQueue(time.monotonicMs, time);
    const item = new Item();
    queue.start(item, time.monotonicMs(), 100);
    item.cancel();
    queue.start(item, time.monotonicMs(), 200);
    time.advance(150);
    expect(item.passed).toBe(0);
    time.advance(60);
    expect(item.passed).toBe(1);
  });
});
