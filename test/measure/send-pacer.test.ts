import { describe, expect, it } from 'vitest';

import { SendPacer } from '../../src/measure/send-pacer.js';

interface Rig {
  readonly pacer: SendPacer;
  /** What was asked of the event loop's timers. */
  readonly coarse: number[];
  readonly sleeps: number[];
  yields: number;
  disarmed: number;
  wakesEarlyBy: number;
  nowMs: number;
  isLoopNeeded: boolean;
  /** One turn of the event loop. */
  turn(): void;
  /** The loop's timers all fire, this much after now. */
  fire(afterMs: number): void;
}

function start(): Rig {
  const afterPoll: (() => void)[] = [];
  const timers: (() => void)[] = [];
  const rig: Omit<Rig, 'pacer'> = {
    coarse: [],
    sleeps: [],
    yields: 0,
    disarmed: 0,
    wakesEarlyBy: 0,
    nowMs: 100,
    isLoopNeeded: false,
    turn: () => afterPoll.splice(0).forEach((callback) => callback()),
    fire: (afterMs) => {
      rig.nowMs += afterMs;
      timers.splice(0).forEach((callback) => callback());
    },
  };
  const pacer = new SendPacer({
    monotonicMs: () => rig.nowMs,
    timers: {
      setTimer: (callback, delayMs) => {
        rig.coarse.push(delayMs);
        timers.push(callback);
        return () => {
          rig.disarmed++;
          timers.splice(timers.indexOf(callback), 1);
        };
      },
      afterPoll: (callback) => void afterPoll.push(callback),
    },
    sleep: (ms) => {
      rig.sleeps.push(ms);
      rig.nowMs += ms - rig.wakesEarlyBy;
    },
    yieldCore: () => rig.yields++,
    isLoopNeeded: () => rig.isLoopNeeded,
  });
  return Object.assign(rig, { pacer });
}

describe('SendPacer', () => {
  it.each([
    [2, 1, 1.4],
    [3.05, 2, 2.6],
    [3.9, 2, 1.1],
    [60_000, 59_999, 59_999.7],
  ])('leaves to the event loop all but the last of %d ms', (delayMs, coarseMs, firesAfterMs) => {
    const rig = start();
    const calledAtMs: number[] = [];
    rig.pacer.setTimer(() => calledAtMs.push(rig.nowMs), delayMs);
    rig.turn();
    expect([rig.coarse[0], rig.sleeps]).toEqual([coarseMs, []]);
    rig.fire(firesAfterMs);
    if (rig.coarse.length > 1) rig.fire(1); // the loop's timer came early
    for (let i = 0; i < 3; i++) rig.turn();
    expect(calledAtMs).toHaveLength(1);
    expect((calledAtMs[0] ?? 0) - 100 - delayMs).toBeGreaterThanOrEqual(-1e-6);
    expect((calledAtMs[0] ?? 0) - 100 - delayMs).toBeLessThan(0.2);
  });

  it('calls at once if the loop was late', () => {
    const rig = start();
    let calls = 0;
    rig.pacer.setTimer(() => calls++, 3);
    rig.fire(40);
    expect([calls, rig.sleeps]).toEqual([1, []]);
    rig.turn();
    expect(calls).toBe(1);
  });

  it('is not called by the loop once it is disarmed', () => {
    const rig = start();
    let calls = 0;
    rig.pacer.setTimer(() => calls++, 30)();
    rig.fire(30);
    for (let i = 0; i < 3; i++) rig.turn();
    expect([calls, rig.sleeps, rig.disarmed]).toEqual([0, [], 1]);
  });

  it('sleeps for what is nearer, and lets the loop look at its sockets before and after', () => {
    const rig = start();
    const calledAtMs: number[] = [];
    rig.pacer.setTimer(() => calledAtMs.push(rig.nowMs), 0.5);
    expect(rig.sleeps).toEqual([]); // never before the caller is done
    rig.turn();
    expect(calledAtMs).toEqual([100.5]);
    rig.turn();
    expect([calledAtMs.length, rig.sleeps, rig.coarse]).toEqual([1, [0.5], []]);
  });

  it('sends in one go what is due within a fifth of a millisecond', () => {
    const rig = start();
    let calls = 0;
    rig.pacer.setTimer(() => calls++, 0.01);
    rig.turn();
    expect([calls, rig.sleeps]).toEqual([1, [0.2]]);
  });

  it('sleeps again after a sleep that was too short', () => {
    const rig = start();
    let calls = 0;
    rig.pacer.setTimer(() => calls++, 0.9);
    rig.wakesEarlyBy = 0.4;
    rig.turn();
    expect(calls).toBe(0);
    rig.wakesEarlyBy = 0;
    rig.turn();
    expect([calls, rig.nowMs]).toEqual([1, expect.closeTo(100.9, 6)]);
  });

  it('keeps several apart', () => {
    const rig = start();
    const called: [string, number][] = [];
    rig.pacer.setTimer(() => called.push(['late', rig.nowMs]), 0.8);
    rig.pacer.setTimer(() => called.push(['early', rig.nowMs]), 0.3);
    for (let i = 0; i < 4; i++) rig.turn();
    expect(called.map(([name]) => name).toSorted()).toEqual(['early', 'late']);
    for (const [name, atMs] of called) expect(atMs).toBeGreaterThanOrEqual(name === 'late' ? 100.8 : 100.3);
  });

  it('sleeps for the next send, even if it slept for one that was given up', () => {
    const rig = start();
    const disarm = rig.pacer.setTimer(() => undefined, 0.5);
    rig.pacer.afterSends();
    disarm();
    let calls = 0;
    rig.pacer.setTimer(() => calls++, 0.4);
    rig.turn();
    expect([calls, rig.sleeps.length]).toEqual([1, 2]);
    expect(rig.sleeps[1]).toBeCloseTo(0.4, 6);
  });

  it('never sleeps while something is awaited that only the loop sees come', () => {
    const rig = start();
    rig.isLoopNeeded = true;
    rig.pacer.setTimer(() => undefined, 0.4);
    rig.turn();
    expect([rig.coarse, rig.sleeps]).toEqual([[1], []]);
  });

  it('leaves the rest to the loop once it is needed, and can still be disarmed', () => {
    const rig = start();
    let calls = 0;
    const disarm = rig.pacer.setTimer(() => calls++, 0.9);
    rig.isLoopNeeded = true;
    rig.pacer.afterSends();
    rig.turn();
    expect([rig.sleeps, rig.yields, rig.coarse, rig.disarmed]).toEqual([[], 1, [1], 0]);
    disarm();
    rig.fire(1);
    expect([calls, rig.disarmed]).toEqual([0, 1]);
  });

  it('calls nobody who no longer wants it, and sleeps no more', () => {
    const rig = start();
    let calls = 0;
    const disarm = rig.pacer.setTimer(() => calls++, 0.5);
    disarm();
    for (let i = 0; i < 5; i++) rig.turn();
    expect([calls, rig.sleeps]).toEqual([0, []]);
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
    expect([calls, rig.sleeps]).toEqual([1, [expect.closeTo(0.3, 6)]]); // what was slept after the sends was enough
    rig.pacer.afterSends();
    expect([rig.yields, rig.sleeps.length]).toEqual([2, 1]);
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
