import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { CalendarWindow, SloDefinition } from '../../src/domain/slo-definition.js';
import type { SloStatus } from '../../src/domain/slo-status.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

/** Figures that others have published, from the attempts to the status. */

const TO_MS = Date.parse('2026-10-20T12:00:00Z');
const NS1 = series('ns1');

async function statusOf(history: MemoryHistory, definition: SloDefinition, atMs = TO_MS): Promise<SloStatus> {
  const [status] = await evaluateAt({ history, alertStates: null, roundMsOf: () => null }, [definition], atMs);
  return status!;
}

/** So many answers and timeouts in the minute that begins at `minuteMs`. */
function put(history: MemoryHistory, minuteMs: number, good: number, bad: number, of = NS1): void {
  if (good > 0) history.add(of, minuteMs, [{ outcome: 'answered', count: good, rttUs: 900 }]);
  if (bad > 0) history.add(of, minuteMs, [{ outcome: 'timeout', count: bad }]);
}

/** One attempt a minute, those of the first `bad` minutes in vain. */
function minutes(fromMs: number, toMs: number, bad: number): MemoryHistory {
  const history = new MemoryHistory();
  for (let i = 0; fromMs + i * MINUTE_MS < toMs; i++)
    put(history, fromMs + i * MINUTE_MS, i < bad ? 0 : 1, i < bad ? 1 : 0);
  return history;
}

describe('the fixture of slo-generator (goal 0.99, window 3600 s, alerting at a burn rate of 1)', () => {
  const burning = { name: 'burning', severity: 'page', lookbackMs: HOUR_MS, threshold: 1, orEqual: false, afterMs: 0 };
  const fixture = slo({
    objective: 0.99,
    periodMs: HOUR_MS,
    periodText: '1h',
    minFailures: 0,
    ownAlerts: { burnRates: [burning], onNoData: false },
  });

  it.each([
    [5, 5, 0.5, 50, 'firing'],
    [991, 9, 0.991, 0.9, 'ok'],
    [99, 1, 0.99, 1, 'ok'],
  ])('%i good and %i bad: SLI %d, burn rate %d, alert %s', async (good, bad, sli, rate, state) => {
    const history = new MemoryHistory();
    put(history, TO_MS - MINUTE_MS, good, bad);
    const status = await statusOf(history, fixture);
    expect(status).toMatchObject({ sli, burnRates: { '1h': rate }, alerts: [{ name: 'burning', state }] });
    expect(status.errorBudget.consumed).toBe(rate);
    expect(status.errorBudget.total * 3600).toBeCloseTo(36, 9);
  });

  it('nothing good and nothing bad is no data, not an SLI, and no alert', async () => {
    const status = await statusOf(new MemoryHistory(), fixture);
    expect(status).toMatchObject({
      sli: null,
      status: 'no_data',
      burnRates: { '1h': null },
      alerts: [{ state: 'ok' }],
    });
  });
});

describe('budgets of OpenSLO’s examples', () => {
  const timeslices = (widthMs: number) => ({ budgetingMethod: 'Timeslices', slices: { widthMs, target: 1 } }) as const;

  it.each([
    [1007, 'at_risk', 1 / 1008],
    [1008, 'violated', 0],
    [1009, 'violated', -1 / 1008],
  ])('2 w at 95 %%, slices of a minute: %i bad ones (1008 are 16 h 48 min) leave it %s', async (bad, state, left) => {
    const history = minutes(TO_MS - 14 * DAY_MS, TO_MS, bad);
    const twoWeeks = { periodMs: 14 * DAY_MS, periodText: '2w', objective: 0.95, ...timeslices(MINUTE_MS) };
    const status = await statusOf(history, slo(twoWeeks));
    expect(status).toMatchObject({ good: 20_160 - bad, valid: 20_160, status: state });
    expect(status.errorBudget.remaining).toBeCloseTo(left, 11);
  });

  it.each([
    [5, 0.04 / 5.04],
    [6, -0.96 / 5.04],
  ])('1 w at 99.95 %% bears 5.04 min: %i bad ones leave %d', async (bad, left) => {
    const history = minutes(TO_MS - 7 * DAY_MS, TO_MS, bad);
    const week = { periodMs: 7 * DAY_MS, periodText: '1w', objective: 0.9995, ...timeslices(MINUTE_MS) };
    expect((await statusOf(history, slo(week))).errorBudget.remaining).toBeCloseTo(left, 11);
  });

  it('counts a slice as bad below its target, and as good as its ratio where it has none', async () => {
    const history = new MemoryHistory();
    put(history, TO_MS - 2 * MINUTE_MS, 9, 1);
    put(history, TO_MS - MINUTE_MS, 10, 0);
    const hour = { periodMs: HOUR_MS, periodText: '1h', objective: 0.9 };
    const atLeast = (target: number | null) => ({ slices: { widthMs: MINUTE_MS, target } });
    expect(await statusOf(history, slo({ ...hour, budgetingMethod: 'Timeslices', ...atLeast(0.95) }))).toMatchObject({
      good: 1,
      valid: 2,
      attempts: { good: 19, valid: 20 },
    });
    expect(await statusOf(history, slo({ ...hour, budgetingMethod: 'Timeslices', ...atLeast(0.9) }))).toMatchObject({
      good: 2,
    });
    expect(
      await statusOf(history, slo({ ...hour, budgetingMethod: 'RatioTimeslices', ...atLeast(null) })),
    ).toMatchObject({
      good: 1.9,
      sli: 0.95,
    });
  });
});

describe('ICANN Registry Agreement, specification 10', () => {
  const within = { good: eventSource('within', {}, 2_500_000), bad: null, total: eventSource('valid') };
  const month: CalendarWindow = { unit: 'month', count: 1, timeZone: 'UTC', anchor: null };
  const icann = slo({
    objective: 0.99,
    indicator: within,
    weighing: { kind: 'quorum', share: 0.51, fewestVantages: 20 },
    calendar: month,
    periodMs: 30 * DAY_MS,
    periodText: '1M',
  });

  /** A minute in which so many of the active vantages had no answer, or one slower than 5 × 500 ms. */
  function minute(active: number, failing: number, howFailing: 'timeout' | 'slow' = 'timeout'): MemoryHistory {
    const history = new MemoryHistory();
    for (let i = 0; i < active; i++) {
      const of = { ...NS1, vantage: `v${String(i)}` };
      const slow = { outcome: 'answered', count: 1, rttUs: 2_600_000 } as const;
      if (i < failing && howFailing === 'slow') history.add(of, TO_MS - MINUTE_MS, [slow]);
      else put(history, TO_MS - MINUTE_MS, i < failing ? 0 : 1, i < failing ? 1 : 0, of);
    }
    return history;
  }

  it.each([
    [20, 10, 1, 1],
    [20, 11, 0, 1],
    [19, 19, 0, 0],
    [19, 0, 0, 0],
  ])('of %i vantages %i failing: %i of %i minutes up', async (active, failing, good, valid) => {
    expect(await statusOf(minute(active, failing), icann)).toMatchObject({ good, valid, attempts: { valid: active } });
    expect(await statusOf(minute(active, failing, 'slow'), icann)).toMatchObject({ good, valid });
  });

  it('an address may be down for 432 minutes of a month of 30 days', async () => {
    const [fromMs, toMs] = [Date.parse('2026-09-01T00:00:00Z'), Date.parse('2026-10-01T00:00:00Z')];
    const single = { ...icann, weighing: { ...icann.weighing, fewestVantages: 1 } } as SloDefinition;
    const status = await statusOf(minutes(fromMs, toMs, 432), single, toMs);
    expect(status).toMatchObject({ good: 43_200 - 432, valid: 43_200, status: 'violated', coverage: 1 });
    expect(status.errorBudget.remaining).toBe(0);
  }, 60_000);
});

describe('months of the calendar', () => {
  const berlin = { zone: 'Europe/Berlin', hours: 745, from: '2026-09-30T22:00:00Z', until: '2026-10-31T23:00:00Z' };

  it.each([
    berlin,
    { zone: 'Europe/Berlin', hours: 743, from: '2026-02-28T23:00:00Z', until: '2026-03-31T22:00:00Z' },
    { zone: 'Asia/Tokyo', hours: 744, from: '2026-09-30T15:00:00Z', until: '2026-10-31T15:00:00Z' },
    { zone: 'Asia/Tokyo', hours: 744, from: '2026-02-28T15:00:00Z', until: '2026-03-31T15:00:00Z' },
    { zone: 'UTC', hours: 29 * 24, from: '2028-02-01T00:00:00Z', until: '2028-03-01T00:00:00Z' },
    { zone: 'Europe/Berlin', hours: 29 * 24, from: '2028-01-31T23:00:00Z', until: '2028-02-29T23:00:00Z' },
    { zone: 'UTC', hours: 28 * 24, from: '2026-02-01T00:00:00Z', until: '2026-03-01T00:00:00Z' },
  ])('$zone from $from: $hours hours, whose budget is there from the first', async ({ zone, hours, from, until }) => {
    const [fromMs, untilMs] = [Date.parse(from), Date.parse(until)];
    const calendar: CalendarWindow = { unit: 'month', count: 1, timeZone: zone, anchor: null };
    const month = slo({ objective: 0.9, calendar, periodMs: 30 * DAY_MS, periodText: '1M' });
    const history = new MemoryHistory();
    put(history, fromMs - MINUTE_MS, 0, 1000);
    put(history, fromMs, 90, 10);
    put(history, untilMs - MINUTE_MS, 90, 10);
    put(history, untilMs, 0, 1000);
    const first = await statusOf(history, month, fromMs + HOUR_MS);
    expect(first).toMatchObject({ window: { from, until, isRolling: false }, good: 90, valid: 100 });
    expect(first.errorBudget.consumed).toBeCloseTo(1 / hours, 11);
    const last = await statusOf(history, month, untilMs);
    expect(last).toMatchObject({ window: { from, to: until, until }, good: 180, valid: 200 });
    expect(last.errorBudget.consumed).toBe(1);
    expect(last.coverage).toBe(2 / (hours * 60));
  });

  it('holds the hour that is there twice, and slices that lie in it', async () => {
    const fromMs = Date.parse('2026-10-24T22:00:00Z');
    const day: CalendarWindow = { unit: 'day', count: 1, timeZone: 'Europe/Berlin', anchor: '2026-01-01 00:00' };
    const slices = { budgetingMethod: 'Timeslices', slices: { widthMs: HOUR_MS, target: 0.99 } } as const;
    const history = minutes(fromMs, fromMs + 25 * HOUR_MS, 0);
    const today = slo({ calendar: day, periodMs: DAY_MS, periodText: '1d', ...slices });
    expect(await statusOf(history, today, fromMs + 25 * HOUR_MS)).toMatchObject({
      window: { from: '2026-10-24T22:00:00Z', until: '2026-10-25T23:00:00Z' },
      good: 25,
      valid: 25,
      coverage: 1,
    });
  });
});

describe('factors of the default alerts', () => {
  it.each([
    [30, [1440, 600, 300, 100]],
    [90, [1440, 600, 300, 100]],
    [28, [1344, 560, 280, 93]],
    [7, [1344, 350, 140, 98]],
  ])('over %i days: none fires at so many failures of 100,000, each with one more', async (days, failures) => {
    const definition = slo({ periodMs: days * DAY_MS, periodText: `${String(days)}d` });
    const firing = async (bad: number) => {
      const history = new MemoryHistory();
      // Of both halves of each window, in two different minutes.
      put(history, TO_MS - MINUTE_MS, 50_000 - Math.ceil(bad / 2), Math.ceil(bad / 2));
      put(history, TO_MS - 2 * MINUTE_MS, 50_000 - Math.floor(bad / 2), Math.floor(bad / 2));
      const { alerts } = await statusOf(history, definition);
      return alerts.filter(({ state }) => state === 'firing').map(({ name }) => name);
    };
    for (const [i, name] of ['fast-burn', 'slow-burn', 'fast-drain', 'slow-drain'].entries()) {
      expect(await firing(failures[i]!)).not.toContain(name);
      expect(await firing(failures[i]! + 1)).toContain(name);
    }
  });
});
