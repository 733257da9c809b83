import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countUpToEach, totalCount } from '../../src/histogram/count-up-to.js';
import { HistogramError } from '../../src/histogram/errors.js';
import { histogramOf, rtts } from '../support/rtt-arbitrary.js';

const thresholds = fc.array(fc.double({ min: 0, max: 70e6, noNaN: true }), { maxLength: 6 });

describe('countUpToEach()', () => {
  it('agrees with RttHistogram.countUpTo() at every threshold', () => {
    fc.assert(
      fc.property(rtts, thresholds, (samples, unsorted) => {
        const histogram = histogramOf(samples);
        const sorted = [...unsorted].sort((a, b) => a - b);
        const expected = sorted.map((thresholdUs) => histogram.countUpTo(thresholdUs));
        expect(countUpToEach(histogram.toBytes(), sorted)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('counts exactly where buckets are one microsecond wide, and whole buckets above', () => {
    const bytes = histogramOf([
      [100, 2],
      [101, 1],
      [50_000, 5],
    ]).toBytes();
    // 50,000 µs lies in the bucket [49,984, 50,015].
    expect(countUpToEach(bytes, [99, 100, 101, 49_983, 49_984, 50_000])).toEqual([0, 2, 3, 3, 8, 8]);
  });

  it('refuses corrupt bytes', () => {
    expect(() => countUpToEach(Uint8Array.of(7), [1])).toThrow(HistogramError);
  });
});

describe('totalCount()', () => {
  it('is the number of recorded round-trips', () => {
    fc.assert(
      fc.property(rtts, (samples) => {
        const histogram = histogramOf(samples);
        expect(totalCount(histogram.toBytes())).toBe(histogram.count);
      }),
    );
  });
});
