import { describe, expect, it } from 'vitest';

import { DeadlineQueue, type Timers } from '../../src/measure/deadline-queue.js';
import { ProberTime } from '../support/dns-prober-time.js';

function start(): { time: ProberTime; queue: DeadlineQueue; passed: string[] } {
  const time = new ProberTime();
  return { time, queue: new DeadlineQueue(time.monotonicMs, time), passed: [] };
}

describe('DeadlineQueue', () => {
  it('tells each deadline once it has passed, in order, whatever the order they were set in', () => {
    const { time, queue, passed } = start();
    const now = time.monotonicMs();
    for (const [name, ms] of [
      ['c', 30],
      ['a', 10],
      ['b', 20.4],
    ] as const)
      queue.add(now + ms, () => passed.push(name));
    time.advance(20);
    expect(passed).toEqual(['a']);
    time.advance(1);
    expect(passed).toEqual(['a', 'b']);
    time.advance(100);
    expect(passed).toEqual(['a', 'b', 'c']);
    expect(time.pendingTimers).toBe(0);
  });

  it('leaves out cancelled ones, also between passing and telling', () => {
    const { time, queue, passed } = start();
    const first = queue.add(time.monotonicMs() + 10, () => {
      passed.push('first');
      second.isCancelled = true;
    });
    const second = queue.add(time.monotonicMs() + 10, () => passed.push('second'));
    const third = queue.add(time.monotonicMs() + 5, () => passed.push('third'));
    third.isCancelled = true;
    time.advance(50);
    expect(passed).toEqual(['first']);
    expect(first.isCancelled).toBe(false);
  });

  it('tells only after the sockets have been looked at', () => {
    const time = new ProberTime();
    const looks: (() => void)[] = [];
    const timers: Timers = {
      setTimer: (callback, ms) => time.setTimer(callback, ms),
      afterPoll: (look) => looks.push(look),
    };
    const queue = new DeadlineQueue(time.monotonicMs, timers);
    const passed: string[] = [];
    const deadline = queue.add(time.monotonicMs() + 10, () => passed.push('passed'));
    time.advance(1_000);
    expect(passed).toEqual([]);
    deadline.isCancelled = true; // a reply was found
    for (const look of looks) look();
    expect(passed).toEqual([]);
  });

  it('leaves no timer when closed', () => {
    const { time, queue, passed } = start();
    queue.add(time.monotonicMs() + 10, () => passed.push('x'));
    queue.close();
    time.advance(100);
    expect(passed).toEqual([]);
    expect(time.pendingTimers).toBe(0);
  });
});
