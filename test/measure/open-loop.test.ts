import { describe, expect, it } from 'vitest';

import { OpenLoop } from '../../src/measure/open-loop.js';

/** An event loop in which nothing takes time but waiting: timers have a grain of a millisecond, turns take 10 µs. */
function fakeLoop() {
  let nowMs = 1_000;
  const state = { timers: 0, turns: 0, armed: null as { atMs: number; callback: () => void } | null };
  const timers = {
    setTimer: (callback: () => void, delayMs: number) => {
      state.timers++;
      state.armed = { atMs: nowMs + Math.ceil(delayMs), callback };
      return () => (state.armed = null);
    },
    afterPoll: (callback: () => void) => {
      state.turns++;
      state.armed = { atMs: nowMs + 0.01, callback };
    },
  };
  return {
    state,
    timers,
    monotonicMs: () => nowMs,
    passMs: (durationMs: number) => (nowMs += durationMs),
    run: () => {
      while (state.armed !== null) {
        const { atMs, callback } = state.armed;
        state.armed = null;
        nowMs = Math.max(nowMs, atMs);
        callback();
      }
    },
  };
}

type FakeLoop = ReturnType<typeof fakeLoop>;

function runLoop(count: number, stepMs: number, onSend?: (index: number, loop: FakeLoop, openLoop: OpenLoop) => void) {
  const loop = fakeLoop();
  const sends: { index: number; lateMs: number }[] = [];
  const openLoop: OpenLoop = new OpenLoop({
    count,
    stepMs,
    monotonicMs: loop.monotonicMs,
    timers: loop.timers,
    onDue: (index, dueMs) => {
      sends.push({ index, lateMs: loop.monotonicMs() - dueMs });
      onSend?.(index, loop, openLoop);
    },
  });
  openLoop.start();
  loop.run();
  return { sends, loop };
}

describe('OpenLoop', () => {
  it('makes every send once, in order, none early', () => {
    for (const stepMs of [0.05, 0.3, 1, 7.5]) {
      const { sends } = runLoop(50, stepMs);
      expect(sends.map(({ index }) => index)).toEqual(Array.from({ length: 50 }, (_, index) => index));
      expect(Math.min(...sends.map(({ lateMs }) => lateMs))).toBeGreaterThanOrEqual(0);
    }
  });

  it('sleeps between sends that are a millisecond or more apart', () => {
    const { sends, loop } = runLoop(50, 2.5);
    expect(loop.state.turns).toBe(0);
    expect(loop.state.timers).toBeLessThanOrEqual(50);
    expect(Math.max(...sends.map(({ lateMs }) => lateMs))).toBeLessThan(1);
  });

  it('turns without sleeping where timers are too coarse: 20,000 a second do not go out in bursts', () => {
    const { sends } = runLoop(1_000, 0.05);
    expect(Math.max(...sends.map(({ lateMs }) => lateMs))).toBeLessThan(0.011);
  });

  it('keeps to the schedule after it was held up: what was missed is due at once, with its own time', () => {
    const { sends } = runLoop(20, 10, (index, loop) => {
      if (index === 4) loop.passMs(55);
    });
    const lateMs = sends.map((send) => Math.round(send.lateMs));
    expect(lateMs).toEqual([0, 0, 0, 0, 0, 45, 35, 25, 15, 5, ...new Array<number>(10).fill(0)]);
  });

  it('sends nothing more once it is stopped', () => {
    for (const stepMs of [0.05, 5]) {
      const { sends } = runLoop(10, stepMs, (index, _, openLoop) => {
        if (index === 3) openLoop.stop();
      });
      expect(sends.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    }
  });
});
