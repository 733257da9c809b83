import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffMs } from '../../../src/publish/outbound/back-off.js';

describe('backOffMs()', () => {
  it('doubles from 2 s to a minute', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 2_000].map((failures) => backOffMs(failures, () => 0));
    expect(delays).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('takes off at most half, and never grows shorter with more failures at the same jitter', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), random, (failures, jitter) => {
        const delayMs = backOffMs(failures, () => jitter);
        expect(delayMs).toBeGreaterThanOrEqual(backOffMs(failures, () => 0) / 2);
        expect(delayMs).toBeLessThanOrEqual(backOffMs(failures + 1, () => jitter));
      }),
    );
  });
});
