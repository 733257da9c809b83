import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { BURN_WINDOWS } from '../../src/judge/slo/burn-windows.js';
import { burnRate } from '../../src/judge/slo/burn-rate.js';
import { calendarWindowAt } from '../../src/judge/calendar/calendar-window.js';
import { MemoryHistory } from '../support/memory-history.js';
import { NaiveJudge } from '../support/naive-judge.js';
import { MIXED_SLOS, agoMinutesArbitrary, putsArbitrary, recordsArbitrary } from '../support/slo-arbitraries.js';

const TO_MS = Date.parse('2026-10-02T09:21:00Z');

const past = fc.array(fc.record({ agoMinutes: agoMinutesArbitrary, puts: putsArbitrary }), { maxLength: 30 });
const rolledUp = fc.record({ hours: fc.integer({ min: 0, max: 100 }), days: fc.integer({ min: 0, max: 40 }) });

describe('evaluateAt()', () => {
  it('equals counting every attempt one by one', async () => {
    await fc.assert(
      fc.asyncProperty(past, rolledUp, recordsArbitrary(TO_MS), async (minutes, { hours, days }, records) => {
        const history = new MemoryHistory();
        for (const { agoMinutes, puts } of minutes) {
          for (const { series, attempts } of puts) history.add(series, TO_MS - agoMinutes * MINUTE_MS, [attempts]);
        }
        history.records = records;
        history.rollUp(TO_MS - hours * HOUR_MS, TO_MS - days * DAY_MS);
        const deps = { history, alertStates: null, roundMsOf: () => null };
        const statuses = await evaluateAt(deps, MIXED_SLOS, TO_MS - 1);
        const objectives = statuses.filter(({ composite }) => composite === undefined);
        expect(objectives.map(readable)).toEqual(MIXED_SLOS.map((definition) => naive(history, definition)));
        expect(statuses.filter((status) => !objectives.includes(status))).toMatchObject([naiveWhole(objectives)]);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

function readable(status: Awaited<ReturnType<typeof evaluateAt>>[number]) {
  const { name, good, valid, coverage, dataSince, burnRates, alerts } = status;
  const firing = alerts.filter(({ state, longWindow }) => state === 'firing' && longWindow !== null);
  return { name, good, valid, coverage, dataSince, burnRates, firing: firing.map((alert) => alert.name) };
}

/** What the objectives of the composite SLO come to together, by hand. */
function naiveWhole(objectives: Awaited<ReturnType<typeof evaluateAt>>) {
  const [three, one] = objectives.filter(({ name }) => name === 'whole').map(({ sli }) => sli);
  const sli = three === null || one === null ? (three ?? one) : (3 * three! + one!) / 4;
  return { name: 'whole', objective: 0.85, sli: sli === null ? null : (expect.closeTo(sli!, 9) as number) };
}

function naive(history: MemoryHistory, definition: (typeof MIXED_SLOS)[number]): ReturnType<typeof readable> {
  const judge = new NaiveJudge(history, definition);
  const fromMs =
    definition.calendar === null
      ? TO_MS - definition.periodMs
      : calendarWindowAt(definition.calendar, TO_MS - 1).fromMs;
  const covered = judge.coveredMinutes(fromMs, TO_MS);
  const rate = (lengthMs: number) => burnRate(judge.units(TO_MS - lengthMs, TO_MS), definition.objective);
  const { good, valid } = judge.units(fromMs, TO_MS, definition.calendar === null);
  return {
    name: definition.name,
    good: expect.closeTo(good, 9) as number,
    valid,
    coverage: covered.size / ((TO_MS - fromMs) / MINUTE_MS),
    dataSince: covered.size === 0 ? null : new Date(Math.min(...covered)).toISOString().replace('.000', ''),
    burnRates: Object.fromEntries(Object.entries(BURN_WINDOWS).map(([name, lengthMs]) => [name, rate(lengthMs)])),
    firing: judge.firing(TO_MS),
  };
}
