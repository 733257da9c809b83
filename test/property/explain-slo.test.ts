import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { explainSlo } from '../../src/app/explain/explain-slo.js';
import type { SloExplanation } from '../../src/app/explain/explanation.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { OperatorRecords } from '../../src/domain/operator-action.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import { MemoryHistory } from '../support/memory-history.js';
import { agoMinutesArbitrary, MIXED_SLOS, putsArbitrary, recordsArbitrary } from '../support/slo-arbitraries.js';

const AT_MS = Date.parse('2026-10-01T12:34:00Z');
const ROUND_MS: Readonly<Record<string, number>> = { public: MINUTE_MS, slow: 5 * MINUTE_MS };

const past = fc.array(fc.record({ agoMinutes: agoMinutesArbitrary, puts: putsArbitrary }), { maxLength: 40 });

function roundMsOf(probe: string): number | null {
  return ROUND_MS[probe] ?? null;
}

/** Ids of their own, so that each record can be told from the others. */
function numbered({ maintenances, corrections }: OperatorRecords): OperatorRecords {
  return {
    maintenances: maintenances.map((one, i) => ({ ...one, id: i + 1 })),
    corrections: corrections.map((one, i) => ({ ...one, id: i + 1 })),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function goodOf(counts: readonly { readonly good: number }[]): number {
  return sum(counts.map(({ good }) => good));
}

function validOf(counts: readonly { readonly valid: number }[]): number {
  return sum(counts.map(({ valid }) => valid));
}

function countedBad({ bad }: { readonly bad: Readonly<Record<string, number>> }): number {
  return sum(Object.values(bad));
}

/** Every part of an explanation adds up to the figure, to the attempt. */
function expectSums(explanation: SloExplanation): void {
  const { status, attempts, byOutcome, byResolver, byQuery, byHour, composition, coverage } = explanation;
  expect(attempts).toEqual(status.attempts ?? { good: status.good, valid: status.valid });
  expect([goodOf(byOutcome), sum(byOutcome.map(({ bad }) => bad))]).toEqual([
    attempts.good,
    attempts.valid - attempts.good,
  ]);
  for (const parts of [byResolver, byQuery, composition, byHour.map((hour) => hour.attempts)])
    expect([goodOf(parts), validOf(parts)]).toEqual([attempts.good, attempts.valid]);
  for (const part of [...byResolver, ...byQuery]) expect(countedBad(part)).toBe(part.valid - part.good);
  for (const hour of byHour) expect(countedBad(hour)).toBe(hour.attempts.valid - hour.attempts.good);
  expect(validOf(byHour)).toBe(status.valid);
  // Slices that are good in part have fractions: those of 2^-52 are lost in a sum of hours.
  if (byHour.every(({ good }) => Number.isInteger(good))) expect(goodOf(byHour)).toBe(status.good);
  expect(goodOf(byHour)).toBeCloseTo(status.good, 9);
  expect(sum(byHour.map(({ budget }) => budget ?? 0))).toBeCloseTo(status.errorBudget.consumed ?? 0, 6);
  expect(sum(explanation.proberErrors.map((one) => one.attempts))).toBe(status.excluded.prober_error);
  expect(coverage.share).toBe(status.coverage);
  expect(coverage.coveredSlots + sum(coverage.gaps.map(({ slots }) => slots))).toBe(coverage.slots);
}

/** Without one record the figure is what judging says where that record was never made. */
async function expectEffects(history: MemoryHistory, slo: SloDefinition, explanation: SloExplanation): Promise<void> {
  const records = history.records;
  for (const { kind, id, without } of explanation.exclusions) {
    const isOther = (one: { readonly id: number }): boolean => one.id !== id;
    history.records =
      kind === 'maintenance'
        ? { ...records, maintenances: records.maintenances.filter(isOther) }
        : { ...records, corrections: records.corrections.filter(isOther) };
    const [status] = await evaluateAt({ history, alertStates: null, roundMsOf }, [slo], AT_MS);
    expect(without).toEqual({
      good: status?.good,
      valid: status?.valid,
      sli: status?.sli,
      consumed: status?.errorBudget.consumed,
    });
  }
  history.records = records;
}

describe('explainSlo()', () => {
  it('adds up to the figure of every kind of SLO, whatever is in history', async () => {
    await fc.assert(
      fc.asyncProperty(
        past,
        recordsArbitrary(AT_MS),
        fc.integer({ min: 5, max: 4000 }),
        async (puts, records, agoMinutes) => {
          const history = new MemoryHistory();
          for (const put of puts)
            for (const { series, attempts } of put.puts)
              history.add(series, AT_MS - put.agoMinutes * MINUTE_MS, [attempts]);
          history.rollUp(AT_MS - agoMinutes * MINUTE_MS, AT_MS - agoMinutes * MINUTE_MS);
          history.records = numbered(records);
          const deps = { history, alertStates: null, alertLog: null, compositions: null, roundMsOf };
          for (const slo of MIXED_SLOS) {
            const explanation = await explainSlo(deps, slo, AT_MS);
            const [status] = await evaluateAt({ history, alertStates: null, roundMsOf }, [slo], AT_MS);
            expect(explanation.status).toEqual(status);
            expectSums(explanation);
            await expectEffects(history, slo, explanation);
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);
});
