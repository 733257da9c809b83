import { describe, expect, it } from 'vitest';

import { evaluateAt } from '../../src/app/evaluate-at.js';
import type { AlertState } from '../../src/domain/alert-state.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const TO_MS = Date.parse('2026-10-20T12:34:00Z');
const NS1 = series('ns1');

function minutesAgo(minutes: number): number {
  return TO_MS - minutes * MINUTE_MS;
}

/** 60 answers in each of the last `minutes` minutes. */
function answering(minutes: number): MemoryHistory {
  const history = new MemoryHistory();
  for (let ago = 1; ago <= minutes; ago++) {
    history.add(NS1, minutesAgo(ago), [{ outcome: 'answered', count: 60, rttUs: 900 }]);
  }
  return history;
}

async function statusOf(history: MemoryHistory, definition: SloDefinition = slo(), atMs = TO_MS) {
  const [status] = await evaluateAt({ history, alertStates: null, roundMsOf: () => 1000 }, [definition], atMs);
  if (status === undefined) throw new Error('a status is required');
  return status;
}

function stateOf(status: Awaited<ReturnType<typeof statusOf>>, alert: string) {
  return status.alerts.find(({ name }) => name === alert)?.state;
}

describe('evaluateAt()', () => {
  it('tells an alert that waits as pending: for how long it has held the windows do not say', async () => {
    const history = answering(60);
    for (let ago = 1; ago <= 30; ago++) history.add(NS1, minutesAgo(ago), [{ outcome: 'timeout', count: 30 }]);
    const own = { name: 'own', severity: 'page', threshold: 2, orEqual: false, lookbackMs: HOUR_MS } as const;
    const waiting = (afterMs: number) => slo({ ownAlerts: { burnRates: [{ ...own, afterMs }], onNoData: false } });
    expect(stateOf(await statusOf(history, waiting(0)), 'own')).toBe('firing');
    expect(stateOf(await statusOf(history, waiting(30 * MINUTE_MS)), 'own')).toBe('pending');
  });

  it('gives an SLO in the documented shape', async () => {
    const history = answering(120);
    history.add(NS1, minutesAgo(3), [
      { outcome: 'timeout', count: 6 },
      { outcome: 'prober_error', count: 2 },
    ]);
    expect(await statusOf(history, slo(), TO_MS - 59_000)).toEqual({
      name: 'availability',
      service: 'public-resolver',
      displayName: 'Availability',
      objective: 0.999,
      budgetingMethod: 'Occurrences',
      window: { from: '2026-09-22T12:34:00Z', to: '2026-10-20T12:34:00Z', duration: '28d', isRolling: true },
      good: 7200,
      valid: 7206,
      sli: 7200 / 7206,
      errorBudget: { total: 0.001, consumed: 0.832639467111, remaining: 0.167360532889 },
      coverage: 120 / (28 * 24 * 60),
      dataSince: '2026-10-20T10:34:00Z',
      excluded: { prober_error: 2, maintenance: 0, correction: 0 },
      burnRates: {
        '5m': 19.6078431373,
        '30m': 3.32225913621,
        '1h': 1.66389351082,
        '2h': 0.832639467111,
        '6h': 0.832639467111,
        '1d': 0.832639467111,
        '3d': 0.832639467111,
      },
      alerts: [
        {
          name: 'fast-burn',
          severity: 'page',
          longWindow: '1h',
          shortWindow: '5m',
          threshold: 13.44,
          state: 'ok',
          since: null,
        },
        {
          name: 'slow-burn',
          severity: 'page',
          longWindow: '6h',
          shortWindow: '30m',
          threshold: 5.6,
          state: 'ok',
          since: null,
        },
        {
          name: 'fast-drain',
          severity: 'ticket',
          longWindow: '1d',
          shortWindow: '2h',
          threshold: 2.8,
          state: 'ok',
          since: null,
        },
        {
          name: 'slow-drain',
          severity: 'ticket',
          longWindow: '3d',
          shortWindow: '6h',
          threshold: 0.933333333333,
          state: 'ok',
          since: null,
        },
        {
          name: 'no-data',
          severity: 'ticket',
          longWindow: null,
          shortWindow: null,
          threshold: null,
          state: 'ok',
          since: null,
        },
      ],
      status: 'met',
      // 1.206 failures are left of 7.206; an hour brings 6 and earns 3.606.
      exhaustsAt: '2026-10-20T13:04:13.534Z',
      forecast: { '1h': '2026-10-20T13:04:13.534Z', '6h': null, '3d': null },
    });
  });

  it('knows nothing without data, and says so', async () => {
    const status = await statusOf(new MemoryHistory());
    expect(status).toMatchObject({
      good: 0,
      valid: 0,
      sli: null,
      errorBudget: { total: 0.001, consumed: null, remaining: null },
      coverage: 0,
      dataSince: null,
      status: 'no_data',
      exhaustsAt: null,
    });
    expect(new Set(Object.values(status.burnRates))).toEqual(new Set([null]));
    expect(stateOf(status, 'no-data')).toBe('firing');
  });

  it('has no data when every attempt was the prober’s own fault', async () => {
    const history = new MemoryHistory();
    history.add(NS1, minutesAgo(2), [{ outcome: 'prober_error', count: 60 }]);
    const status = await statusOf(history);
    expect(status).toMatchObject({ sli: null, status: 'no_data', coverage: 0, excluded: { prober_error: 60 } });
    expect(stateOf(status, 'no-data')).toBe('firing');
  });

  it('is violated by an outage, and its alerts fire', async () => {
    const history = answering(600);
    for (let ago = 1; ago <= 20; ago++) history.add(NS1, minutesAgo(ago), [{ outcome: 'timeout', count: 60 }]);
    const status = await statusOf(history);
    expect(status.status).toBe('violated');
    expect(status.exhaustsAt).toBeNull();
    expect(status.alerts.filter(({ state }) => state === 'firing').map(({ name }) => name)).toEqual([
      'fast-burn',
      'slow-burn',
      'fast-drain',
      'slow-drain',
    ]);
  });

  it('counts answers within a threshold as good, timeouts as slow', async () => {
    const history = new MemoryHistory();
    history.add(NS1, minutesAgo(1), [
      { outcome: 'answered', count: 7, rttUs: 50_000 },
      { outcome: 'answered', count: 2, rttUs: 51_000 },
      { outcome: 'timeout', count: 1 },
      { outcome: 'wrong_rcode', count: 1, rttUs: 900 },
    ]);
    const indicator = { good: eventSource('within', {}, 50_000), bad: null, total: eventSource('valid') };
    expect(await statusOf(history, slo({ indicator }))).toMatchObject({ good: 7, valid: 11 });
  });

  it('measures correctness over replies only', async () => {
    const history = new MemoryHistory();
    history.add(NS1, minutesAgo(1), [
      { outcome: 'answered', count: 9, rttUs: 50 },
      { outcome: 'wrong_answer', count: 1, rttUs: 51 },
      { outcome: 'timeout', count: 5 },
    ]);
    const indicator = { good: eventSource('answered'), bad: null, total: eventSource('replied') };
    expect(await statusOf(history, slo({ indicator }))).toMatchObject({ good: 9, valid: 10, sli: 0.9 });
  });

  it('takes the window half-open', async () => {
    const history = new MemoryHistory();
    const day = slo({ periodMs: DAY_MS, periodText: '1d' });
    history.add(NS1, TO_MS - DAY_MS - MINUTE_MS, [{ outcome: 'answered', count: 1, rttUs: 1 }]);
    history.add(NS1, TO_MS, [{ outcome: 'answered', count: 10, rttUs: 1 }]);
    expect(await statusOf(history, day)).toMatchObject({ valid: 0 });
    history.add(NS1, TO_MS - DAY_MS, [{ outcome: 'answered', count: 100, rttUs: 1 }]);
    expect(await statusOf(history, day)).toMatchObject({ valid: 100 });
    expect(await statusOf(history, day, TO_MS + 1)).toMatchObject({ valid: 10 });
  });

  it('pages nobody for failures in one minute, be they read from minutes or from an hour', async () => {
    for (const hoursAgo of [0, 2]) {
      const history = answering(600);
      history.add(NS1, minutesAgo(hoursAgo * 60 + 4), [{ outcome: 'timeout', count: 600 }]);
      history.rollUp(TO_MS, 0);
      const alert = hoursAgo === 0 ? 'fast-burn' : 'slow-drain';
      expect(stateOf(await statusOf(history), alert)).toBe('ok');
      history.add(NS1, minutesAgo(hoursAgo * 60 + 3), [{ outcome: 'timeout', count: 1 }]);
      expect(stateOf(await statusOf(history), alert)).toBe('firing');
    }
  });

  it('pages nobody for two failures, unless min-failures says so', async () => {
    const history = new MemoryHistory();
    for (const ago of [1, 2]) history.add(NS1, minutesAgo(ago), [{ outcome: 'timeout', count: 1 }]);
    expect(stateOf(await statusOf(history), 'fast-burn')).toBe('ok');
    expect(stateOf(await statusOf(history, slo({ minFailures: 2 })), 'fast-burn')).toBe('firing');
    expect(stateOf(await statusOf(history, slo({ minFailures: 0 })), 'fast-burn')).toBe('firing');
  });

  it('reads weeks from days and hours, minutes only at the edges', async () => {
    const history = answering(1);
    history.rollUp(TO_MS, TO_MS);
    await statusOf(history);
    const minutes = history.queries.filter(({ resolution }) => resolution === 'minute');
    const length = minutes.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs), 0);
    expect(length / HOUR_MS).toBeLessThan(8);
    expect(history.queries.some(({ resolution }) => resolution === 'day')).toBe(true);
  });

  it('counts coverage in rounds of the fastest probe selected', async () => {
    const history = new MemoryHistory();
    for (let ago = 5; ago <= 60; ago += 5) history.add(NS1, minutesAgo(ago), [{ outcome: 'timeout', count: 1 }]);
    const hour = slo({ periodMs: HOUR_MS, periodText: '1h' });
    const coverage = async (roundMs: number | null) =>
      (await evaluateAt({ history, alertStates: null, roundMsOf: () => roundMs }, [hour], TO_MS))[0]?.coverage;
    expect(await coverage(5 * MINUTE_MS)).toBe(1);
    expect(await coverage(4.5 * MINUTE_MS)).toBe(1);
    expect(await coverage(1000)).toBe(12 / 60);
    expect(await coverage(null)).toBe(12 / 60);
  });

  it('carries the daemon’s kept alert states, and judges those it has none of', async () => {
    const history = answering(600);
    for (let ago = 1; ago <= 20; ago++) history.add(NS1, minutesAgo(ago), [{ outcome: 'timeout', count: 60 }]);
    const alertStates = new MemoryAlertStates();
    const kept: AlertState = {
      slo: 'availability',
      alert: 'fast-burn',
      state: 'ok',
      sinceMs: TO_MS,
      quietEvaluations: 0,
    };
    await alertStates.saveAlertStates([kept], []);
    const [status] = await evaluateAt({ history, alertStates, roundMsOf: () => null }, [slo()], TO_MS);
    const states = status?.alerts.map(({ name, state, since }) => [name, state, since]);
    expect(states?.slice(0, 2)).toEqual([
      ['fast-burn', 'ok', '2026-10-20T12:34:00Z'],
      ['slow-burn', 'firing', null],
    ]);
  });

  it('leaves out answers whose histogram is damaged where times matter, says how many, and judges the others', async () => {
    const history = answering(10);
    history.add(NS1, minutesAgo(4), [{ outcome: 'timeout', count: 3 }]);
    history.corrupt(NS1, minutesAgo(4));
    const within = { good: eventSource('within', {}, 1000), bad: null, total: eventSource('valid') };
    const slos = [slo({ name: 'latency', indicator: within }), slo()];
    const [latency, availability] = await evaluateAt(
      { history, alertStates: null, roundMsOf: () => null },
      slos,
      TO_MS,
    );
    expect(latency).toMatchObject({ good: 540, valid: 543, sli: 540 / 543, excluded: { unreadable: 60 } });
    expect(availability).toMatchObject({ good: 600, valid: 603 });
    expect(availability?.excluded).not.toHaveProperty('unreadable');
    expect(new Set(history.faults)).toEqual(
      new Set([`reading a histogram: bytes written by RttHistogram.toBytes() are required, found version 255`]),
    );
  });

  it('has no data, not 0 or 100 %, where every histogram is damaged', async () => {
    const history = answering(10);
    history.corrupt(NS1);
    const within = { good: eventSource('within', {}, 1000), bad: null, total: eventSource('valid') };
    const status = await statusOf(history, slo({ indicator: within }));
    expect(status).toMatchObject({ good: 0, valid: 0, sli: null, status: 'no_data', excluded: { unreadable: 600 } });
    expect(Object.values(status.burnRates).every((rate) => rate === null)).toBe(true);
  });

  describe('with controls', () => {
    /** Half of the answers fail, while the zone's own server answers 3 of 4. */
    function history(): MemoryHistory {
      const made = new MemoryHistory();
      made.add(NS1, minutesAgo(3), [
        { outcome: 'answered', count: 5, rttUs: 900 },
        { outcome: 'timeout', count: 5 },
      ]);
      made.add(series('control'), minutesAgo(3), [
        { outcome: 'answered', count: 3, rttUs: 90_000 },
        { outcome: 'timeout', count: 1 },
        { outcome: 'prober_error', count: 2 },
      ]);
      made.add({ ...series('control'), vantage: 'osaka' }, minutesAgo(3), [{ outcome: 'timeout', count: 9 }]);
      made.add(series('control', 'mail'), minutesAgo(3), [{ outcome: 'timeout', count: 7 }]);
      return made;
    }

    it('shows what they did beside the SLO, and subtracts nothing', async () => {
      const status = await statusOf(history());
      expect(status.controls).toEqual([{ probe: 'public', query: 'www', answered: 3, valid: 4, sli: 0.75 }]);
      expect(status).toMatchObject({ good: 5, valid: 10, sli: 0.5, excluded: { prober_error: 0 } });
    });

    it('counts over the window of the SLO, and shows none that has no data there', async () => {
      const short = slo({ periodMs: HOUR_MS, periodText: '1h' });
      const made = history();
      made.add(series('control', 'old'), minutesAgo(90), [{ outcome: 'answered', count: 1, rttUs: 1 }]);
      made.add(series('ns1', 'old'), minutesAgo(5), [{ outcome: 'answered', count: 1, rttUs: 1 }]);
      expect((await statusOf(made, short)).controls).toEqual([
        { probe: 'public', query: 'www', answered: 3, valid: 4, sli: 0.75 },
      ]);
    });

    it('says nothing where no query has one, and shows none beside itself', async () => {
      expect(await statusOf(answering(3))).not.toHaveProperty('controls');
      const selector = { resolver: ['control'] };
      const indicator = { good: eventSource('answered', selector), bad: null, total: eventSource('valid', selector) };
      const own = await statusOf(history(), slo({ indicator }));
      expect(own).toMatchObject({ good: 3, valid: 20 });
      expect(own).not.toHaveProperty('controls');
    });

    it('keeps the tallies of several SLOs and controls apart', async () => {
      const made = history();
      made.add(series('ns2', 'mail'), minutesAgo(2), [{ outcome: 'answered', count: 4, rttUs: 900 }]);
      const only = (query: string) => {
        const selector = { query: [query] };
        return slo({
          name: query,
          indicator: { good: eventSource('answered', selector), bad: null, total: eventSource('valid', selector) },
        });
      };
      const statuses = await evaluateAt(
        { history: made, alertStates: null, roundMsOf: () => 1000 },
        [only('www'), only('mail'), slo()],
        TO_MS,
      );
      const told = statuses.map(({ good, valid, controls }) => [
        good,
        valid,
        controls?.map((one) => [one.query, one.valid]),
      ]);
      expect(told).toEqual([
        [5, 10, [['www', 4]]],
        [4, 4, [['mail', 7]]],
        [
          9,
          14,
          [
            ['www', 4],
            ['mail', 7],
          ],
        ],
      ]);
    });
  });
});
