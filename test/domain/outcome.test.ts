import { describe, expect, it } from 'vitest';

import {
  addOutcomes,
  NO_OUTCOMES,
  outcomeCode,
  outcomeOfCode,
  OUTCOMES,
  repliedCount,
  totalCount,
  validCount,
} from '../../src/domain/outcome.js';

describe('OUTCOMES', () => {
  it('keeps the codes that stored counts were written with', () => {
    expect(OUTCOMES.map(outcomeCode)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(OUTCOMES.map((outcome) => outcomeOfCode(outcomeCode(outcome)))).toEqual([...OUTCOMES]);
    expect(outcomeOfCode(0)).toBe('answered');
    expect(outcomeOfCode(8)).toBe('prober_error');
  });

  it('has no outcome for an unknown code', () => {
    expect(() => outcomeOfCode(9)).toThrow(RangeError);
  });
});

describe('validCount()', () => {
  const counts = {
    ...NO_OUTCOMES,
    answered: 5,
    wrong_rcode: 2,
    wrong_answer: 1,
    malformed: 1,
    timeout: 3,
    prober_error: 4,
  };

  it('leaves out only what was provably the prober', () => {
    expect(validCount(counts)).toBe(12);
    expect(totalCount(counts)).toBe(16);
  });

  it('is not the number of replies', () => {
    expect(repliedCount(counts)).toBe(9);
  });

  it('adds up like its counts', () => {
    expect(validCount(addOutcomes(counts, counts))).toBe(24);
  });
});
