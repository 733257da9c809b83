import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isReplied, OUTCOMES, outcomeOfCode } from '../../src/domain/outcome.js';
import { OpenCell } from '../../src/record/open-cell.js';

const attempt = fc.record({
  code: fc.nat(OUTCOMES.length - 1),
  rttUs: fc.integer({ min: 1, max: 100_000 }),
  count: fc.integer({ min: 1, max: 3 }),
  minute: fc.nat(59),
});

function addAll(
  cell: OpenCell,
  attempts: readonly { code: number; rttUs: number; count: number; minute: number }[],
): OpenCell {
  for (const { code, rttUs, count, minute } of attempts) {
    cell.add(code, isReplied(outcomeOfCode(code)) ? rttUs : NaN, count, minute);
  }
  return cell;
}

describe('OpenCell', () => {
  it('compact() changes nothing that can be seen, now or later', () => {
    fc.assert(
      fc.property(fc.array(attempt), fc.array(attempt), (before, after) => {
        const compacted = addAll(new OpenCell(), before);
        compacted.compact();
        expect(compacted.toData()).toEqual(addAll(new OpenCell(), before).toData());
        expect(addAll(compacted, after).toData()).toEqual(addAll(new OpenCell(), [...before, ...after]).toData());
      }),
    );
  });

  it('merge() adds what another cell holds', () => {
    fc.assert(
      fc.property(fc.array(attempt), fc.array(attempt), (a, b) => {
        const cell = addAll(new OpenCell(), a);
        cell.merge(addAll(new OpenCell(), b).toData());
        expect(cell.toData()).toEqual(addAll(new OpenCell(), [...a, ...b]).toData());
      }),
    );
  });

  it('toData() does not change with later attempts', () => {
    const cell = addAll(new OpenCell(), [{ code: 0, rttUs: 5, count: 1, minute: 0 }]);
    const data = cell.toData();
    cell.add(0, 7, 1, 1);
    expect([data.counts.answered, [...data.coveredMinutes]]).toEqual([1, [0, 1]]);
  });
});
