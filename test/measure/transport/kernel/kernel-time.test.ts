import { describe, expect, it } from 'vitest';

import { KernelTime } from '../../../../src/measure/transport/kernel/kernel-time.js';

/** Two clocks of which each reading costs time; the second reading is held up by as much as the test says. */
function clocks(heldUpMs: number[]) {
  let nowMs = 1_000;
  let offsetMs = 500;
  return {
    monotonicMs: () => (nowMs += 0.001),
    wallMs: () => {
      nowMs += heldUpMs.shift() ?? 0;
      return nowMs + offsetMs;
    },
    advance: (ms: number) => (nowMs += ms),
    step: (ms: number) => (offsetMs += ms),
  };
}

describe('KernelTime.offsetMs()', () => {
  it('tells how far the wall clock is ahead, to a few microseconds', () => {
    const { wallMs, monotonicMs } = clocks([]);
    expect(new KernelTime(wallMs, monotonicMs).offsetMs()).toBeCloseTo(500, 2);
  });

  it('reads again when it was held up between the two clocks', () => {
    const { wallMs, monotonicMs } = clocks([7, 3]);
    expect(new KernelTime(wallMs, monotonicMs).offsetMs()).toBeCloseTo(500, 2);
  });

  it('notices within two milliseconds that the wall clock was set', () => {
    const { wallMs, monotonicMs, advance, step } = clocks([]);
    const time = new KernelTime(wallMs, monotonicMs);
    time.offsetMs();
    step(-200);
    advance(2);
    expect(time.offsetMs()).toBeCloseTo(300, 2);
  });
});
