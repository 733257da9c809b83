// Minute cells as a busy resolver gives them: log-normal round-trips, a few of many drawn at random.
import { RttHistogram } from '../../dist/histogram/rtt-histogram.js';

export const SIGMA = 1;
export const MEDIAN_US = 20_000;

/** Uniform in [0, 1), the same for the same seed (Mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A log-normally distributed round-trip time in whole microseconds. */
export function logNormalRttUs(random) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.round(MEDIAN_US * Math.exp(SIGMA * normal)));
}

/** `size` different minutes of `attempts` answered attempts each, without series and time. */
export function minuteCells(size, attempts, random) {
  return Array.from({ length: size }, () => {
    const histogram = new RttHistogram();
    for (let attempt = 0; attempt < attempts; attempt++) histogram.record(logNormalRttUs(random));
    return {
      source: 0,
      counts: countsOf(attempts),
      answered: histogram.toBytes(),
      otherReplies: null,
      coveredMinutes: Uint8Array.of(0, 1),
    };
  });
}

function countsOf(answered) {
  return {
    answered,
    wrong_rcode: 0,
    wrong_answer: 0,
    malformed: 0,
    timeout: 0,
    network_error: 0,
    tls_error: 0,
    http_error: 0,
    prober_error: 0,
  };
}
