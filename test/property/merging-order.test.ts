import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryHistory } from '../support/memory-history.js';
import { MIXED_SLOS, agoMinutesArbitrary, putsArbitrary } from '../support/slo-arbitraries.js';

const TO_MS = Date.parse('2026-10-02T09:21:00Z');

/** Attempts of one minute, and which import brought them (0: measured). */
const piece = fc.record({
  agoMinutes: agoMinutesArbitrary,
  puts: putsArbitrary,
  source: fc.integer({ min: 0, max: 3 }),
});

describe('evaluateAt()', () => {
  it('gives the same figures, to the last digit, in whatever order and by whatever imports attempts came', async () => {
    const orders = fc
      .array(piece, { maxLength: 20 })
      .chain((pieces) =>
        fc.record({ pieces: fc.constant(pieces), shuffled: fc.shuffledSubarray(pieces, { minLength: pieces.length }) }),
      );
    await fc.assert(
      fc.asyncProperty(orders, fc.nat(3), async ({ pieces, shuffled }, otherSource) => {
        const known = historyOf(pieces.map((one) => ({ ...one, source: 0 })));
        const moved = shuffled.map((one) => ({ ...one, source: (one.source + otherSource) % 4 }));
        // Series in the order in which the first history met them: an SLO reads the same list.
        expect(await statusesOf(historyOf(moved, known))).toEqual(await statusesOf(known));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

type Piece = Parameters<Parameters<typeof piece.map>[0]>[0];

function historyOf(pieces: readonly Piece[], like: MemoryHistory | null = null): MemoryHistory {
  const history = new MemoryHistory();
  for (const series of like?.everySeries() ?? []) history.idOf(series);
  for (const { agoMinutes, puts, source } of pieces) {
    for (const { series, attempts } of puts) history.add(series, TO_MS - agoMinutes * MINUTE_MS, [attempts], source);
  }
  return history;
}

function statusesOf(history: MemoryHistory) {
  return evaluateAt({ history, alertStates: null, roundMsOf: () => null }, MIXED_SLOS, TO_MS);
}
