import { describe, expect, it } from 'vitest';

import { shortestIntervalMs } from '../../src/measure/config.js';
import { canaryIntervalMs } from '../../src/measure/plan/canary-interval.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

describe('shortestIntervalMs()', () => {
  it.each([
    ['* * * * * *', SECOND],
    ['*/5 * * * * *', 5 * SECOND],
    ['*/7 * * * * *', 4 * SECOND],
    ['0,1,30 * * * * *', SECOND],
    ['0 */10 * * * *', 600 * SECOND],
    ['30 0 */7 * * *', 3 * HOUR],
    ['0 0 0 * * *', DAY],
    ['0 0 0,23 * * *', HOUR],
    ['0 30 12 * * 1', 7 * DAY],
    ['0 0 0 * * 1-5', DAY],
    ['0 0 0,23 * * 1', 23 * HOUR],
    ['0 0 0 1 * *', 28 * DAY],
    ['0 0 0 1 1 *', 365 * DAY],
  ])('of %s is right', (expression, ms) => expect(shortestIntervalMs(expression)).toBe(ms));
});

describe('canaryIntervalMs()', () => {
  const every = (everyMs: number) => ({ schedule: { kind: 'every', everyMs } as const });

  it('follows the fastest probe, and is never above 1 s', () => {
    expect(canaryIntervalMs([])).toBe(1000);
    expect(canaryIntervalMs([every(60_000), every(500)])).toBe(500);
    expect(canaryIntervalMs([every(60_000), every(10)])).toBe(10);
  });
});
