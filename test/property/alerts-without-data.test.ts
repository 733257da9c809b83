import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { Evaluator } from '../../src/app/evaluator.js';
import type { BurnRateAlert } from '../../src/domain/alert-state.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, ceilTo } from '../../src/domain/clock.js';
import type { Maintenance } from '../../src/domain/operator-action.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { AlertStatus, SloStatus } from '../../src/domain/slo-status.js';
import { burnRate } from '../../src/judge/slo/burn-rate.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { NaiveJudge } from '../support/naive-judge.js';
import { series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T00:00:00Z');
const NS1 = series('ns1');
/** Of every way of counting, with time taken out that was announced. */
const COUNTINGS = [
  slo({ objective: 0.95 }),
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
  slo({ name: 'series', weighing: { kind: 'series' }, objective: 0.99, periodMs: DAY_MS, periodText: '1d' }),
].map((one) => ({ ...one, maintenance: 'exclude' as const }));

const SLOS = [
  ...COUNTINGS,
  slo({ name: 'own', maintenance: 'exclude', ownAlerts: { burnRates: [own('own', HOUR_MS, 3)], onNoData: true } }),
  slo({
    name: 'brief',
    maintenance: 'exclude',
    objective: 0.9,
    ownAlerts: { burnRates: [own('brief', 12 * MINUTE_MS, 4, 3 * MINUTE_MS)], onNoData: false },
  }),
];

/** A burn-rate alert of one's own. */
function own(name: string, lookbackMs: number, threshold: number, afterMs = 0) {
  return { name, severity: 'page', lookbackMs, threshold, orEqual: true, afterMs } as const;
}

/** What attempts come to; `excluded` ones fall into maintenance. */
type Kind = 'good' | 'bad' | 'mixed' | 'silence' | 'prober' | 'excluded';

const NOTHING = ['silence', 'prober', 'excluded'] as const;
const OUTCOMES = { good: 'answered', bad: 'timeout', prober: 'prober_error', excluded: 'timeout' } as const;

interface Spell {
  readonly kind: Kind;
  readonly minutes: number;
}

/** So many minutes in a row of one kind. */
const spell: fc.Arbitrary<Spell> = fc.record({
  kind: fc.constantFrom<Kind>('good', 'bad', 'mixed', ...NOTHING),
  minutes: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 45 })),
});

/** A daemon that probes once every ten seconds, judged every half minute. */
class Life {
  readonly history = new MemoryHistory();
  readonly #slos: readonly SloDefinition[];
  readonly #alertStates = new MemoryAlertStates();
  /** Ends of the minutes of which something counts. */
  readonly #countedMs = new Set<number>();
  #evaluator: Evaluator;
  nowMs = START_MS;

  /** `spells`: what is to come, of which maintenance is announced. */
  constructor(slos: readonly SloDefinition[], spells: readonly Spell[]) {
    this.#slos = slos;
    this.history.records = { maintenances: maintenancesOf(spells), corrections: [] };
    this.#evaluator = this.#start();
  }

  restart(): void {
    this.#evaluator = this.#start();
  }

  /** Lives on for half a minute. */
  async evaluate(kind: Kind) {
    for (let i = 0; i < 3; i++) this.#probe(kind, i);
    if (!isNothing(kind)) this.#countedMs.add(ceilTo(this.nowMs + 1, MINUTE_MS));
    this.nowMs += 30 * SECOND_MS;
    return this.#evaluator.evaluate(this.nowMs, this.nowMs - 5 * SECOND_MS);
  }

  /** Whether attempts counted that an evaluation at the end of a minute (or now) was the first to see. */
  hasCome(atMs: number, kind: Kind): boolean {
    return atMs === this.nowMs ? !isNothing(kind) : this.#countedMs.has(atMs);
  }

  /** How fast the budget burnt in both windows, reckoned one attempt after the other. */
  rates(name: string, { longMs, shortMs }: BurnRateAlert, toMs: number): readonly (number | null)[] {
    const definition = this.#slos.find((one) => one.name === name);
    if (definition === undefined) throw new Error('a known SLO is required');
    const naive = new NaiveJudge(this.history, definition);
    return [longMs, shortMs].map((lengthMs) => burnRate(naive.units(toMs - lengthMs, toMs), definition.objective));
  }

  /** Where the SLOs stood at some time, by their windows alone. */
  at(atMs: number): Promise<readonly SloStatus[]> {
    return evaluateAt({ history: this.history, alertStates: null, roundMsOf: () => 10_000 }, this.#slos, atMs);
  }

  #probe(kind: Kind, i: number): void {
    if (kind === 'silence') return;
    const outcome = kind === 'mixed' ? (i === 0 ? 'timeout' : 'answered') : OUTCOMES[kind];
    this.history.add(NS1, this.nowMs + i * 10 * SECOND_MS, [{ outcome, count: 1, rttUs: 900 }]);
  }

  #start(): Evaluator {
    const { history } = this;
    return new Evaluator({ history, alertStates: this.#alertStates, slos: this.#slos, roundMsOf: () => 10_000 });
  }
}

function isNothing(kind: Kind): boolean {
  return NOTHING.some((nothing) => nothing === kind);
}

function maintenancesOf(spells: readonly Spell[]): readonly Maintenance[] {
  let toMs = START_MS;
  return spells.flatMap(({ kind, minutes }, id) => {
    const fromMs = toMs;
    toMs += minutes * MINUTE_MS;
    const recorded = { recordedAtMs: START_MS - 7 * DAY_MS, recordedBy: 'somebody' };
    const work = { id, title: 'work', message: null, slos: [], cancelledAtMs: null, cancelledBy: null };
    return kind === 'excluded' ? [{ ...work, ...recorded, fromMs, toMs }] : [];
  });
}

describe('burn-rate alerts', () => {
  it('change only where attempts came that count, as both windows then say', async () => {
    const seen = { firing: 0, pending: 0, ok: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(spell, fc.boolean()), { minLength: 3, maxLength: 8 }), async (spells) => {
        const life = new Life(
          SLOS,
          spells.map(([one]) => one),
        );
        for (const [{ kind, minutes }, restarts] of spells) {
          if (restarts) life.restart();
          for (let half = 0; half < 2 * minutes; half++) {
            const { transitions } = await life.evaluate(kind);
            for (const { slo: name, evidence, to, atMs } of transitions) {
              const { rule } = evidence;
              if (rule.kind !== 'burn-rate') continue;
              expect(life.hasCome(atMs, kind)).toBe(true);
              const rates = life.rates(name, rule, ceilTo(atMs, MINUTE_MS));
              if (to === 'ok') expect(rates.some((rate) => rate !== null && !exceeds(rate, rule))).toBe(true);
              else expect(rates.map((rate) => rate !== null && exceeds(rate, rule))).toEqual([true, true]);
              seen[to]++;
            }
          }
        }
      }),
      { numRuns: 30 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(2);
  }, 240_000);

  /** Good, then bad: a third of two hours failed, and more of them once the good leave. Between is the threshold. */
  const OPENING = { share: 0.345, afterMs: 0, before: [spellOf('good', 80), spellOf('bad', 40)], state: 'ok' } as const;
  /** What has exceeded for a while, and soon would have for long enough. */
  const PENDING = { ...OPENING, share: 0.2, afterMs: 27 * MINUTE_MS, state: 'pending' } as const;
  /** Bad, then good, then bad: less is left once the first leave. */
  const ENDING = {
    share: 0.445,
    afterMs: 0,
    before: [spellOf('bad', 45), spellOf('good', 65), spellOf('bad', 10)],
    state: 'firing',
  } as const;

  const cases = { OPENING, PENDING, ENDING };
  it.each(
    NOTHING.flatMap((nothing) => (['OPENING', 'PENDING', 'ENDING'] as const).map((which) => [which, nothing] as const)),
  )(
    'stay as they are for as long as nothing is known, though their windows change: %s, %s',
    async (which, nothing) => {
      const { share, afterMs, before, state } = cases[which];
      const slos = COUNTINGS.map((one) => {
        const threshold = share / (1 - one.objective);
        return { ...one, ownAlerts: { burnRates: [own('own', 2 * HOUR_MS, threshold, afterMs)], onNoData: true } };
      });
      const life = new Life(slos, [...before, spellOf(nothing, 180)]);
      for (const { kind, minutes } of before) for (let half = 0; half < 2 * minutes; half++) await life.evaluate(kind);
      // The last minute with data becomes final.
      const { statuses: last } = await life.evaluate(nothing);
      expect(burning(last)).toEqual(slos.map(() => state));
      const byWindows = new Set<string>();
      for (let half = 1; half < 360; half++) {
        if (half % 60 === 50) life.restart();
        const { statuses, transitions } = await life.evaluate(nothing);
        expect(transitions.filter(({ evidence }) => evidence.rule.kind === 'burn-rate')).toEqual([]);
        expect(burning(statuses)).toEqual(burning(last));
        if (half > 20) continue;
        const alone = burning(await life.at(life.nowMs));
        alone.forEach((one, i) => {
          if (one !== (state === 'firing' ? 'firing' : 'ok')) byWindows.add(slos[i]?.name ?? '');
        });
      }
      // By their windows alone they would have changed: of pending ones that they still exceed is enough.
      expect([...byWindows].sort()).toEqual(slos.map(({ name }) => name).sort());
    },
    120_000,
  );
});

function spellOf(kind: Kind, minutes: number): Spell {
  return { kind, minutes };
}

function exceeds(rate: number, { threshold, orEqual }: BurnRateAlert): boolean {
  return rate > threshold || (orEqual && rate === threshold);
}

function burning(statuses: readonly SloStatus[]): AlertStatus['state'][] {
  return statuses.flatMap(({ alerts }) =>
    alerts.filter(({ longWindow }) => longWindow !== null).map(({ state }) => state),
  );
}
