import fc from 'fast-check';
import { build, type Histogram } from 'hdr-histogram-js';
import { describe, expect, it } from 'vitest';
import {
  BUCKET_COUNT,
  bucketOf,
  clampRttUs,
  highestOf,
  lowestOf,
  MAX_RTT_US,
} from '../../src/histogram/bucket-layout.js';

interface Layout extends Histogram {
  countsArrayIndex(value: number): number;
  lowestEquivalentValue(value: number): number;
  highestEquivalentValue(value: number): number;
}

const peer = build({
  lowestDiscernibleValue: 1,
  highestTrackableValue: MAX_RTT_US,
  numberOfSignificantValueDigits: 3,
  autoResize: false,
  useWebAssembly: false,
}) as Layout;

const edges = [0, 1, 2, 1023, 1024, 2047, 2048, 2049, 4095, 4096, 65_535, 65_536, 59_999_999, MAX_RTT_US];
const rttUs = fc.oneof(
  fc.constantFrom(...edges),
  fc.integer({ min: 0, max: MAX_RTT_US }),
  fc.integer({ min: 0, max: 5000 }),
);

describe('bucket layout', () => {
  it('bucketOf() gives the index that hdr-histogram-js gives', () => {
    fc.assert(
      fc.property(rttUs, (value) => {
        expect(bucketOf(value)).toBe(peer.countsArrayIndex(value));
      }),
      { numRuns: 2000 },
    );
  });

  it('lowestOf() and highestOf() are the equivalent values of hdr-histogram-js, below the 60 s limit', () => {
    fc.assert(
      fc.property(rttUs, (value) => {
        expect(lowestOf(bucketOf(value))).toBe(peer.lowestEquivalentValue(value));
        expect(highestOf(bucketOf(value))).toBe(Math.min(MAX_RTT_US, peer.highestEquivalentValue(value)));
      }),
      { numRuns: 2000 },
    );
  });

  it('bucketOf() maps the lowest value of every bucket back to it, without gaps', () => {
    for (let bucket = 0; bucket < BUCKET_COUNT; bucket++) {
      if (bucketOf(lowestOf(bucket)) !== bucket || bucketOf(highestOf(bucket)) !== bucket) expect.fail(String(bucket));
      if (bucket > 0 && lowestOf(bucket) !== highestOf(bucket - 1) + 1) expect.fail(`gap before ${String(bucket)}`);
    }
  });

  it('clampRttUs() rounds and keeps within 1 µs … 60 s', () => {
    expect([0, 0.2, 1.6, 1e9, -5, Infinity].map(clampRttUs)).toEqual([1, 1, 2, MAX_RTT_US, 1, MAX_RTT_US]);
  });

  it('clampRttUs() refuses NaN, which is how batches write that no reply came', () => {
    expect(() => clampRttUs(NaN)).toThrow(RangeError);
  });
});
