import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { type Evaluation, Evaluator } from '../../src/app/evaluator.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, ceilTo, floorTo } from '../../src/domain/clock.js';
import { OUTCOMES } from '../../src/domain/outcome.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { type Attempts, MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-01T12:34:00Z');

const VALID = eventSource('valid');
const SLOS: readonly SloDefinition[] = [
  slo({ name: 'month' }),
  slo({ name: 'same-series', objective: 0.5, periodMs: 28 * DAY_MS }),
  slo({ name: 'hours', periodMs: 3 * HOUR_MS, periodText: '3h' }),
  slo({ name: 'fast', indicator: { good: eventSource('within', {}, 10_000), bad: null, total: VALID } }),
  slo({
    name: 'one-resolver',
    periodMs: 2 * DAY_MS,
    minFailures: 2,
    indicator: {
      good: eventSource('within', { resolver: ['ns1'] }, 50_000),
      bad: null,
      total: eventSource('valid', { resolver: ['ns1'] }),
    },
  }),
  slo({ name: 'correct', indicator: { good: eventSource('answered'), bad: null, total: eventSource('replied') } }),
  slo({ name: 'bad', indicator: { good: null, bad: eventSource('answered', { resolver: ['ns2'] }), total: VALID } }),
  slo({ name: 'none', indicator: { good: VALID, bad: null, total: eventSource('valid', { probe: ['absent'] }) } }),
];

const RESOLVERS = ['ns1', 'ns2', 'ns3', 'stub'] as const;

interface Put {
  readonly resolver: string;
  readonly attempts: Attempts;
}

type Step =
  /** Time goes on; some attempts land in the current minute, and in one that is late but not final. */
  | { readonly kind: 'tick'; readonly seconds: number; readonly now: readonly Put[]; readonly late: readonly Put[] }
  /** An import becomes visible. */
  | { readonly kind: 'import'; readonly agoMinutes: number; readonly puts: readonly Put[] }
  /** Hours and days are made up to so many minutes ago. */
  | { readonly kind: 'rollUp'; readonly agoMinutes: number }
  | { readonly kind: 'restart' };

const put: fc.Arbitrary<Put> = fc.record({
  resolver: fc.constantFrom(...RESOLVERS),
  attempts: fc
    .record({
      outcome: fc.constantFrom('answered', 'answered', ...OUTCOMES),
      count: fc.integer({ min: 1, max: 5 }),
      rttUs: fc.integer({ min: 1, max: 100_000 }),
    })
    .map(({ outcome, count, rttUs }) => (outcome === 'answered' ? { outcome, count, rttUs } : { outcome, count })),
});

const puts = fc.array(put, { maxLength: 4 });
const agoMinutes = fc.oneof(fc.integer({ min: 5, max: 400 }), fc.integer({ min: 5, max: 30 * 24 * 60 }));

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      seconds: fc.integer({ min: 1, max: 150 }),
      now: puts,
      late: puts,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('tick' as const),
      seconds: fc.integer({ min: 200, max: 5000 }),
      now: puts,
      late: puts,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('import' as const), agoMinutes, puts }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('rollUp' as const), agoMinutes: fc.integer({ min: 5, max: 4000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);

const past = fc.array(fc.record({ agoMinutes, puts }), { maxLength: 25 });

/** A daemon's life, minute by minute: what it evaluates is compared with evaluating from scratch. */
class Life {
  readonly history = new MemoryHistory();
  readonly #alertStates = new MemoryAlertStates();
  #evaluator = this.#newEvaluator();
  #nowMs = START_MS + 10 * SECOND_MS;
  #settledMs = START_MS - MINUTE_MS;

  put(timeMs: number, items: readonly Put[], source = 0): void {
    for (const { resolver, attempts } of items) this.history.add(series(resolver), timeMs, [attempts], source);
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'tick') this.#tick(step);
    if (step.kind === 'restart') this.#evaluator = this.#newEvaluator();
    if (step.kind === 'rollUp') this.history.rollUp(this.#agoMs(step.agoMinutes), this.#agoMs(step.agoMinutes));
    if (step.kind === 'import') {
      this.put(this.#agoMs(step.agoMinutes), step.puts, 7);
      this.history.raiseVersion();
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
    this.put(this.#nowMs, now);
  }

  async #compare({ statuses, transitions, settled }: Evaluation): Promise<void> {
    const fresh = await this.#fromScratch(ceilTo(this.#nowMs, MINUTE_MS));
    expect(statuses.map(withoutAlerts)).toEqual(fresh.map(withoutAlerts));
    expect(firing(statuses)).toEqual(expect.arrayContaining(firing(fresh)));
    const opened = transitions.filter(({ to, rule }) => to === 'firing' && rule.kind === 'burn-rate');
    expect(firing(fresh)).toEqual(
      expect.arrayContaining(opened.map((opening) => `${opening.slo}/${opening.rule.name}`)),
    );
    for (const minute of settled) {
      const then = await this.#fromScratch(minute.minuteMs + MINUTE_MS);
      expect(minute.statuses.map(withoutAlerts)).toEqual(then.map(withoutAlerts));
    }
  }

  #fromScratch(atMs: number): Promise<readonly SloStatus[]> {
    return evaluateAt({ history: this.history, alertStates: null, roundMsOf }, SLOS, atMs);
  }

  #newEvaluator(): Evaluator {
    return new Evaluator({ history: this.history, alertStates: this.#alertStates, slos: SLOS, roundMsOf });
  }
}

function roundMsOf(): number {
  return 2 * MINUTE_MS;
}

function withoutAlerts(status: SloStatus): Omit<SloStatus, 'alerts' | 'status'> {
  const { alerts: _alerts, status: _status, ...figures } = status;
  return figures;
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
    await fc.assert(
      fc.asyncProperty(past, fc.array(step, { minLength: 3, maxLength: 20 }), async (before, steps) => {
        const life = new Life();
        for (const { agoMinutes, puts } of before) life.put(START_MS - agoMinutes * MINUTE_MS, puts);
        for (const step of steps) await life.take(step);
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
