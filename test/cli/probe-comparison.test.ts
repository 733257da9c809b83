import { describe, expect, it } from 'vitest';

import { compareRounds } from '../../src/cli/probe-comparison.js';
import { RoundLog } from '../../src/cli/round-log.js';
import { seededRandom } from '../../src/lab/seeded-random.js';

/** A log of so many rounds; `null` is a failure. */
function logOf(rounds: number, rttUs: (round: number) => number | null): RoundLog {
  const log = new RoundLog(rounds);
  for (let round = 0; round < rounds; round++) {
    const us = rttUs(round);
    log.record(round, us === null ? 'timeout' : 'answered', us === null ? null : Math.max(1, Math.round(us)));
  }
  return log;
}

/** Log-normal round-trips. */
function noise(seed: number, medianUs: number, sigma = 0.5): () => number {
  const random = seededRandom(seed);
  return () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return medianUs * Math.exp(sigma * normal);
  };
}

const secondOf = (logs: readonly RoundLog[]) => compareRounds(logs)[1]!;

describe('compareRounds()', () => {
  it('compares each with the first, which has none', () => {
    const same = () => logOf(200, noise(1, 1_000));
    const [first, second, third] = compareRounds([same(), same(), same()]);
    expect(first).toBeNull();
    expect(second).toEqual(third);
    expect(second!.ratios.p50).toEqual({ value: 1, interval: [1, 1], isBeyondNoise: false });
    expect(second!.failureDifference).toEqual({ value: 0, interval: [0, 0], isBeyondNoise: false });
  });

  it('finds a difference of half, with an interval that holds it, and gives the same figures again', () => {
    const logs = () => [logOf(2_000, noise(1, 1_000)), logOf(2_000, noise(2, 1_500))];
    const { ratios } = secondOf(logs());
    for (const { value, interval, isBeyondNoise } of Object.values(ratios)) {
      expect(isBeyondNoise).toBe(true);
      expect(interval![0]).toBeLessThan(1.5);
      expect(interval![1]).toBeGreaterThan(1.5);
      expect(value).toBeGreaterThan(interval![0]);
    }
    expect(compareRounds(logs())).toEqual(compareRounds(logs()));
  });

  it('calls equal resolvers different about once in twenty times', () => {
    const runs = Array.from({ length: 100 }, (_, run) =>
      secondOf([logOf(300, noise(2 * run + 1, 1_000)), logOf(300, noise(2 * run + 2, 1_000))]),
    );
    const wrong = runs.filter(({ ratios }) => ratios.p50.isBeyondNoise).length;
    expect(wrong).toBeLessThanOrEqual(12);
  });

  it('is not taken in by neighbours that are alike: a slow spell of one is one event', () => {
    // Attempts drawn one by one would hold at least 11 of these 20 of 1,000 in 98 % of the draws.
    const steady = logOf(1_000, noise(1, 1_000, 0.1));
    const slowSpell = logOf(1_000, (round) => (round >= 500 && round < 520 ? 3_000 : 1_000));
    const scattered = logOf(1_000, (round) => (round % 50 === 0 ? 3_000 : 1_000));
    expect(secondOf([steady, slowSpell]).ratios.p99).toMatchObject({ isBeyondNoise: false });
    expect(secondOf([steady, scattered]).ratios.p99).toMatchObject({ isBeyondNoise: true });
  });

  it('takes out what happened to both alike', () => {
    const shared = noise(1, 10_000, 1);
    const way = Array.from({ length: 1_000 }, () => shared());
    const { p50 } = secondOf([logOf(1_000, (i) => way[i]!), logOf(1_000, (i) => way[i]! * 1.05)]).ratios;
    expect(p50.value).toBeCloseTo(1.05, 2);
    expect(p50.isBeyondNoise).toBe(true);
  });

  it('lays failures above every RTT: with 5 % there is no p99, but surely more of them', () => {
    const healthy = logOf(1_000, noise(1, 1_000));
    const lossy = logOf(1_000, (round) => (round % 20 === 0 ? null : 1_000));
    const { ratios, failureDifference } = secondOf([healthy, lossy]);
    expect(ratios.p99).toEqual({ value: null, interval: [Infinity, Infinity], isBeyondNoise: true });
    expect(failureDifference.value).toBeCloseTo(0.05);
    expect(failureDifference.isBeyondNoise).toBe(true);
  });

  it('does not make much of a single failure', () => {
    const one = logOf(1_000, (round) => (round === 500 ? null : 1_000));
    const { failureDifference } = secondOf([logOf(1_000, () => 1_000), one]);
    expect(failureDifference).toMatchObject({ value: 0.001, isBeyondNoise: false });
  });

  it('says that there is too little to say', () => {
    const few = secondOf([logOf(20, noise(1, 1_000)), logOf(20, noise(2, 9_000))]);
    expect(few.ratios.p50).toMatchObject({ interval: null, isBeyondNoise: null });
    expect(few.ratios.p50.value).toBeGreaterThan(3);
    const hundred = secondOf([logOf(100, noise(1, 1_000)), logOf(100, noise(2, 9_000))]);
    expect(hundred.ratios.p50.isBeyondNoise).toBe(true);
    expect(hundred.ratios.p90.isBeyondNoise).toBe(true);
    expect(hundred.ratios.p99.isBeyondNoise).toBeNull();
  });

  it('has no figures of what was never asked', () => {
    const nobody = new RoundLog(100);
    nobody.record(0, 'prober_error', null);
    const { ratios, failureDifference } = secondOf([logOf(100, () => 1_000), nobody]);
    expect(ratios.p50).toEqual({ value: null, interval: null, isBeyondNoise: null });
    expect(failureDifference).toEqual({ value: null, interval: null, isBeyondNoise: null });
  });
});
