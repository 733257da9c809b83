// Minute cells as a busy resolver gives them: log-normal round-trips, a few of many drawn at random.
import { NO_OUTCOMES } from '../../dist/domain/outcome.js';
import { RttHistogram } from '../../dist/histogram/rtt-histogram.js';

export const SIGMA = 1;
export const MEDIAN_US = 20_000;

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
      counts: { ...NO_OUTCOMES, answered: attempts },
      answered: histogram.toBytes(),
      otherReplies: null,
      coveredMinutes: Uint8Array.of(0, 1),
      phases: null,
    };
  });
}
