import fc from 'fast-check';
import { build } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import { percentileUs } from '../../src/histogram/percentile.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { histogramOf, rtts } from '../support/rtt-arbitrary.js';

describe('percentileUs()', () => {
  it('is null without valid attempts', () => {
    expect(percentileUs(new RttHistogram(), 0.5, 0)).toBeNull();
  });

  it('is null where the rank lies among the failures: 5 % of timeouts leave no p99', () => {
    const answered = histogramOf([[1000, 95]]);
    expect(percentileUs(answered, 0.5, 100)).toBe(1000);
    expect(percentileUs(answered, 0.95, 100)).toBe(1000);
    expect(percentileUs(answered, 0.99, 100)).toBeNull();
    expect(percentileUs(new RttHistogram(), 0, 3)).toBeNull();
  });

  it('takes rank ceil(q · valid), not one more for a rounding error of the product', () => {
    const answered = histogramOf(Array.from({ length: 100 }, (_, index) => [index + 1, 1] as const));
    for (let percent = 1; percent <= 100; percent++) expect(percentileUs(answered, percent / 100, 100)).toBe(percent);
    expect(percentileUs(answered, 0.101, 100)).toBe(11);
    expect(percentileUs(answered, 0, 100)).toBe(1);
  });

  it('agrees with hdr-histogram-js at every rank when nothing failed', () => {
    const few = fc.array(fc.tuple(fc.integer({ min: 1, max: 60_000_000 }), fc.integer({ min: 1, max: 50 })), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(few, fc.nat(), (samples, seed) => {
        const peer = build({ highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
        for (const [rttUs, count] of samples) peer.recordValueWithCount(rttUs, count);
        const histogram = histogramOf(samples);
        // hdr-histogram-js rounds the rank where we round it up, so ask where both are whole.
        const rank = 1 + (seed % histogram.count);
        const expected = Math.min(60_000_000, peer.getValueAtPercentile((100 * rank) / histogram.count));
        expect(percentileUs(histogram, rank / histogram.count, histogram.count)).toBe(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('never exceeds the maximum and never falls as the quantile rises', () => {
    fc.assert(
      fc.property(
        rtts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (samples, a, b) => {
          fc.pre(samples.length > 0);
          const histogram = histogramOf(samples);
          const low = percentileUs(histogram, Math.min(a, b), histogram.count)!;
          const high = percentileUs(histogram, Math.max(a, b), histogram.count)!;
          expect(low).toBeLessThanOrEqual(high);
          expect(high).toBeLessThanOrEqual(histogram.maxUs!);
        },
      ),
    );
  });
});
