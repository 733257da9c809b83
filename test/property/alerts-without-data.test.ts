import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Evaluator } from '../../src/app/evaluator.js';
import type { BurnRateAlert } from '../../src/domain/alert-state.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/clock.js';
import { formatDuration } from '../../src/domain/duration.js';
import type { AlertStatus, SloStatus } from '../../src/domain/slo-status.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T00:00:00Z');
const NS1 = series('ns1');
const SLOS = [
  slo(),
  slo({
    name: 'slices',
    budgetingMethod: 'Timeslices',
    slices: { widthMs: 5 * MINUTE_MS, target: 0.9 },
    objective: 0.95,
  }),
  slo({
    name: 'ratio-slices',
    budgetingMethod: 'RatioTimeslices',
    slices: { widthMs: 5 * MINUTE_MS, target: null },
    objective: 0.95,
  }),
  slo({ name: 'quorum', weighing: { kind: 'quorum', share: 0.51, fewestVantages: 1 } }),
  slo({ name: 'enough', weighing: { kind: 'enough-of-many' } }),
  slo({ name: 'month', calendar: { unit: 'month', count: 1, timeZone: 'Europe/Berlin', anchor: null } }),
  slo({
    name: 'own',
    ownAlerts: {
      burnRates: [{ name: 'own', severity: 'page', lookbackMs: HOUR_MS, threshold: 3, orEqual: true, afterMs: 0 }],
      onNoData: true,
    },
  }),
  slo({ name: 'series', weighing: { kind: 'series' }, objective: 0.99, periodMs: DAY_MS, periodText: '1d' }),
];

type Kind = 'good' | 'bad' | 'mixed' | 'silence' | 'prober';

/** So many minutes in a row of one kind. */
const spell = fc.record({
  kind: fc.constantFrom<Kind>('good', 'bad', 'mixed', 'silence', 'prober'),
  minutes: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 45 })),
});

/** A daemon that probes once every ten seconds, judged every half minute. */
class Life {
  readonly #history = new MemoryHistory();
  readonly #alertStates = new MemoryAlertStates();
  #evaluator = this.#start();
  nowMs = START_MS;

  restart(): void {
    this.#evaluator = this.#start();
  }

  /** Lives on for half a minute. */
  async evaluate(kind: Kind) {
    for (let i = 0; i < 3; i++) this.#probe(kind, i);
    this.nowMs += 30 * SECOND_MS;
    return this.#evaluator.evaluate(this.nowMs, this.nowMs - 5 * SECOND_MS);
  }

  #probe(kind: Kind, i: number): void {
    if (kind === 'silence') return;
    const outcome = {
      good: 'answered',
      bad: 'timeout',
      mixed: i === 0 ? 'timeout' : 'answered',
      prober: 'prober_error',
    } as const;
    this.#history.add(NS1, this.nowMs + i * 10 * SECOND_MS, [{ outcome: outcome[kind], count: 1, rttUs: 900 }]);
  }

  #start(): Evaluator {
    return new Evaluator({
      history: this.#history,
      alertStates: this.#alertStates,
      slos: SLOS,
      roundMsOf: () => 10_000,
    });
  }
}

describe('burn-rate alerts', () => {
  it('open only where both windows have data and burn too fast, and end only where one has data and does not', async () => {
    const seen = { opened: 0, ended: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(spell, fc.boolean()), { minLength: 3, maxLength: 8 }), async (spells) => {
        const life = new Life();
        for (const [{ kind, minutes }, restarts] of spells) {
          if (restarts) life.restart();
          for (let half = 0; half < 2 * minutes; half++) {
            const { statuses, transitions } = await life.evaluate(kind);
            for (const { slo: name, evidence, to } of transitions) {
              const { rule } = evidence;
              if (rule.kind !== 'burn-rate') continue;
              const rates = ratesOf(
                statuses.find((status) => status.name === name),
                rule,
              );
              const isFast = rates.map((rate) => rate !== null && exceeds(rate, rule));
              if (to === 'firing') expect(isFast).toEqual([true, true]);
              else expect(rates.some((rate) => rate !== null && !exceeds(rate, rule))).toBe(true);
              seen[to === 'firing' ? 'opened' : 'ended']++;
            }
          }
        }
      }),
      { numRuns: 30 },
    );
    expect(seen.opened).toBeGreaterThan(10);
    expect(seen.ended).toBeGreaterThan(10);
  }, 120_000);

  it.each(['silence', 'prober'] as const)(
    'stay as they are for as long as nothing is known: %s',
    async (nothing) => {
      for (const before of ['good', 'bad'] as const) {
        const life = new Life();
        let last = await life.evaluate('good');
        for (let half = 0; half < 40; half++) last = await life.evaluate(before);
        const states = burning(last.statuses);
        expect(states.includes('firing')).toBe(before === 'bad');
        for (let half = 0; half < (2.2 * HOUR_MS) / (30 * SECOND_MS); half++) {
          if (half % 100 === 50) life.restart();
          const { statuses, transitions } = await life.evaluate(nothing);
          expect(transitions.filter(({ evidence }) => evidence.rule.kind === 'burn-rate')).toEqual([]);
          expect(burning(statuses)).toEqual(states);
        }
      }
    },
    60_000,
  );
});

function exceeds(rate: number, { threshold, orEqual }: BurnRateAlert): boolean {
  return rate > threshold || (orEqual && rate === threshold);
}

function ratesOf(status: SloStatus | undefined, { longMs, shortMs }: BurnRateAlert): readonly (number | null)[] {
  return [longMs, shortMs].map((lengthMs) => status?.burnRates[formatDuration(lengthMs)] ?? null);
}

function burning(statuses: readonly SloStatus[]): AlertStatus['state'][] {
  return statuses.flatMap(({ alerts }) =>
    alerts.filter(({ longWindow }) => longWindow !== null).map(({ state }) => state),
  );
}
