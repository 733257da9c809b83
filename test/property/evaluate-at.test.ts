import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { sliceGroups } from '../../src/app/slice-groups.js';
import type { Resolution } from '../../src/domain/cell.js';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
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

/** Those that hours tell everything of. */
const OF_HOURS = MIXED_SLOS.filter(({ calendar, ...one }) => {
  const zones = [null, 'Europe/Berlin', 'UTC'];
  return zones.includes(calendar?.timeZone ?? null) && sliceGroups([one as SloDefinition]).every(isOfHours);
});

function isOfHours({ coarsest }: { readonly coarsest: Resolution }): boolean {
  return coarsest !== 'minute';
}

describe('evaluateAt() of time of which only hours are kept', () => {
  it('loses no hour to the windows that hold it, whatever other windows divide it', async () => {
    const ago = fc.integer({ min: 0, max: 100 });
    await fc.assert(
      fc.asyncProperty(past, ago, ago, async (minutes, hoursAgo, daysAgo) => {
        const history = new MemoryHistory();
        const toMs = floorTo(TO_MS, HOUR_MS);
        for (const { agoMinutes, puts } of minutes) {
          for (const { series, attempts } of puts) history.add(series, toMs - agoMinutes * MINUTE_MS, [attempts]);
        }
        history.rollUp(toMs, toMs - daysAgo * DAY_MS);
        const deps = { history, alertStates: null, roundMsOf: () => null };
        const before = (await evaluateAt(deps, OF_HOURS, toMs)).map(ofWholeHours);
        history.dropMinutesBefore(toMs - hoursAgo * HOUR_MS);
        expect((await evaluateAt(deps, OF_HOURS, toMs)).map(ofWholeHours)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

function ofWholeHours({ name, good, valid, coverage, dataSince, burnRates }: SloStatus) {
  const rates = Object.entries(burnRates).filter(([window]) => !window.endsWith('m'));
  return { name, good, valid, coverage, dataSince, rates };
}

function readable(status: Awaited<ReturnType<typeof evaluateAt>>[number]) {
  const { name, good, valid, coverage, votes, dataSince, burnRates, alerts } = status;
  const { inconclusive } = status.excluded;
  const firing = alerts.filter(({ state, longWindow }) => state === 'firing' && longWindow !== null);
  const known = { coverage, votes, inconclusive, dataSince };
  return { name, good, valid, ...known, burnRates, firing: firing.map((alert) => alert.name) };
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
  const isVoted = definition.weighing.kind === 'quorum';
  const votes = judge.votes(fromMs, TO_MS, definition.calendar === null);
  const conclusive = votes.all === 0 ? 1 : (votes.all - votes.inconclusive) / votes.all;
  const rate = (lengthMs: number) => burnRate(judge.units(TO_MS - lengthMs, TO_MS), definition.objective);
  const { good, valid } = judge.units(fromMs, TO_MS, definition.calendar === null);
  return {
    name: definition.name,
    good: expect.closeTo(good, 9) as number,
    valid,
    coverage: (covered.size / ((TO_MS - fromMs) / MINUTE_MS)) * (isVoted ? conclusive : 1),
    votes: isVoted ? votes.all : undefined,
    inconclusive: isVoted ? votes.inconclusive : undefined,
    dataSince: covered.size === 0 ? null : new Date(Math.min(...covered)).toISOString().replace('.000', ''),
    burnRates: Object.fromEntries(Object.entries(BURN_WINDOWS).map(([name, lengthMs]) => [name, rate(lengthMs)])),
    firing: judge.firing(TO_MS),
  };
}
