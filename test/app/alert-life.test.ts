import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Evaluator } from '../../src/app/evaluator.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { AlertStatus } from '../../src/domain/slo-status.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T12:00:00Z');

/** Fires when a tenth fails over an hour and five minutes, for ten minutes. */
const OWN = slo({
  objective: 0.95,
  ownAlerts: {
    burnRates: [
      { name: 'own', severity: 'page', lookbackMs: HOUR_MS, threshold: 2, orEqual: true, afterMs: 10 * MINUTE_MS },
    ],
    onNoData: false,
  },
});

/** What a minute holds; nothing at all in silence, our own errors only while off line. */
type Minute = 'good' | 'bad' | 'silence' | 'off line';

const ATTEMPTS = {
  good: [{ outcome: 'answered', count: 10, rttUs: 900 }],
  bad: [{ outcome: 'timeout', count: 10 }],
  'off line': [{ outcome: 'prober_error', count: 10 }],
} as const;

/** A daemon that judges once a minute. */
class Life {
  readonly changes: string[] = [];
  /** The same, with the burn rate of the last hour. */
  readonly seen: { readonly alert: string; readonly to: string; readonly rate: number | null }[] = [];
  readonly #history = new MemoryHistory();
  readonly #states = new MemoryAlertStates();
  readonly #slo: SloDefinition;
  #evaluator: Evaluator;
  #nowMs = START_MS;

  constructor(definition: SloDefinition) {
    this.#slo = definition;
    this.#evaluator = this.#start();
  }

  restart(): void {
    this.#evaluator = this.#start();
  }

  /** One minute after the other; the alerts after the last. */
  async pass(minutes: number, minute: Minute): Promise<readonly AlertStatus[]> {
    let alerts: readonly AlertStatus[] = [];
    for (let i = 0; i < minutes; i++) {
      if (minute !== 'silence') this.#history.add(series(), this.#nowMs, ATTEMPTS[minute]);
      this.#nowMs += MINUTE_MS;
      const { statuses, transitions } = await this.#evaluator.evaluate(this.#nowMs, this.#nowMs - MINUTE_MS);
      for (const { alert, from, to, atMs } of transitions) {
        this.changes.push(`${String((atMs - START_MS) / MINUTE_MS)} ${alert} ${from}>${to}`);
        this.seen.push({ alert, to, rate: statuses[0]?.burnRates['1h'] ?? null });
      }
      alerts = statuses[0]?.alerts ?? [];
    }
    return alerts;
  }

  #start(): Evaluator {
    return new Evaluator({
      history: this.#history,
      alertStates: this.#states,
      slos: [this.#slo],
      roundMsOf: () => null,
    });
  }
}

describe('an alert with alertAfter', () => {
  it('is pending while its condition has not held for long enough, over restarts too', async () => {
    const life = new Life(OWN);
    await life.pass(60, 'good');
    await life.pass(6, 'bad');
    expect(life.changes).toEqual(['66 own ok>pending']);
    life.restart();
    const [alert] = await life.pass(9, 'bad');
    expect(alert).toMatchObject({ name: 'own', state: 'pending', since: '2026-10-20T13:06:00Z' });
    life.restart();
    await life.pass(1, 'bad');
    expect(life.changes).toEqual(['66 own ok>pending', '76 own pending>firing']);
  });

  it('goes back to ok when its condition ends before, and then waits for as long again', async () => {
    const life = new Life(OWN);
    await life.pass(60, 'good');
    await life.pass(6, 'bad');
    await life.pass(5, 'good');
    expect(life.changes).toEqual(['66 own ok>pending', '71 own pending>ok']);
    life.restart();
    await life.pass(11, 'bad');
    expect(life.changes.slice(2)).toEqual(['72 own ok>pending', '82 own pending>firing']);
  });

  it('keeps firing over a restart, and resolves by two quiet evaluations', async () => {
    const life = new Life(OWN);
    await life.pass(60, 'good');
    await life.pass(16, 'bad');
    life.restart();
    await life.pass(4, 'good');
    expect(life.changes).toHaveLength(2);
    life.restart();
    await life.pass(2, 'good');
    expect(life.changes.slice(2)).toEqual(['82 own firing>ok']);
  });

  it('stays pending while there are no data, however long: nobody knows whether it holds', async () => {
    const life = new Life(OWN);
    await life.pass(60, 'good');
    await life.pass(8, 'bad');
    const [alert] = await life.pass(30, 'silence');
    expect(alert?.state).toBe('pending');
    expect(life.changes).toEqual(['66 own ok>pending']);
  });
});

describe('burn-rate alerts', () => {
  const DEFAULTS = slo({ objective: 0.99, periodMs: 7 * 24 * HOUR_MS, periodText: '7d' });
  const stretch = fc.record({
    minutes: fc.integer({ min: 1, max: 25 }),
    minute: fc.constantFrom<Minute>('good', 'bad', 'bad', 'silence', 'off line'),
  });

  it('neither open nor clear because data are missing, whatever was before, over restarts too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(stretch, { minLength: 1, maxLength: 6 }),
        fc.constantFrom<Minute>('silence', 'off line'),
        fc.constantFrom(
          { definition: OWN, alert: 'own', limit: 2 },
          { definition: DEFAULTS, alert: 'fast-burn', limit: 13.44 },
        ),
        fc.boolean(),
        async (before, missing, { definition, alert, limit }, isRestarted) => {
          const life = new Life(definition);
          for (const { minutes, minute } of before) await life.pass(minutes, minute);
          // From here on the short window is empty: of both alerts it is five minutes long.
          await life.pass(5, missing);
          if (isRestarted) life.restart();
          const since = life.seen.length;
          await life.pass(56, missing);
          // What happened still leaves the long window: an alert may end since it says so, none may open.
          for (const { to, rate } of life.seen.slice(since).filter((change) => change.alert === alert)) {
            expect(to).toBe('ok');
            expect(rate ?? Infinity).toBeLessThanOrEqual(limit);
          }
          const empty = life.seen.length;
          await life.pass(30, missing);
          expect(life.seen.slice(empty).filter((change) => change.alert === alert)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);
});
