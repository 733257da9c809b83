import { describe, expect, it } from 'vitest';

import type { Timers } from '../../src/measure/deadline-queue.js';
import { sendTimers } from '../../src/measure/send-timers.js';

interface Rig {
  readonly timers: Timers;
  /** What was asked of the event loop's timers. */
  readonly coarse: number[];
  readonly sleeps: number[];
  nowMs: number;
  isLoopNeeded: boolean;
  /** One turn of the event loop. */
  turn(): void;
}

function start(): Rig {
  const afterPoll: (() => void)[] = [];
  const rig: Omit<Rig, 'timers'> = {
    coarse: [],
    sleeps: [],
    nowMs: 100,
    isLoopNeeded: false,
    turn: () => afterPoll.splice(0).forEach((callback) => callback()),
  };
  const timers = sendTimers({
    monotonicMs: () => rig.nowMs,
    timers: {
      setTimer: (_, delayMs) => {
        rig.coarse.push(delayMs);
        return () => undefined;
      },
      afterPoll: (callback) => void afterPoll.push(callback),
    },
    sleep: (ms) => {
      rig.sleeps.push(ms);
      rig.nowMs += ms;
    },
    isLoopNeeded: () => rig.isLoopNeeded,
  });
  return Object.assign(rig, { timers });
}

describe('sendTimers()', () => {
  it('leaves to the event loop what is a millisecond away or more', () => {
    const rig = start();
    rig.timers.setTimer(() => undefined, 1);
    rig.timers.setTimer(() => undefined, 1.2);
    rig.timers.setTimer(() => undefined, 60_000);
    expect(rig.coarse).toEqual([1, 2, 60_000]);
  });

  it('sleeps in short steps for what is nearer, and lets the loop look at its sockets after each', () => {
    const rig = start();
    const calledAtMs: number[] = [];
    rig.timers.setTimer(() => calledAtMs.push(rig.nowMs), 0.5);
    expect(rig.sleeps).toEqual([]); // never before the caller is done
    rig.turn();
    rig.turn();
    expect(calledAtMs).toEqual([]);
    rig.turn();
    expect(calledAtMs).toHaveLength(1);
    expect(calledAtMs[0]).toBeGreaterThanOrEqual(100.5);
    expect(calledAtMs[0]).toBeLessThan(100.7);
    expect(rig.sleeps.every((ms) => ms <= 0.25)).toBe(true);
    rig.turn();
    expect(calledAtMs).toHaveLength(1);
    expect(rig.coarse).toEqual([]);
  });

  it('never sleeps while something is awaited that only the loop sees come', () => {
    const rig = start();
    rig.isLoopNeeded = true;
    rig.timers.setTimer(() => undefined, 0.4);
    rig.turn();
    expect([rig.coarse, rig.sleeps]).toEqual([[1], []]);
  });

  it('calls nobody who no longer wants it, and sleeps no more', () => {
    const rig = start();
    let calls = 0;
    const disarm = rig.timers.setTimer(() => calls++, 0.5);
    rig.turn();
    disarm();
    const slept = rig.sleeps.length;
    for (let i = 0; i < 5; i++) rig.turn();
    expect([calls, rig.sleeps.length]).toEqual([0, slept]);
  });
});
