import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../src/domain/clock.js';
import { dailyLoad, drawLatencyUs } from '../../src/lab/latency.js';
import { seededRandom } from '../../src/lab/seeded-random.js';

function draw(sigma: number, minUs: number): number[] {
  const random = seededRandom(3);
  const model = { medianUs: 1_000, sigma, minUs };
  return Array.from({ length: 10_000 }, () => drawLatencyUs(model, random)).sort((a, b) => a - b);
}

describe('drawLatencyUs()', () => {
  it('has the median of its model', () => {
    const median = draw(0.5, 0)[5_000]!;
    expect(median).toBeGreaterThan(970);
    expect(median).toBeLessThan(1_030);
  });

  it('has a 99th percentile of exp(2.326 sigma) times the median', () => {
    const p99 = draw(1, 0)[9_900]!;
    expect(p99 / 1_000 / Math.exp(2.326)).toBeGreaterThan(0.9);
    expect(p99 / 1_000 / Math.exp(2.326)).toBeLessThan(1.1);
  });

  it('is never below the minimum and constant without sigma', () => {
    expect(draw(1, 800)[0]).toBe(800);
    expect(new Set(draw(0, 0))).toEqual(new Set([1_000]));
  });

  it('is never above a minute, whatever the numbers', () => {
    expect(drawLatencyUs({ medianUs: 60e6, sigma: 3, minUs: 0 }, () => 0.999_999)).toBe(60e6);
  });
});

describe('dailyLoad()', () => {
  it('is 1 at 20:00 UTC and 0 at 08:00 UTC of any day', () => {
    expect(dailyLoad(20 * HOUR_MS)).toBeCloseTo(1);
    expect(dailyLoad((24 * 365 + 8) * HOUR_MS)).toBeCloseTo(0);
  });
});
