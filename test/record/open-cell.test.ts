import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PHASES } from '../../src/domain/phase.js';
import { isReplied, OUTCOMES, outcomeOfCode } from '../../src/domain/outcome.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { OpenCell } from '../../src/record/open-cell.js';

const phaseUs = fc.oneof(fc.constant(NaN), fc.integer({ min: 0, max: 100_000 }));
const attempt = fc.record({
  phasesUs: fc.record({ connect: phaseUs, tls: phaseUs, query: phaseUs }),
  code: fc.nat(OUTCOMES.length - 1),
  rttUs: fc.integer({ min: 1, max: 100_000 }),
  count: fc.integer({ min: 1, max: 3 }),
  minute: fc.nat(59),
});

type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

function addAll(cell: OpenCell, attempts: readonly Attempt[]): OpenCell {
  for (const { code, rttUs, count, minute, phasesUs } of attempts) {
    cell.add(code, isReplied(outcomeOfCode(code)) ? rttUs : NaN, count, minute);
    for (const phase of PHASES) cell.addPhase(phase, phasesUs[phase]);
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
    const cell = new OpenCell();
    cell.add(0, 5, 1, 0);
    const data = cell.toData();
    cell.add(0, 7, 1, 1);
    expect([data.counts.answered, [...data.coveredMinutes]]).toEqual([1, [0, 1]]);
  });

  it('toData() has a histogram of each phase that an attempt had, and null without any', () => {
    fc.assert(
      fc.property(fc.array(attempt), (attempts) => {
        const { phases } = addAll(new OpenCell(), attempts).toData();
        for (const phase of PHASES) {
          const timesUs = attempts.map(({ phasesUs }) => phasesUs[phase]).filter((us) => !Number.isNaN(us));
          const bytes = phases?.[phase];
          expect(bytes === undefined ? 0 : RttHistogram.fromBytes(bytes).count).toBe(timesUs.length);
        }
        expect(phases === null).toBe(attempts.every(({ phasesUs }) => Object.values(phasesUs).every(Number.isNaN)));
      }),
    );
  });
});
