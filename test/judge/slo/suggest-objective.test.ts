import { describe, expect, it } from 'vitest';

import { ROUND_OBJECTIVES, suggestObjective } from '../../../src/judge/slo/suggest-objective.js';

describe('suggestObjective()', () => {
  it.each([
    [{ good: 1_000_000, valid: 1_000_000 }, 0.99999],
    [{ good: 999_925, valid: 1_000_000 }, 0.9999],
    [{ good: 999_924, valid: 1_000_000 }, 0.9995],
    [{ good: 925, valid: 1_000 }, 0.9],
    [{ good: 924, valid: 1_000 }, null],
    [{ good: 0, valid: 0 }, null],
  ])('of a worst window with %j it is %d', (worst, objective) => {
    expect(suggestObjective(worst)).toBe(objective);
  });

  it('never suggests a milder one for a better window', () => {
    const suggested = Array.from({ length: 2_001 }, (_, bad) =>
      suggestObjective({ good: 20_000 - bad, valid: 20_000 }),
    );
    expect(suggested).toEqual([...suggested].sort((a, b) => (b ?? 0) - (a ?? 0)));
    expect(new Set(suggested)).toEqual(new Set([...ROUND_OBJECTIVES, null]));
  });
});
