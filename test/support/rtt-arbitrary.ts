import fc from 'fast-check';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';

/** `[rttUs, count]` */
export type Sample = readonly [number, number];

const rttUs = fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 60_000_000 }));
const count = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2 ** 40 }));

/** Samples of a histogram, small and large, single and many. */
export const rtts: fc.Arbitrary<readonly Sample[]> = fc.array(fc.tuple(rttUs, count), { maxLength: 40 });

export function histogramOf(samples: readonly Sample[]): RttHistogram {
  const histogram = new RttHistogram();
  for (const [value, times] of samples) histogram.record(value, times);
  return histogram;
}
