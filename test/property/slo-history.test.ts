import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { latencyRange } from '../../src/app/latency-range.js';
import { readTotals } from '../../src/app/read-totals.js';
import { sloHistory } from '../../src/app/site/slo-history.js';
import { SloIndex } from '../../src/app/slo-index.js';
import { groupBy } from '../../src/domain/group-by.js';
import { MINUTE_MS } from '../../src/domain/clock.js';
import { addOutcomes, NO_OUTCOMES, validCount } from '../../src/domain/outcome.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloHistory, SloHistoryPoint } from '../../src/domain/slo-history.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { MemoryHistory } from '../support/memory-history.js';
import { MemorySliceHours } from '../support/memory-slice-hours.js';
import {
  agoMinutesArbitrary,
  MIXED_SLOS,
  type Put,
  putsArbitrary,
  recordsArbitrary,
} from '../support/slo-arbitraries.js';

const AT_MS = Date.parse('2026-10-01T12:34:00Z');
const roundMsOf = (): number => MINUTE_MS;

const past = fc.array(fc.record({ agoMinutes: agoMinutesArbitrary, puts: putsArbitrary }), { maxLength: 40 });

/** Objectives of one SLO are read together. */
const SLOS: readonly (readonly SloDefinition[])[] = [...groupBy(MIXED_SLOS, ({ name }) => name).values()];

function sum(points: readonly SloHistoryPoint[], of: (point: SloHistoryPoint) => number): number {
  return points.reduce((total, point) => total + of(point), 0);
}

/** The steps of the window come to the status, to the attempt; what is left at its end is what is left. */
function expectStatus({ points }: SloHistory, status: SloStatus): void {
  expect(sum(points, ({ valid }) => valid)).toBe(status.valid);
  // Slices that are good in part have fractions, of which a sum of steps loses the last digits.
  if (points.every(({ good }) => Number.isInteger(good))) expect(sum(points, ({ good }) => good)).toBe(status.good);
  expect(sum(points, ({ good }) => good)).toBeCloseTo(status.good, 9);
  const { attempts } = status;
  expect(points.some((point) => point.attempts !== undefined)).toBe(attempts !== undefined);
  if (attempts !== undefined) {
    expect(sum(points, (point) => point.attempts?.good ?? 0)).toBe(attempts.good);
    expect(sum(points, (point) => point.attempts?.valid ?? 0)).toBe(attempts.valid);
  }
  for (const reason of ['prober_error', 'maintenance', 'correction', 'unreadable', 'inconclusive'] as const)
    expect(sum(points, ({ excluded }) => excluded[reason] ?? 0)).toBe(status.excluded[reason] ?? 0);
  expectBudget(points, status);
}

function expectBudget(points: SloHistory['points'] | readonly { remaining?: number | null }[], status: SloStatus) {
  const left = points.flatMap(({ remaining }) => remaining ?? []);
  // Nothing is known of the last steps where nothing came in them; the budget has not moved since.
  expect(left.at(-1) ?? null).toBe(status.errorBudget.remaining);
  for (const [i, remaining] of left.entries()) expect(remaining).toBeLessThanOrEqual((left[i - 1] ?? 1) + 1e-12);
}

async function expectLatency(history: MemoryHistory, slo: SloDefinition, told: SloHistory): Promise<void> {
  const { points, bandsUs } = told;
  const index = new SloIndex([slo], await history.series());
  const seriesIds = index.seriesIdsOf([0]);
  const whole = { seriesIds, phase: null, fromMs: Date.parse(told.from), toMs: Date.parse(told.to), stepMs: null };
  expect((await latencyRange(history, whole)).points).toMatchObject([told.latency]);
  for (const [i, point] of points.entries()) {
    if (validCount(point.outcomes) === 0) continue;
    const fromMs = Date.parse(point.time);
    const toMs = i + 1 < points.length ? Date.parse(points[i + 1]?.time ?? '') : AT_MS;
    const range = await latencyRange(history, { seriesIds, phase: null, fromMs, toMs, stepMs: null });
    expect({ time: point.time, ...point.latency }).toEqual(range.points[0]);
  }
  for (const { answeredByBand, outcomes } of points) {
    expect(answeredByBand.length).toBe(bandsUs.length);
    expect(answeredByBand.reduce((total, one) => total + one, 0)).toBe(outcomes.answered);
  }
}

function found<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('one was expected');
  return one;
}

function storyOf(all: readonly { readonly agoMinutes: number; readonly puts: readonly Put[] }[]): MemoryHistory {
  const history = new MemoryHistory();
  for (const { agoMinutes, puts } of all)
    for (const { series, attempts } of puts) history.add(series, AT_MS - agoMinutes * MINUTE_MS, [attempts]);
  return history;
}

describe('sloHistory()', () => {
  it('adds up to where every kind of SLO stands, whatever is in history', async () => {
    await fc.assert(
      fc.asyncProperty(
        past,
        recordsArbitrary(AT_MS),
        fc.integer({ min: 5, max: 4000 }),
        async (puts, records, agoMinutes) => {
          const history = storyOf(puts);
          history.rollUp(AT_MS - agoMinutes * MINUTE_MS, AT_MS - agoMinutes * MINUTE_MS);
          history.records = records;
          for (const slos of SLOS) {
            const statuses = await evaluateAt({ history, alertStates: null, roundMsOf }, slos, AT_MS);
            const told = await sloHistory(
              { history, sliceHours: null },
              { slos, asked: { kind: 'window', toMs: AT_MS } },
            );
            expect(told.objectives.length).toBe(slos.length);
            for (const [i, one] of told.objectives.entries()) {
              expectStatus(one, found(statuses[i]));
              await expectLatency(history, found(slos[i]), one);
            }
            expect(told.whole === null).toBe(slos[0]?.compositeWeight === null);
            if (told.whole !== null) expectBudget(told.whole.points, found(statuses.at(-1)));
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);

  it('tells of any stretch of time what there was, in whatever steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        past,
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 3000 }),
        async (puts, stepMinutes, lengthMinutes) => {
          const history = storyOf(puts);
          history.rollUp(AT_MS, AT_MS);
          const fromMs = AT_MS - lengthMinutes * MINUTE_MS;
          const stepMs = Math.max(stepMinutes, Math.ceil(lengthMinutes / 1_400)) * MINUTE_MS;
          const asked = { kind: 'range', fromMs, toMs: AT_MS, stepMs } as const;
          const [slo] = MIXED_SLOS as readonly [SloDefinition];
          const { objectives } = await sloHistory({ history, sliceHours: null }, { slos: [slo], asked });
          const told = found(objectives[0]);
          const [from, to] = [Date.parse(told.from), Date.parse(told.to)];
          expect([from <= fromMs, to >= AT_MS]).toEqual([true, true]);
          const within = history.everything().filter(({ startMs, series }) => {
            return startMs >= from && startMs < to && !['stub', 'control'].includes(series.resolver);
          });
          const expected = within.reduce(
            (counts, { attempts: { outcome, count } }) => addOutcomes(counts, { ...NO_OUTCOMES, [outcome]: count }),
            NO_OUTCOMES,
          );
          expect(told.points.map(({ outcomes }) => outcomes).reduce(addOutcomes, NO_OUTCOMES)).toEqual(expected);
          expect(told.points.some((point) => point.remaining !== undefined)).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('sloHistory() of what is kept', () => {
  it('adds up where minutes, or hours, of the past are no longer kept', async () => {
    const attempts = MIXED_SLOS.filter(({ name }) => ['month', 'hours', 'fast', 'one-resolver'].includes(name));
    await fc.assert(
      fc.asyncProperty(past, fc.integer({ min: 1, max: 40_000 }), async (puts, keptMinutes) => {
        const history = storyOf(puts);
        history.rollUp(AT_MS, AT_MS);
        history.dropMinutesBefore(AT_MS - keptMinutes * MINUTE_MS);
        for (const slo of attempts) {
          const [status] = await evaluateAt({ history, alertStates: null, roundMsOf }, [slo], AT_MS);
          const asked = { kind: 'window', toMs: AT_MS } as const;
          const { objectives } = await sloHistory({ history, sliceHours: null }, { slos: [slo], asked });
          expectStatus(found(objectives[0]), found(status));
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('takes hours of slices as they are kept, and keeps none itself', async () => {
    await fc.assert(
      fc.asyncProperty(past, recordsArbitrary(AT_MS), async (puts, records) => {
        const history = storyOf(puts);
        history.records = records;
        history.rollUp(AT_MS - 200 * MINUTE_MS, AT_MS - 200 * MINUTE_MS);
        const sliceHours = new MemorySliceHours(history);
        const index = new SloIndex(MIXED_SLOS, await history.series(), records);
        await readTotals(history, index, AT_MS, { store: sliceHours, version: await history.version() });
        const kept = sliceHours.hours.size;
        const [found, asked] = [sliceHours.found, { kind: 'window', toMs: AT_MS } as const];
        for (const slo of MIXED_SLOS) {
          const told = await sloHistory({ history, sliceHours }, { slos: [slo], asked });
          expect(told).toEqual(await sloHistory({ history, sliceHours: null }, { slos: [slo], asked }));
        }
        expect(sliceHours.hours.size).toBe(kept);
        if (kept > 0) expect(sliceHours.found).toBeGreaterThan(found);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});
