import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RateLimit } from '../../../src/measure/plan/rate-limit.js';

describe('RateLimit.take()', () => {
  it('allows no more than its rate and one burst over any time', () => {
    const gapsMs = fc.array(fc.double({ min: 0, max: 400, noNaN: true }), { maxLength: 300 });
    fc.assert(
      fc.property(gapsMs, fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 20 }), (gaps, qps, sharers) => {
        const limit = new RateLimit('ns1', qps, sharers);
        let nowMs = 0;
        let taken = 0;
        for (const gap of gaps) {
          nowMs += gap;
          if (limit.take(nowMs)) taken++;
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
      for (let i = 0; i < 10; i++) if (!limit.take(tickMs + (stalled ? 99 : 0))) refused++;
    }
    expect(refused).toBe(0);
  });

  it('refuses what goes on beyond it', () => {
    const limit = new RateLimit('ns1', 10, 1);
    let taken = 0;
    for (let ms = 0; ms < 10_000; ms += 10) if (limit.take(ms)) taken++;
    expect(taken).toBeGreaterThanOrEqual(100);
    expect(taken).toBeLessThanOrEqual(114);
  });
});
