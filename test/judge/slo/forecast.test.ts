import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import { exhaustsAtMs } from '../../../src/judge/slo/forecast.js';

const PERIOD_MS = 28 * DAY_MS;
const TO_MS = 100 * DAY_MS;

/** A full window with 10 attempts a minute; `bad` of them in all, `recentBad` in the last hour. */
function fullWindow(bad: number, recentBad: number) {
  const valid = (PERIOD_MS / MINUTE_MS) * 10;
  return {
    isRolling: true,
    whole: { fromMs: TO_MS - PERIOD_MS, toMs: TO_MS },
    toMs: TO_MS,
    dataSinceMs: TO_MS - PERIOD_MS,
    window: { good: valid - bad, valid },
    recent: { good: 600 - recentBad, valid: 600 },
    recentMs: HOUR_MS,
    objective: 0.99,
  };
}

describe('exhaustsAtMs()', () => {
  it('of a full window is the share left times the period over the burn rate', () => {
    // Half of the budget is left, and it burns ten times too fast: 28 d × 0.5 / 10.
    const atMs = exhaustsAtMs(fullWindow(2016, 60)) ?? NaN;
    expect((atMs - TO_MS) / DAY_MS).toBeCloseTo(1.4, 6);
  });

  it('of a young window counts the attempts that will come', () => {
    const hour = { good: 600 - 3, valid: 600 };
    const input = {
      ...fullWindow(0, 0),
      dataSinceMs: TO_MS - 2 * HOUR_MS,
      window: { good: 1197, valid: 1200 },
      recent: hour,
    };
    // 9 failures are left, every hour brings 12 at this rate and earns 6.
    const atMs = exhaustsAtMs({ ...input, recent: { good: 588, valid: 600 } }) ?? NaN;
    expect((atMs - TO_MS) / HOUR_MS).toBeCloseTo(1.5, 6);
  });

  it('takes data younger than the recent window for what they are', () => {
    const halfHour = { good: 294, valid: 300 };
    const input = { ...fullWindow(0, 0), dataSinceMs: TO_MS - HOUR_MS / 2, objective: 0.95 };
    expect(exhaustsAtMs({ ...input, window: halfHour, recent: halfHour })).toBeNull();
    const worse = { good: 290, valid: 300 };
    const atMs = exhaustsAtMs({ ...input, window: worse, recent: { good: 10, valid: 20 } }) ?? NaN;
    // 5 failures are left; half an hour brings 10 and earns 1.
    expect((atMs - TO_MS) / MINUTE_MS).toBeCloseTo((30 * 5) / 9, 4);
  });

  it('takes a rate of more time than the window for what it is', () => {
    // 90 minutes at 10 attempts a minute, of which 1 of 9 allowed failed; 72 failed in 6 hours: 0.2 a minute.
    const input = {
      ...fullWindow(0, 0),
      whole: { fromMs: TO_MS - 90 * MINUTE_MS, toMs: TO_MS },
      dataSinceMs: TO_MS - 90 * MINUTE_MS,
      window: { good: 899, valid: 900 },
      recent: { good: 3600 - 72, valid: 3600 },
      recentMs: 6 * HOUR_MS,
    };
    expect(((exhaustsAtMs(input) ?? NaN) - TO_MS) / MINUTE_MS).toBeCloseTo(8 / 0.2, 3);
    const young = { ...input, recent: { good: 900 - 72, valid: 900 } };
    expect(((exhaustsAtMs(young) ?? NaN) - TO_MS) / MINUTE_MS).toBeCloseTo(8 / 0.8, 3);
  });

  it('of a window that will be full before the budget is spent counts on no more budget from then on', () => {
    const valid = 600 * 24 * 27;
    const input = {
      ...fullWindow(0, 12),
      dataSinceMs: TO_MS - 27 * DAY_MS,
      window: { good: valid - 1_000, valid },
    };
    // 3888 may fail, 2888 are left. A day brings 288 and earns 144; then it is full, and every day only brings.
    const atMs = exhaustsAtMs(input) ?? NaN;
    expect((atMs - TO_MS) / DAY_MS).toBeCloseTo(1 + (2888 - 144) / 288, 6);
  });

  it('is null at a burn rate of 1 or less, which a rolling window bears for ever', () => {
    expect(exhaustsAtMs(fullWindow(2016, 0))).toBeNull();
    expect(exhaustsAtMs(fullWindow(2016, 6))).toBeNull();
  });

  it('is null when the budget is spent and without data', () => {
    expect(exhaustsAtMs(fullWindow(4032, 60))).toBeNull();
    expect(exhaustsAtMs({ ...fullWindow(0, 0), recent: { good: 0, valid: 0 } })).toBeNull();
  });

  it('is null when the window itself has no data', () => {
    expect(exhaustsAtMs({ ...fullWindow(0, 60), window: { good: 0, valid: 0 } })).toBeNull();
  });

  it('is never later for one more failure in the last hour', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.integer({ min: 7, max: 599 }), (bad, recentBad) => {
        const before = exhaustsAtMs(fullWindow(bad + recentBad, recentBad)) ?? NaN;
        const after = exhaustsAtMs(fullWindow(bad + recentBad + 1, recentBad + 1)) ?? NaN;
        expect(before).toBeGreaterThan(TO_MS);
        expect(after).toBeLessThanOrEqual(before);
      }),
    );
  });
});

/** Ten of thirty days are over, with a quarter of the whole month's budget gone. */
function tenDays(recentBad: number) {
  const valid = 14_400;
  return {
    isRolling: false,
    whole: { fromMs: TO_MS - 10 * DAY_MS, toMs: TO_MS + 20 * DAY_MS },
    toMs: TO_MS,
    dataSinceMs: TO_MS - 10 * DAY_MS,
    window: { good: valid - 108, valid },
    recent: { good: 1000 - recentBad, valid: 1000 },
    recentMs: HOUR_MS,
    objective: 0.99,
  };
}

describe('exhaustsAtMs() of a calendar’s window', () => {
  it('is none once the window has ended, whatever its last hour did', () => {
    const ended = { ...tenDays(30), whole: { fromMs: TO_MS - 30 * DAY_MS, toMs: TO_MS } };
    expect(exhaustsAtMs(ended)).toBeNull();
    expect(exhaustsAtMs({ ...ended, isRolling: true })).not.toBeNull();
  });

  it('spends what is left of the whole window’s budget, at rates of less than 1 too', () => {
    // At a rate of 3 a thirty days' budget lasts ten days: three quarters of it 7.5.
    expect(exhaustsAtMs(tenDays(30))).toBe(TO_MS + 7.5 * DAY_MS);
    const spent = { ...tenDays(9), window: { good: 14_400 - 388.8, valid: 14_400 } };
    // A tenth is left, and lasts three days at 0.9 … and a third.
    expect(exhaustsAtMs(spent)).toBe(TO_MS + Math.round((0.1 * 30 * DAY_MS) / 0.9));
  });

  it('is null where the window ends first, or just then', () => {
    expect(exhaustsAtMs(tenDays(11))).toBeNull();
    // 1.125 spends the three quarters in exactly twenty days.
    expect(exhaustsAtMs({ ...tenDays(0), recent: { good: 98_875, valid: 100_000 } })).toBeNull();
    expect(exhaustsAtMs({ ...tenDays(0), recent: { good: 98_874, valid: 100_000 } })).not.toBeNull();
  });

  it('is null while nothing fails, without data, and once it is spent', () => {
    expect(exhaustsAtMs(tenDays(0))).toBeNull();
    expect(exhaustsAtMs({ ...tenDays(30), recent: { good: 0, valid: 0 } })).toBeNull();
    expect(exhaustsAtMs({ ...tenDays(30), window: { good: 0, valid: 0 } })).toBeNull();
    expect(exhaustsAtMs({ ...tenDays(30), window: { good: 14_400 - 432, valid: 14_400 } })).toBeNull();
    expect(exhaustsAtMs({ ...tenDays(30), window: { good: 14_000, valid: 15_000 } })).toBeNull();
  });
});
