import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { digestOf } from '../../src/app/canonical-json.js';
import { evaluateAt } from '../../src/app/evaluate-at.js';
import { judgeMonth } from '../../src/app/report/judge-month.js';
import type { MonthFigures } from '../../src/app/report/month-figures.js';
import { readInputs } from '../../src/app/report/read-inputs.js';
import type { ReportInputs } from '../../src/app/report/report-inputs.js';
import { elapsedMonth, monthDays, overMonths, reportZone } from '../../src/app/report/report-month.js';
import { tallyWindows } from '../../src/app/tally-windows.js';
import { DAY_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { MemoryHistory } from '../support/memory-history.js';
import {
  agoMinutesArbitrary,
  MIXED_SLOS,
  type Put,
  putsArbitrary,
  recordsArbitrary,
} from '../support/slo-arbitraries.js';

const MONTH = '2026-09';
/** Some hours after the month's end in UTC: figures of the last hours lie on both sides of it, in every zone. */
const END_MS = Date.parse('2026-10-01T06:34:00Z');
const ROUND_MS: Readonly<Record<string, number>> = { public: MINUTE_MS, slow: 5 * MINUTE_MS };

interface PutAt {
  readonly agoMinutes: number;
  readonly puts: readonly Put[];
}

const past: fc.Arbitrary<readonly PutAt[]> = fc.array(
  fc.record({ agoMinutes: agoMinutesArbitrary, puts: putsArbitrary }),
  { maxLength: 40 },
);
/** Long over, or under way. */
const now = fc.constantFrom(END_MS + DAY_MS, END_MS, END_MS - 8 * 60 * MINUTE_MS, END_MS - 3 * DAY_MS);

function roundMsOf(probe: string): number | null {
  return ROUND_MS[probe] ?? null;
}

function historyOf(puts: readonly PutAt[], rolledUpAgoMinutes: number): MemoryHistory {
  const history = new MemoryHistory();
  for (const { agoMinutes, puts: some } of puts)
    for (const { series, attempts } of some) history.add(series, END_MS - agoMinutes * MINUTE_MS, [attempts]);
  history.rollUp(END_MS - rolledUpAgoMinutes * MINUTE_MS, END_MS - rolledUpAgoMinutes * MINUTE_MS);
  return history;
}

function read(history: MemoryHistory, nowMs: number, slos: readonly SloDefinition[] = MIXED_SLOS) {
  return readInputs({ history, roundMsOf, minutesFromMs: -Infinity }, MONTH, slos, nowMs);
}

function expectFigures({ status }: MonthFigures, expected: SloStatus): void {
  const { asMeasured, ...others } = status;
  const { asMeasured: wholeExpected, ...rest } = expected;
  const judged = Object.fromEntries(Object.keys(others).map((key) => [key, rest[key as keyof typeof rest]]));
  // Alerts are not part of a month's figures.
  const comparable = { ...judged, status: others.status };
  expect(others).toEqual(comparable);
  // Judging tells it too where time was taken out that lies outside of the month.
  const whole = asMeasured ?? { good: others.good, valid: others.valid };
  if (wholeExpected === undefined) expect(asMeasured).toBeUndefined();
  else {
    expect(whole.good).toBeCloseTo(wholeExpected.good, 9);
    expect(whole.valid).toBe(wholeExpected.valid);
  }
}

async function expectDays(history: MemoryHistory, slo: SloDefinition, nowMs: number, figures: MonthFigures) {
  const window = elapsedMonth(MONTH, reportZone(slo), nowMs)!;
  const days = monthDays(window, reportZone(slo));
  expect(days[0]!.fromMs).toBe(window.fromMs);
  expect(days.at(-1)!.toMs).toBe(window.toMs);
  expect(figures.days.map(({ date }) => date)).toEqual(days.map(({ date }) => date));
  const tallies = await tallyWindows(history, [slo], days);
  // The last slice of the month counts as far as it had come by its end.
  figures.days.slice(0, -1).forEach((day, i) => {
    const [tally] = tallies[i]!;
    expect(day.good).toBeCloseTo(tally!.good, 9);
    expect(day.valid).toBe(tally!.valid);
  });
  const sum = (of: 'good' | 'valid') => figures.days.reduce((total, day) => total + day[of], 0);
  expect(sum('good')).toBeCloseTo(figures.status.good, 9);
  expect(sum('valid')).toBe(figures.status.valid);
}

/** Every breakdown adds up to the attempts that count, to the attempt. */
function expectSums(figures: MonthFigures): void {
  const { attempts, byOutcome, byResolver, byQuery, series, burnDown, status } = figures;
  const total = (counts: readonly { readonly good: number }[]) => counts.reduce((sum, { good }) => sum + good, 0);
  for (const parts of [byOutcome, byResolver, byQuery, series]) expect(total(parts)).toBe(attempts.good);
  expect(byOutcome.reduce((sum, { bad }) => sum + bad, 0)).toBe(attempts.valid - attempts.good);
  expect(burnDown.at(-1)?.remaining ?? null).toEqual(
    status.errorBudget.remaining === null ? null : expect.closeTo(status.errorBudget.remaining, 6),
  );
}

async function expectEffects(history: MemoryHistory, slo: SloDefinition, nowMs: number, figures: MonthFigures) {
  const { records } = history;
  for (const { kind, id, without } of figures.effects) {
    const isOther = (one: { readonly id: number }): boolean => one.id !== id;
    history.records =
      kind === 'maintenance'
        ? { ...records, maintenances: records.maintenances.filter(isOther) }
        : { ...records, corrections: records.corrections.filter(isOther) };
    const [status] = await evaluateMonth(history, slo, nowMs);
    expect(without.good).toBeCloseTo(status!.good, 9);
    expect(without.valid).toBe(status!.valid);
  }
  history.records = records;
}

function evaluateMonth(history: MemoryHistory, slo: SloDefinition, nowMs: number) {
  const { toMs } = elapsedMonth(MONTH, reportZone(slo), nowMs)!;
  return evaluateAt({ history, alertStates: null, roundMsOf }, [overMonths(slo)], toMs);
}

function throughJson(inputs: ReportInputs): ReportInputs {
  return JSON.parse(JSON.stringify(inputs)) as ReportInputs;
}

describe('judgeMonth()', () => {
  it('says from the inputs alone what judging says of history, of every kind of SLO', async () => {
    await fc.assert(
      fc.asyncProperty(
        past,
        recordsArbitrary(END_MS - 6 * 60 * MINUTE_MS),
        fc.integer({ min: 5, max: 4000 }),
        now,
        async (puts, records, agoMinutes, nowMs) => {
          const history = historyOf(puts, agoMinutes);
          history.records = {
            maintenances: records.maintenances.map((one, i) => ({ ...one, id: i + 1 })),
            corrections: records.corrections.map((one, i) => ({ ...one, id: i + 1 })),
          };
          const all = await read(history, nowMs);
          for (const slo of MIXED_SLOS) {
            const figures = judgeMonth(throughJson(all.get(slo)!));
            const [status] = await evaluateMonth(history, slo, nowMs);
            expectFigures(figures, status!);
            await expectDays(history, slo, nowMs, figures);
            expectSums(figures);
            await expectEffects(history, slo, nowMs, figures);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 240_000);
});

describe('readInputs()', () => {
  it('reads the same whatever the order of importing, roll-up, and SLOs read with it', async () => {
    await fc.assert(
      fc.asyncProperty(past, fc.integer({ min: 5, max: 4000 }), now, async (puts, agoMinutes, nowMs) => {
        const one = await read(historyOf(puts, agoMinutes), nowMs);
        const other = await read(historyOf(puts.toReversed(), 30 * 24 * 60), nowMs, MIXED_SLOS.toReversed());
        for (const slo of MIXED_SLOS) {
          const alone = await read(historyOf(puts, agoMinutes), nowMs, [slo]);
          expect(digestOf(other.get(slo))).toBe(digestOf(one.get(slo)));
          expect(digestOf(alone.get(slo))).toBe(digestOf(one.get(slo)));
          expect(digestOf(throughJson(one.get(slo)!))).toBe(digestOf(one.get(slo)));
        }
      }),
      { numRuns: 12 },
    );
  }, 240_000);

  it('has another digest for one attempt more', async () => {
    await fc.assert(
      fc.asyncProperty(past, agoMinutesArbitrary, async (puts, agoMinutes) => {
        const slo = MIXED_SLOS[0]!;
        const nowMs = END_MS + DAY_MS;
        const timeMs = Date.parse('2026-09-30T23:59:00Z') - agoMinutes * MINUTE_MS;
        fc.pre(timeMs >= Date.parse('2026-09-01T00:00:00Z'));
        const history = historyOf(puts, 5);
        const before = (await read(history, nowMs, [slo])).get(slo);
        history.add({ vantage: 'tokyo', probe: 'public', resolver: 'ns1', query: 'www' }, timeMs, [
          { outcome: 'timeout', count: 1 },
        ]);
        const after = (await read(history, nowMs, [slo])).get(slo);
        expect(digestOf(after)).not.toBe(digestOf(before));
      }),
      { numRuns: 30 },
    );
  }, 60_000);
});
