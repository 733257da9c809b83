import { describe, expect, it } from 'vitest';

import { SendPacer } from '../../src/measure/send-pacer.js';

interface Rig {
  readonly pacer: SendPacer;
  /** What was asked of the event loop's timers. */
  readonly coarse: number[];
  readonly sleeps: number[];
  yields: number;
  nowMs: number;
  isLoopNeeded: boolean;
  /** One turn of the event loop. */
  turn(): void;
}

function start(): Rig {
  const afterPoll: (() => void)[] = [];
  const rig: Omit<Rig, 'pacer'> = {
    coarse: [],
    sleeps: [],
    yields: 0,
    nowMs: 100,
    isLoopNeeded: false,
    turn: () => afterPoll.splice(0).forEach((callback) => callback()),
  };
  const pacer = new SendPacer({
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
    yieldCore: () => rig.yields++,
    isLoopNeeded: () => rig.isLoopNeeded,
  });
  return Object.assign(rig, { pacer });
}

describe('SendPacer', () => {
  it('leaves to the event loop what is a millisecond away or more', () => {
    const rig = start();
    rig.pacer.setTimer(() => undefined, 1);
    rig.pacer.setTimer(() => undefined, 1.2);
    rig.pacer.setTimer(() => undefined, 60_000);
    expect(rig.coarse).toEqual([1, 2, 60_000]);
  });

  it('sleeps in short steps for what is nearer, and lets the loop look at its sockets after each', () => {
    const rig = start();
    const calledAtMs: number[] = [];
    rig.pacer.setTimer(() => calledAtMs.push(rig.nowMs), 0.5);
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
    rig.pacer.setTimer(() => undefined, 0.4);
    rig.turn();
    expect([rig.coarse, rig.sleeps]).toEqual([[1], []]);
  });

  it('calls nobody who no longer wants it, and sleeps no more', () => {
    const rig = start();
    let calls = 0;
    const disarm = rig.pacer.setTimer(() => calls++, 0.5);
    rig.turn();
    disarm();
    const slept = rig.sleeps.length;
    for (let i = 0; i < 5; i++) rig.turn();
    expect([calls, rig.sleeps.length]).toEqual([0, slept]);
  });

  it('gives the core away after sends: by sleeping what it would sleep anyhow, else by yielding', () => {
    const rig = start();
    rig.pacer.afterSends();
    expect([rig.yields, rig.sleeps.length]).toEqual([1, 0]);
    let calls = 0;
    rig.pacer.setTimer(() => calls++, 0.3);
    rig.pacer.afterSends();
    rig.pacer.afterSends();
    expect([rig.yields, rig.sleeps.length]).toEqual([1, 1]);
    rig.turn();
    expect(rig.sleeps.length).toBe(1); // that of the sends was the first step
    rig.turn();
    expect([calls, rig.sleeps.length]).toEqual([1, 2]);
    rig.pacer.afterSends();
    expect([rig.yields, rig.sleeps.length]).toEqual([2, 2]);
  });

  it('yields again once a timer that it would have slept for is disarmed', () => {
    const rig = start();
    const disarm = rig.pacer.setTimer(() => undefined, 0.5);
    disarm();
    disarm();
    rig.pacer.afterSends();
    expect([rig.yields, rig.sleeps]).toEqual([1, []]);
  });
});
