import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RateLimit, takeAll } from '../../../src/measure/plan/rate-limit.js';

describe('takeAll()', () => {
  it('allows no more than its rate and one burst over any time', () => {
    const gapsMs = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(gapsMs, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), (gaps, qps, sharers) => {
        const limit = new RateLimit('ns1', qps, sharers);
        let nowMs = 0;
        let taken = 0;
        for (const gap of gaps) {
          nowMs += gap;
          if (takeAll([limit], nowMs) === null) taken++;
        }
        expect(taken).toBeLessThanOrEqual((nowMs / 1e3) * qps + 1.2 * qps + sharers + 1e-6);
      }),
    );
  });

  it('never stands in the way of schedules that stay within it, even after a stall', () => {
    const limit = new RateLimit('ns1', 100, 10);
    let refused = 0;
    for (let tickMs = 0; tickMs < 60_000; tickMs += 100) {
      const stalled = tickMs % 5_000 === 4_900;
      for (let i = 0; i < 10; i++) if (takeAll([limit], tickMs + (stalled ? 99 : 0)) !== null) refused++;
    }
    expect(refused).toBe(0);
  });

  it('refuses what goes on beyond it', () => {
    const limit = new RateLimit('ns1', 10, 1);
    let taken = 0;
    for (let ms = 0; ms < 10_000; ms += 10) if (takeAll([limit], ms) === null) taken++;
    expect(taken).toBeGreaterThanOrEqual(100);
    expect(taken).toBeLessThanOrEqual(114);
  });

  it('counts against none of several limits if one of them refuses', () => {
    const wide = new RateLimit('ns1', 10, 0);
    const narrow = new RateLimit('.', 1, 0);
    let taken = 0;
    for (let i = 0; i < 1_000; i++) if (takeAll([wide, narrow], 0) === null) taken++;
    expect(taken).toBe(1);
    expect(takeAll([wide, narrow], 0)).toBe(narrow);
    for (let i = 0; i < 11; i++) expect(takeAll([wide], 0)).toBeNull();
    expect(takeAll([wide], 0)).toBe(wide);
  });
});
