import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bandCounts } from '../../src/histogram/band-counts.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { histogramOf, rtts } from '../support/rtt-arbitrary.js';

describe('bandCounts()', () => {
  it('counts a bound in the band that it ends, and what is above the last bound in the last band', () => {
    const histogram = new RttHistogram();
    for (const us of [1, 10, 11, 20, 21, 5_000]) histogram.record(us);
    expect(bandCounts(histogram, [10, 20, 30])).toEqual([2, 2, 2]);
  });

  it('has a zero for each band of an empty histogram', () => {
    expect(bandCounts(new RttHistogram(), [10, 20])).toEqual([0, 0]);
  });

  it('counts up to each bound what countUpTo() counts', () => {
    const bounds = fc.uniqueArray(fc.integer({ min: 1, max: 60_000_000 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(rtts, bounds, (samples, unsorted) => {
        const histogram = histogramOf(samples);
        const boundsUs = unsorted.toSorted((a, b) => a - b);
        const counts = bandCounts(histogram, boundsUs);
        expect(counts.reduce((total, count) => total + count, 0)).toBe(histogram.count);
        boundsUs.slice(0, -1).forEach((us, band) => {
          const upTo = counts.slice(0, band + 1).reduce((total, count) => total + count, 0);
          expect(upTo).toBe(histogram.countUpTo(us));
        });
      }),
    );
  });
});
