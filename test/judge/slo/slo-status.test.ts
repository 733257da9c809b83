import { describe, expect, it } from 'vitest';

import type { AlertState, NoDataAlert } from '../../../src/domain/alert-state.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import type { CalendarWindow } from '../../../src/domain/slo-definition.js';
import { BURN_WINDOWS, FORECAST_WINDOWS } from '../../../src/judge/slo/burn-windows.js';
import type { Ratio } from '../../../src/judge/slo/sli.js';
import { notEvaluated, type Standing, sloStatus } from '../../../src/judge/slo/slo-status.js';
import { FAST_BURN, slo } from '../../support/slo-samples.js';

const TO_MS = Date.parse('2026-10-29T00:00:00Z');
const FROM_MS = TO_MS - 28 * DAY_MS;
const OK: AlertState = { slo: 'availability', alert: 'x', state: 'ok', sinceMs: null, quietEvaluations: 0 };
const NO_DATA: NoDataAlert = { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: 600_000 };

/** Half of the budget of a full window of 10 attempts a minute is gone. */
function standing(changes: Partial<Standing> = {}): Standing {
  const window = { good: 403_200 - 201.6, valid: 403_200 };
  return {
    definition: slo(),
    toMs: TO_MS,
    whole: { fromMs: FROM_MS, toMs: TO_MS },
    window,
    attempts: { good: 1, valid: 2 },
    asMeasured: null,
    excluded: { prober_error: 1, maintenance: 2, correction: 3 },
    unreadable: 0,
    ratioOver: () => ({ good: 1, valid: 1 }),
    coverage: 0.75,
    votes: null,
    dataSinceMs: FROM_MS,
    alerts: [],
    controls: [],
    ...changes,
  };
}

describe('sloStatus()', () => {
  it('tells which SLO it is, and of several objectives which', () => {
    const { name, service, displayName, objective, budgetingMethod } = slo();
    const status = sloStatus(standing());
    expect(status).toMatchObject({ name, service, displayName, objective, budgetingMethod });
    expect(status).not.toHaveProperty('objectiveName');
    const objectiveName = 'stricter';
    expect(sloStatus(standing({ definition: slo({ objectiveName }) }))).toMatchObject({ objectiveName });
  });

  it('knows nothing of votes without a verdict, and says how many there were', () => {
    const definition = slo({ weighing: { kind: 'quorum', share: 0.51, fewestVantages: 20 } });
    const voted = sloStatus(standing({ definition, votes: { all: 8, inconclusive: 6 } }));
    expect(voted).toMatchObject({ coverage: 0.75 * 0.25, votes: 8, excluded: { inconclusive: 6, correction: 3 } });
    const none = { good: 0, valid: 0 };
    const silent = sloStatus(standing({ definition, window: none, votes: { all: 6, inconclusive: 6 } }));
    expect(silent).toMatchObject({ coverage: 0, sli: null, status: 'no_data' });
    const unheard = sloStatus(standing({ definition, votes: { all: 0, inconclusive: 0 } }));
    expect(unheard).toMatchObject({ coverage: 0.75, excluded: { inconclusive: 0 } });
    expect(sloStatus(standing()).excluded).not.toHaveProperty('inconclusive');
    expect(sloStatus(standing())).not.toHaveProperty('votes');
  });

  it('passes on what is known, with the budget of the window', () => {
    expect(sloStatus(standing())).toMatchObject({
      window: { from: '2026-10-01T00:00:00Z', to: '2026-10-29T00:00:00Z', duration: '28d', isRolling: true },
      good: 402_998.4,
      valid: 403_200,
      sli: 0.9995,
      errorBudget: { total: 0.001, consumed: 0.5, remaining: 0.5 },
      coverage: 0.75,
      dataSince: '2026-10-01T00:00:00Z',
      excluded: { prober_error: 1, maintenance: 2, correction: 3 },
      alerts: [],
      status: 'met',
    });
    expect(sloStatus(standing()).window).not.toHaveProperty('until');
  });

  it('leaves out what there is nothing to say of', () => {
    const status = sloStatus(standing());
    for (const key of ['attempts', 'asMeasured', 'controls', 'composite']) expect(status).not.toHaveProperty(key);
    expect(status.excluded).not.toHaveProperty('unreadable');
  });

  it('knows nothing without data', () => {
    const nothing: Ratio = { good: 0, valid: 0 };
    const status = sloStatus(standing({ window: nothing, ratioOver: () => nothing, dataSinceMs: null, coverage: 0 }));
    expect(status).toMatchObject({ sli: null, dataSince: null, status: 'no_data', exhaustsAt: null });
    expect(status.errorBudget).toEqual({ total: 0.001, consumed: null, remaining: null });
    expect(status.burnRates).toEqual({
      '5m': null,
      '30m': null,
      '1h': null,
      '2h': null,
      '6h': null,
      '1d': null,
      '3d': null,
    });
    expect(status.forecast).toEqual({ '1h': null, '6h': null, '3d': null });
  });

  it('forecasts nothing where no minute is known to have data', () => {
    const burning = standing({ dataSinceMs: null, ratioOver: () => ({ good: 0, valid: 10 }) });
    expect(sloStatus(burning)).toMatchObject({ exhaustsAt: null, forecast: { '1h': null, '6h': null, '3d': null } });
  });

  it('takes each burn rate and forecast from a window of its own', () => {
    const asked: number[] = [];
    const ratioOver = (lengthMs: number): Ratio => {
      asked.push(lengthMs);
      // An event a second; the rate is the length in hours.
      const valid = lengthMs / 1000;
      return { good: valid * (1 - 0.001 * (lengthMs / HOUR_MS)), valid };
    };
    const { burnRates, forecast, exhaustsAt } = sloStatus(standing({ ratioOver }));
    expect(burnRates).toEqual({ '5m': 0.0833333333333, '30m': 0.5, '1h': 1, '2h': 2, '6h': 6, '1d': 24, '3d': 72 });
    expect(new Set(asked)).toEqual(new Set(Object.values(BURN_WINDOWS)));
    expect(Object.keys(forecast)).toEqual(FORECAST_WINDOWS);
    expect(forecast['1h']).toBeNull();
    expect(exhaustsAt).toBeNull();
    expect(forecast['6h']).not.toBeNull();
    expect(forecast['3d']).not.toBe(forecast['6h']);
    const hour = sloStatus(standing({ ratioOver: () => ({ good: 0.9, valid: 1 }) }));
    expect(hour.exhaustsAt).toBe(hour.forecast['1h']);
    expect(hour.exhaustsAt).not.toBeNull();
  });

  it('has the whole budget of a calendar’s window from its first minute, and says when it ends', () => {
    const calendar: CalendarWindow = { unit: 'month', count: 1, timeZone: 'UTC', anchor: null };
    const whole = { fromMs: FROM_MS, toMs: FROM_MS + 112 * DAY_MS };
    const status = sloStatus(standing({ definition: slo({ calendar }), whole }));
    expect(status.window).toEqual({
      from: '2026-10-01T00:00:00Z',
      to: '2026-10-29T00:00:00Z',
      duration: '28d',
      isRolling: false,
      until: '2027-01-21T00:00:00Z',
    });
    expect(status.errorBudget.consumed).toBe(0.125);
  });

  it.each([
    [{ slices: { widthMs: MINUTE_MS, target: 0.9 } }],
    [{ weighing: { kind: 'series' } }],
    [{ weighing: { kind: 'quorum', share: 0.51, fewestVantages: 20 } }],
  ] as const)('tells the attempts behind what counts: %o', (changes) => {
    expect(sloStatus(standing({ definition: slo(changes) }))).toMatchObject({ attempts: { good: 1, valid: 2 } });
  });

  it('has no noise in the last digits of slices that are good in part', () => {
    expect(sloStatus(standing({ window: { good: 1.9000000000000001, valid: 2 } }))).toMatchObject({
      good: 1.9,
      sli: 0.95,
    });
  });

  it('tells the same figures with the time that operators took out', () => {
    const asMeasured = { good: 399_168, valid: 400_000 };
    expect(sloStatus(standing({ asMeasured }))).toMatchObject({
      sli: 0.9995,
      asMeasured: { ...asMeasured, sli: 0.99792, consumed: 2.08 },
    });
  });

  it('tells how many answers the store has lost', () => {
    expect(sloStatus(standing({ unreadable: 7 })).excluded).toEqual({
      prober_error: 1,
      maintenance: 2,
      correction: 3,
      unreadable: 7,
    });
  });

  it('tells what controls did', () => {
    const controls = [{ probe: 'public', query: 'www', good: 3, valid: 4 }];
    expect(sloStatus(standing({ controls })).controls).toEqual([
      { probe: 'public', query: 'www', answered: 3, valid: 4, sli: 0.75 },
    ]);
  });

  it('lists alerts with their windows and states, and is at risk when one on the burn rate fires', () => {
    const firing: AlertState = { ...OK, state: 'firing', sinceMs: TO_MS - MINUTE_MS };
    const status = sloStatus(
      standing({
        alerts: [
          { rule: FAST_BURN, state: firing },
          { rule: NO_DATA, state: OK },
        ],
      }),
    );
    expect(status.status).toBe('at_risk');
    expect(status.alerts).toEqual([
      {
        name: 'fast-burn',
        severity: 'page',
        state: 'firing',
        longWindow: '1h',
        shortWindow: '5m',
        threshold: 13.44,
        since: '2026-10-28T23:59:00Z',
      },
      {
        name: 'no-data',
        severity: 'ticket',
        state: 'ok',
        longWindow: null,
        shortWindow: null,
        threshold: null,
        since: null,
      },
    ]);
  });

  it.each([
    ['pending', FAST_BURN],
    ['ok', FAST_BURN],
    ['firing', NO_DATA],
  ] as const)('is not at risk for an alert that is %s: %o', (state, rule) => {
    expect(sloStatus(standing({ alerts: [{ rule, state: { ...OK, state } }] })).status).toBe('met');
  });
});

describe('notEvaluated()', () => {
  it('says which SLO it is, why nothing is known of it, and what alerts it has', () => {
    const state: AlertState = { ...OK, state: 'firing', sinceMs: TO_MS - MINUTE_MS };
    const status = notEvaluated(slo(), TO_MS, 'out of order', [{ rule: FAST_BURN, state }]);
    expect(status).toMatchObject({
      name: 'availability',
      objective: 0.999,
      window: { from: '2026-10-01T00:00:00Z', to: '2026-10-29T00:00:00Z', duration: '28d', isRolling: true },
      good: 0,
      valid: 0,
      sli: null,
      errorBudget: { total: 0.001, consumed: null, remaining: null },
      coverage: 0,
      dataSince: null,
      excluded: { prober_error: 0, maintenance: 0, correction: 0 },
      alerts: [{ name: 'fast-burn', state: 'firing', since: '2026-10-28T23:59:00Z' }],
      status: 'no_data',
      exhaustsAt: null,
      error: 'out of order',
    });
    expect(status.forecast).toEqual({ '1h': null, '6h': null, '3d': null });
    expect(Object.entries(status.burnRates)).toEqual(Object.keys(BURN_WINDOWS).map((name) => [name, null]));
  });

  it('has no alerts unless it is told of some, and knows a calendar’s window for one', () => {
    const calendar: CalendarWindow = { unit: 'month', count: 1, timeZone: 'UTC', anchor: null };
    const status = notEvaluated(slo({ calendar }), TO_MS, 'out of order');
    expect(status.alerts).toEqual([]);
    expect(status.window.isRolling).toBe(false);
  });
});
