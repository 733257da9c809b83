import { seededRandom } from '../../src/lab/seeded-random.js';

/** Log-normally distributed round-trip times in whole microseconds; the same seed gives the same ones. */
export function logNormalRtts(of: {
  readonly seed: number;
  readonly count: number;
  readonly medianUs: number;
  readonly sigma: number;
}): number[] {
  const random = seededRandom(of.seed);
  return Array.from({ length: of.count }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(1, Math.round(of.medianUs * Math.exp(of.sigma * normal)));
  });
}
