import { describe, expect, it } from 'vitest';

import { HOUR_MS, isoTime } from '../../../src/domain/clock.js';
import { burnDownGeometry } from '../../../src/publish/slo-page/burn-down-geometry.js';
import { stepsOf } from '../../../src/publish/slo-page/steps-axis.js';

const T0 = Date.UTC(2026, 9, 1);

/** What was left after each of some hours. */
function geometryOf(left: readonly (number | null)[], wholeHours = left.length) {
  const points = left.map((remaining, i) => ({ time: isoTime(T0 + i * HOUR_MS), sli: null, remaining }));
  const steps = stepsOf({ points, to: isoTime(T0 + left.length * HOUR_MS) });
  return burnDownGeometry(steps, { fromMs: T0, toMs: T0 + wholeHours * HOUR_MS });
}

describe('burnDownGeometry()', () => {
  it('leads from all, at the beginning, to what is left at the end of each step', () => {
    const geometry = geometryOf([0.5, 0.25]);
    expect(geometry?.line).toBe('M0,0L500,120L500,120L1000,180');
    expect(geometry?.pace).toBe('M0,0L1000,240');
    expect(geometry?.overspent).toBe('');
    expect(geometry?.yTicks.map(({ label }) => label)).toEqual(['0%', '50%', '100%']);
  });

  it('cuts what is left from what is overspent where the line passes through nothing', () => {
    const geometry = geometryOf([1, -1]);
    // From 1 to −1 in the second hour: nothing is left in the middle of it.
    expect(geometry?.line).toContain('L750,120L1000,240');
    expect(geometry?.left).toContain('750,120');
    expect(geometry?.overspent).toContain('1000,240');
    expect(geometry?.lowest).toBe(-1);
  });

  it('breaks the line where nothing is known, and goes on from where it was', () => {
    const geometry = geometryOf([0.75, null, 0.5, null]);
    expect(geometry?.line).toBe('M0,0L250,60M500,60L750,120');
    expect(geometry?.gaps.map(({ fromMs, toMs }) => [(fromMs - T0) / HOUR_MS, (toMs - T0) / HOUR_MS])).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('leaves the time to come of a calendar month empty', () => {
    expect(geometryOf([0.5], 4)?.line).toBe('M0,0L250,120');
  });

  it('draws nothing of a window of which nothing is known', () => {
    expect(geometryOf([null, null])).toBeNull();
    expect(geometryOf([])).toBeNull();
  });
});
