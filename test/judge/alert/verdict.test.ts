import { describe, expect, it } from 'vitest';

import { burnRateVerdict, noDataVerdict } from '../../../src/judge/alert/verdict.js';
import { FAST_BURN } from '../../support/slo-samples.js';

const HIGH = { good: 900, valid: 1000 };
const LOW = { good: 999, valid: 1000 };
const EMPTY = { good: 0, valid: 0 };
const BASE = {
  objective: 0.999,
  minFailures: 3,
  failedAttempts: 100,
  failedInTwoMinutes: true,
  long: HIGH,
  short: HIGH,
};

describe('burnRateVerdict()', () => {
  it.each([
    ['both exceed', HIGH, HIGH, 'holds'],
    ['only the long window exceeds', HIGH, LOW, 'quiet'],
    ['only the short window exceeds', LOW, HIGH, 'quiet'],
    ['the short window has no data', HIGH, EMPTY, 'unknown'],
    ['there is no data', EMPTY, EMPTY, 'unknown'],
    ['the short window has no data and the long one is well', LOW, EMPTY, 'quiet'],
  ] as const)('when %s', (_case, long, short, verdict) => {
    expect(burnRateVerdict(FAST_BURN, { ...BASE, long, short })).toBe(verdict);
  });

  it('is quiet at exactly the threshold: a rate must be strictly faster', () => {
    const exact = { good: 98_656, valid: 100_000 };
    expect(burnRateVerdict(FAST_BURN, { ...BASE, long: exact, short: exact })).toBe('quiet');
    const faster = { good: 98_655, valid: 100_000 };
    expect(burnRateVerdict(FAST_BURN, { ...BASE, long: faster, short: faster })).toBe('holds');
  });

  it('holds at exactly the threshold where reaching it is enough', () => {
    const exact = { good: 98_656, valid: 100_000 };
    expect(burnRateVerdict({ ...FAST_BURN, orEqual: true }, { ...BASE, long: exact, short: exact })).toBe('holds');
    const slower = { good: 98_657, valid: 100_000 };
    expect(burnRateVerdict({ ...FAST_BURN, orEqual: true }, { ...BASE, long: exact, short: slower })).toBe('quiet');
  });

  it('is doubtful with too few failures, or all of them in one minute', () => {
    const twoOf60 = { good: 58, valid: 60 };
    expect(burnRateVerdict(FAST_BURN, { ...BASE, long: twoOf60, short: twoOf60, failedAttempts: 2 })).toBe('doubtful');
    expect(
      burnRateVerdict(FAST_BURN, { ...BASE, long: twoOf60, short: twoOf60, failedAttempts: 2, minFailures: 2 }),
    ).toBe('holds');
    expect(burnRateVerdict(FAST_BURN, { ...BASE, failedInTwoMinutes: false })).toBe('doubtful');
  });

  it('holds for a single failure where the rule is turned off', () => {
    const one = { good: 59, valid: 60 };
    const evidence = { ...BASE, long: one, short: one, failedAttempts: 1, minFailures: 0, failedInTwoMinutes: false };
    expect(burnRateVerdict(FAST_BURN, evidence)).toBe('holds');
  });
});

describe('noDataVerdict()', () => {
  it('holds once the silence has lasted long enough', () => {
    expect(noDataVerdict(600_000, 599_999)).toBe('quiet');
    expect(noDataVerdict(600_000, 600_000)).toBe('holds');
    expect(noDataVerdict(600_000, Infinity)).toBe('holds');
  });
});
