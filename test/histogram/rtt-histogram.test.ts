import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistogramError } from '../../src/histogram/errors.js';
import { DenseHistogram, mergeHistograms } from '../../src/histogram/merge-histograms.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { logNormalRtts } from '../support/log-normal.js';
import { histogramOf, rtts } from '../support/rtt-arbitrary.js';

describe('RttHistogram', () => {
  it('is empty without records: no maximum, nothing up to any threshold', () => {
    const empty = new RttHistogram();
    expect([empty.count, empty.maxUs, empty.countUpTo(60_000_000)]).toEqual([0, null, 0]);
    expect(RttHistogram.fromBytes(empty.toBytes()).count).toBe(0);
  });

  it('record() counts, clamps and reports the maximum', () => {
    const histogram = new RttHistogram();
    histogram.record(0);
    histogram.record(1500, 3);
    histogram.record(700e6);
    expect([histogram.count, histogram.maxUs]).toEqual([5, 60_000_000]);
    expect([0, 1, 1499, 1500, 60e6].map((us) => histogram.countUpTo(us))).toEqual([0, 1, 1, 4, 5]);
  });

  it('toBytes() and fromBytes() round-trip', () => {
    fc.assert(
      fc.property(rtts, (samples) => {
        const bytes = histogramOf(samples).toBytes();
        const copy = RttHistogram.fromBytes(bytes);
        expect(copy.toBytes()).toEqual(bytes);
        expect(copy.count).toBe(samples.reduce((sum, [, count]) => sum + count, 0));
      }),
    );
  });

  it('merge() is commutative and associative', () => {
    fc.assert(
      fc.property(rtts, rtts, rtts, (a, b, c) => {
        const all = histogramOf([...a, ...b, ...c]).toBytes();
        const left = histogramOf(a);
        left.merge(histogramOf(b));
        left.merge(histogramOf(c).toBytes());
        const right = histogramOf(c);
        right.merge(histogramOf(b).toBytes());
        right.merge(histogramOf(a));
        expect(left.toBytes()).toEqual(all);
        expect(right.toBytes()).toEqual(all);
      }),
    );
  });

  it('merge() with itself doubles every bucket', () => {
    const histogram = histogramOf([
      [100, 1],
      [200, 3],
    ]);
    histogram.merge(histogram);
    expect([histogram.count, histogram.countUpTo(100)]).toEqual([8, 2]);
  });

  it('countUpTo() never falls as the threshold rises', () => {
    fc.assert(
      fc.property(rtts, fc.nat(70_000_000), fc.nat(1000), (samples, thresholdUs, moreUs) => {
        const histogram = histogramOf(samples);
        expect(histogram.countUpTo(thresholdUs + moreUs)).toBeGreaterThanOrEqual(histogram.countUpTo(thresholdUs));
      }),
    );
  });

  it.each([
    { samples: 60, upToBytes: 76 },
    { samples: 3600, upToBytes: 1450 },
    { samples: 86_400, upToBytes: 6600 },
  ])('toBytes() takes at most $upToBytes bytes on average for $samples log-normal round-trips', (of) => {
    const sizes = Array.from({ length: Math.ceil(6000 / of.samples) }, (_, seed) => {
      const histogram = new RttHistogram();
      for (const rttUs of logNormalRtts({ seed, count: of.samples, medianUs: 20_000, sigma: 1 })) {
        histogram.record(rttUs);
      }
      return histogram.toBytes().length;
    });
    expect(sizes.reduce((sum, size) => sum + size) / sizes.length).toBeLessThan(of.upToBytes);
  });

  it('toBytes() takes 5 bytes for a single round-trip', () => {
    expect(histogramOf([[20_000, 1]]).toBytes()).toHaveLength(5);
  });

  it.each([
    ['no bytes', []],
    ['version 9', [9, 2]],
    ['end within a number', [1, 0]],
    ['end within a number', [1, 0, 0x80, 0]],
    ['bucket 32767', [1, 0, 0x83, 0xff, 0xfc]],
    ['more than its buckets take', [1, 0, 0x80, 0x00, 0x04, 0]],
    ['a number of 60 bits', [1, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff]],
  ])('merge() refuses corrupt bytes (%s) and stays as it was', (found, bytes) => {
    const histogram = histogramOf([[5, 1]]);
    expect(() => histogram.merge(Uint8Array.from(bytes))).toThrow(HistogramError);
    expect(() => histogram.merge(Uint8Array.from(bytes))).toThrow(found);
    expect(histogram.count).toBe(1);
  });

  it('fromBytes() answers any bytes with a histogram or a HistogramError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (tail) => {
        try {
          expect(RttHistogram.fromBytes(Uint8Array.of(1, ...tail)).count).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(HistogramError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('mergeHistograms()', () => {
  it('equals merging one by one', () => {
    fc.assert(
      fc.property(fc.array(rtts, { maxLength: 5 }), (parts) => {
        const merged = mergeHistograms(parts.map((part) => histogramOf(part).toBytes()));
        const expected = histogramOf(parts.flat());
        expect(merged.toBytes()).toEqual(expected.toBytes());
        expect([merged.count, merged.maxUs]).toEqual([expected.count, expected.maxUs]);
      }),
    );
  });
});

describe('DenseHistogram', () => {
  it('clear() forgets everything', () => {
    const dense = new DenseHistogram();
    dense.add(histogramOf([[12, 3]]).toBytes());
    dense.clear();
    dense.add(histogramOf([[40_000_000, 2]]).toBytes());
    expect(dense.toBytes()).toEqual(histogramOf([[40_000_000, 2]]).toBytes());
    expect(dense.count).toBe(2);
  });
});
