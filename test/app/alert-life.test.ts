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

/** A daemon that judges once a minute, when the one before has become final. */
class Life {
  readonly changes: string[] = [];
  readonly seen: { readonly alert: string; readonly to: string }[] = [];
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
        this.seen.push({ alert, to });
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
    await life.pass(6, 'good');
    expect(life.changes).toEqual(['66 own ok>pending', '71 own pending>ok']);
    life.restart();
    await life.pass(11, 'bad');
    expect(life.changes.slice(2)).toEqual(['73 own ok>pending', '83 own pending>firing']);
  });

  it('keeps firing over a restart, and resolves by two quiet minutes', async () => {
    const life = new Life(OWN);
    await life.pass(60, 'good');
    await life.pass(16, 'bad');
    life.restart();
    await life.pass(4, 'good');
    expect(life.changes).toHaveLength(2);
    life.restart();
    await life.pass(3, 'good');
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
    let open = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(stretch, { minLength: 1, maxLength: 6 }),
        fc.constantFrom<Minute>('silence', 'off line'),
        fc.constantFrom({ definition: OWN, alert: 'own' }, { definition: DEFAULTS, alert: 'fast-burn' }),
        fc.boolean(),
        async (before, missing, { definition, alert }, isRestarted) => {
          const life = new Life(definition);
          for (const { minutes, minute } of before) await life.pass(minutes, minute);
          // The last minute with data becomes final.
          const alerts = await life.pass(1, missing);
          if (isRestarted) life.restart();
          const since = life.seen.length;
          const then = await life.pass(90, missing);
          expect(life.seen.slice(since).filter((change) => change.alert !== 'no-data')).toEqual([]);
          const stateOf = (all: readonly AlertStatus[]) => all.find(({ name }) => name === alert);
          expect(stateOf(then)).toEqual(stateOf(alerts));
          if (stateOf(then)?.state !== 'ok') open++;
        },
      ),
      { numRuns: 25 },
    );
    expect(open).toBeGreaterThan(2);
  }, 120_000);
});
