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

/** Mulberry32 (public domain, Tommy Ettinger): 32 bits of state, uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
