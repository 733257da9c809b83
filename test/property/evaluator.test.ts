import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { type Evaluation, Evaluator } from '../../src/app/evaluator.js';
import { MINUTE_MS, SECOND_MS, ceilTo, floorTo } from '../../src/domain/clock.js';
import type { OperatorRecords } from '../../src/domain/operator-action.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { MemorySliceHours } from '../support/memory-slice-hours.js';
import {
  MIXED_SLOS,
  type Put,
  agoMinutesArbitrary,
  putsArbitrary,
  recordsArbitrary,
} from '../support/slo-arbitraries.js';

const START_MS = Date.parse('2026-10-01T12:34:00Z');

const ROUND_MS: Readonly<Record<string, number>> = { public: MINUTE_MS, slow: 5 * MINUTE_MS };

type Step =
  /** Time goes on; some attempts land in the current minute, and in one that is late but not final. */
  | { readonly kind: 'tick'; readonly seconds: number; readonly now: readonly Put[]; readonly late: readonly Put[] }
  /** An import becomes visible. */
  | { readonly kind: 'import'; readonly agoMinutes: number; readonly puts: readonly Put[] }
  /** Hours and days are made up to so many minutes ago. */
  | { readonly kind: 'rollUp'; readonly agoMinutes: number }
  /** Operators say something. */
  | { readonly kind: 'operate'; readonly records: OperatorRecords }
  | { readonly kind: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      seconds: fc.integer({ min: 1, max: 150 }),
      now: putsArbitrary,
      late: putsArbitrary,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      seconds: fc.integer({ min: 200, max: 5000 }),
      now: putsArbitrary,
      late: putsArbitrary,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      agoMinutes: agoMinutesArbitrary,
      puts: putsArbitrary,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rollUp' as const), agoMinutes: fc.integer({ min: 5, max: 4000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('operate' as const), records: recordsArbitrary(START_MS) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);

const past = fc.array(fc.record({ agoMinutes: agoMinutesArbitrary, puts: putsArbitrary }), { maxLength: 25 });

/** A daemon's life, minute by minute: what it evaluates is compared with evaluating from scratch. */
class Life {
  readonly history = new MemoryHistory();
  readonly #alertStates = new MemoryAlertStates();
  readonly sliceHours = new MemorySliceHours(this.history);
  #evaluator = this.#newEvaluator();
  #nowMs = START_MS + 10 * SECOND_MS;
  #settledMs = START_MS - MINUTE_MS;

  put(timeMs: number, items: readonly Put[], source = 0): void {
    for (const { series, attempts } of items) this.history.add(series, timeMs, [attempts], source);
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'tick') this.#tick(step);
    if (step.kind === 'restart') this.#evaluator = this.#newEvaluator();
    if (step.kind === 'rollUp') this.history.rollUp(this.#agoMs(step.agoMinutes), this.#agoMs(step.agoMinutes));
    if (step.kind === 'operate') {
      this.history.records = step.records;
      this.history.raiseVersion();
    }
    if (step.kind === 'import') {
      this.put(this.#agoMs(step.agoMinutes), step.puts, 7);
      this.history.raiseVersion();
      this.sliceHours.forget();
    }
    await this.#compare(await this.#evaluator.evaluate(this.#nowMs, this.#settledMs));
  }

  #agoMs(minutes: number): number {
    return this.#settledMs - minutes * MINUTE_MS;
  }

  #tick({ seconds, now, late }: Step & { readonly kind: 'tick' }): void {
    this.put(this.#settledMs, late);
    this.#nowMs += seconds * SECOND_MS;
    this.#settledMs = Math.max(this.#settledMs, floorTo(this.#nowMs - 70 * SECOND_MS, MINUTE_MS));
    // Before now, also when now is the end of a minute: what begins then is of the next one.
    this.put(this.#nowMs - 1, now);
  }

  async #compare({ statuses, transitions, settled }: Evaluation): Promise<void> {
    const fresh = await this.#fromScratch(ceilTo(this.#nowMs, MINUTE_MS));
    expect(statuses.map(withoutAlerts)).toEqual(fresh.map(withoutAlerts));
    expect(await this.#fromKeptHours(ceilTo(this.#nowMs, MINUTE_MS))).toEqual(fresh);
    for (const { to, evidence, atMs, slo, alert } of transitions) {
      if (to !== 'firing' || evidence.rule.kind !== 'burn-rate') continue;
      expect(firing(await this.#fromScratch(ceilTo(atMs, MINUTE_MS)))).toContain(`${nameOf(slo)}/${alert}`);
    }
    for (const minute of settled) {
      const then = await this.#fromScratch(minute.minuteMs + MINUTE_MS);
      expect(minute.statuses.map(withoutCoverage)).toEqual(then.map(withoutCoverage));
    }
  }

  #fromScratch(atMs: number): Promise<readonly SloStatus[]> {
    return evaluateAt({ history: this.history, alertStates: null, roundMsOf }, MIXED_SLOS, atMs);
  }

  /** Slices that the daemon has kept by the hour are not read again. */
  #fromKeptHours(atMs: number): Promise<readonly SloStatus[]> {
    const { history, sliceHours } = this;
    return evaluateAt({ history, alertStates: null, roundMsOf, sliceHours }, MIXED_SLOS, atMs);
  }

  #newEvaluator(): Evaluator {
    const { history, sliceHours } = this;
    return new Evaluator({ history, alertStates: this.#alertStates, slos: MIXED_SLOS, roundMsOf, sliceHours });
  }
}

function roundMsOf(probe: string): number | null {
  return ROUND_MS[probe] ?? null;
}

function withoutAlerts(status: SloStatus) {
  return without(status, ['alerts', 'status']);
}

/** Which slots coverage counts depends on the probes known at the time. */
function withoutCoverage(status: SloStatus) {
  return without(status, ['alerts', 'status', 'coverage']);
}

function without(status: SloStatus, keys: readonly (keyof SloStatus)[]) {
  return Object.fromEntries(Object.entries(status).filter(([key]) => !(keys as readonly string[]).includes(key)));
}

/** Of an objective's key. */
function nameOf(key: string): string {
  return key.replace(/#.*/, '');
}

/** Burn-rate alerts that fire, as `slo/alert`. */
function firing(statuses: readonly SloStatus[]): string[] {
  return statuses.flatMap(({ name, alerts }) =>
    alerts
      .filter(({ state, longWindow }) => state === 'firing' && longWindow !== null)
      .map((alert) => `${name}/${alert.name}`),
  );
}

describe('Evaluator', () => {
  it('equals evaluating from scratch, whatever happens to the history', async () => {
    const taken = new Set<string>();
    let keptHours = 0;
    await fc.assert(
      fc.asyncProperty(past, fc.array(step, { minLength: 3, maxLength: 20 }), async (before, steps) => {
        const life = new Life();
        for (const { agoMinutes, puts } of before) life.put(START_MS - agoMinutes * MINUTE_MS, puts);
        for (const step of steps) {
          await life.take(step);
          taken.add(step.kind === 'tick' && step.late.length > 0 ? 'late data' : step.kind);
        }
        keptHours += life.sliceHours.found;
      }),
      // A failure is told before the time is over, though perhaps not the smallest.
      { numRuns: 25, interruptAfterTimeLimit: 90_000, markInterruptAsFailure: true },
    );
    // Nothing is proven of what never came up.
    expect(keptHours).toBeGreaterThan(1000);
    expect([...taken].sort()).toEqual(['import', 'late data', 'operate', 'restart', 'rollUp', 'tick']);
  }, 120_000);
});
