import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { type Attempts, MemoryHistory } from '../support/memory-history.js';
import { MIXED_SLOS, type Put, agoMinutesArbitrary, putsArbitrary } from '../support/slo-arbitraries.js';
import { series } from '../support/slo-samples.js';

const TO_MS = Date.parse('2026-10-02T09:21:00Z');
const NS1 = series('ns1');
const GOOD: Attempts = { outcome: 'answered', count: 1, rttUs: 1 };
const BAD: Attempts = { outcome: 'wrong_rcode', count: 1, rttUs: 1 };

interface Minute {
  readonly agoMinutes: number;
  readonly puts: readonly Put[];
}

const past = fc.array(fc.record({ agoMinutes: agoMinutesArbitrary, puts: putsArbitrary }), { maxLength: 15 });

/** Of these SLOs answers of ns2 are the bad events; of those ns1 is not asked. */
const SLOS = MIXED_SLOS.filter(({ name }) => !['bad', 'none', 'slow-probe'].includes(name));

/** Where votes are counted, a vantage that is heard for the first time may make a minute count at all. */
const VOTING: readonly SloDefinition['weighing']['kind'][] = ['quorum', 'enough-of-many'];

describe('the budget left', () => {
  it('is never more for one more bad event, whatever counts', async () => {
    const slos = SLOS.filter(({ weighing }) => !VOTING.includes(weighing.kind));
    await fc.assert(
      fc.asyncProperty(past, agoMinutesArbitrary, async (minutes, agoMinutes) => {
        const before = await statusesOf(slos, minutes, []);
        const after = await statusesOf(slos, minutes, [{ agoMinutes, puts: [{ series: NS1, attempts: BAD }] }]);
        expectNoneRises(before, after);
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('is never more for one event that was bad instead of good, whatever counts', async () => {
    const somewhere = fc.record({
      agoMinutes: agoMinutesArbitrary,
      others: fc.array(fc.constantFrom(GOOD, BAD), { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(past, somewhere, async (minutes, { agoMinutes, others }) => {
        const with_ = (attempts: Attempts) =>
          statusesOf(SLOS, minutes, [
            { agoMinutes, puts: [...others, attempts].map((one) => ({ series: NS1, attempts: one })) },
          ]);
        expectNoneRises(await with_(GOOD), await with_(BAD));
      }),
      { numRuns: 80 },
    );
  }, 60_000);

  it('falls for failures in every way of counting', async () => {
    // Two vantages: with one there is no verdict.
    const asked = [NS1, { ...NS1, vantage: 'osaka' }];
    const minutes = [1, 2, 3].map((agoMinutes) => ({
      agoMinutes,
      puts: asked.map((series) => ({ series, attempts: { ...GOOD, count: 9 } })),
    }));
    const failing = [1, 2, 3].map((agoMinutes) => ({
      agoMinutes,
      puts: asked.map((series) => ({ series, attempts: { ...BAD, count: 90 } })),
    }));
    const [before, after] = [await statusesOf(SLOS, minutes, []), await statusesOf(SLOS, [], failing)];
    before.forEach((status, i) => expect(after[i]?.errorBudget.remaining).toBeLessThan(status.errorBudget.remaining!));
  });
});

function statusesOf(slos: readonly SloDefinition[], minutes: readonly Minute[], more: readonly Minute[]) {
  const history = new MemoryHistory();
  history.idOf(NS1);
  for (const { agoMinutes, puts } of [...minutes, ...more])
    for (const { series: of, attempts } of puts) history.add(of, TO_MS - agoMinutes * MINUTE_MS, [attempts]);
  return evaluateAt({ history, alertStates: null, roundMsOf: () => null }, slos, TO_MS);
}

function expectNoneRises(before: readonly SloStatus[], after: readonly SloStatus[]): void {
  for (const [i, { name, errorBudget }] of before.entries()) {
    if (errorBudget.remaining === null) continue;
    const left = after[i]?.errorBudget.remaining ?? null;
    expect({ name, left, isLess: left !== null && left <= errorBudget.remaining }).toEqual({
      name,
      left,
      isLess: true,
    });
  }
}
