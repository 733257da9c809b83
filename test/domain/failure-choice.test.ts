import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { leastWorth, nthOfRun, type RankedFailure } from '../../src/domain/failure-choice.js';

const some = (outcome: RankedFailure['outcome'], ...nths: readonly number[]): RankedFailure[] =>
  nths.map((nth) => ({ outcome, nth }));

describe('leastWorth()', () => {
  it.each([
    ['the oldest but for the firsts of a run', some('timeout', 1, 2, 3, 4, 5, 6, 7), 3],
    ['the oldest first, where firsts are more than half', some('timeout', 1, 2, 3, 1, 2, 3, 4), 0],
    ['one of the outcome with the most', [...some('wrong_rcode', 4, 5), ...some('timeout', 4, 5, 6)], 2],
    ['of none', [], -1],
  ])('is %s', (_, kept, index) => {
    expect(leastWorth(kept)).toBe(index);
  });

  it('leaves something of each outcome', () => {
    const outcomes = fc.constantFrom('timeout', 'wrong_rcode', 'malformed' as const);
    const failure = fc.record({ outcome: outcomes, nth: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(failure, { minLength: 9, maxLength: 51 }), (kept) => {
        const gone = leastWorth(kept);
        const others = kept.filter((_, index) => index !== gone);
        expect(others.some(({ outcome }) => outcome === kept[gone]!.outcome)).toBe(true);
      }),
    );
  });
});

describe('nthOfRun()', () => {
  it('counts on while failures follow each other within a minute', () => {
    expect(nthOfRun(0, undefined)).toBe(1);
    expect(nthOfRun(60_000, { scheduledAtMs: 0, nth: 1 })).toBe(2);
    expect(nthOfRun(60_001, { scheduledAtMs: 0, nth: 1 })).toBe(1);
    expect(nthOfRun(-5, { scheduledAtMs: 0, nth: 7 })).toBe(8);
  });
});
