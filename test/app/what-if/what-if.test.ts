import { describe, expect, it } from 'vitest';

import { Evaluator } from '../../../src/app/evaluator.js';
import { whatIf } from '../../../src/app/what-if/what-if.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import type { SloDefinition } from '../../../src/domain/slo-definition.js';
import { MemoryAlertStates } from '../../support/memory-alert-states.js';
import { MemoryHistory } from '../../support/memory-history.js';
import { eventSource, series, slo } from '../../support/slo-samples.js';

const START_MS = Date.parse('2026-10-01T00:00:00Z');
const HOURLY: Partial<SloDefinition> = { periodMs: 6 * HOUR_MS, periodText: '6h', objective: 0.99 };

/** Ten attempts a minute, of which some fail, or none at all (`null`). */
function historyOf(minutes: number, failedIn: (minute: number) => number | null): MemoryHistory {
  const history = new MemoryHistory();
  for (let minute = 0; minute < minutes; minute++) {
    const failed = failedIn(minute);
    if (failed === null) continue;
    history.add(series(), START_MS + minute * MINUTE_MS, [
      { outcome: 'answered', count: 10 - failed, rttUs: minute % 2 === 0 ? 5_000 : 15_000 },
      { outcome: 'timeout', count: failed },
    ]);
  }
  return history;
}

async function simulate(history: MemoryHistory, definition: SloDefinition, minutes: number, minutesFromMs = -Infinity) {
  const found = await whatIf(
    { history, roundMsOf: () => null, minutesFromMs },
    [definition],
    START_MS + minutes * MINUTE_MS,
  );
  if (found === null) throw new Error('history is required');
  const [simulated] = found.simulated;
  if (simulated === undefined) throw new Error('one definition is required');
  return { ...found, ...simulated };
}

/** An outage of twenty minutes, a bad hour, and half an hour of silence. */
function someTrouble(minute: number): number | null {
  if (minute >= 500 && minute < 520) return 10;
  if (minute >= 900 && minute < 960) return 2;
  return minute >= 1000 && minute < 1030 ? null : 0;
}

describe('whatIf()', () => {
  it.each([
    ['attempts', slo(HOURLY)],
    ['slices', slo({ ...HOURLY, budgetingMethod: 'Timeslices', slices: { widthMs: 5 * MINUTE_MS, target: 0.9 } })],
    [
      'alertAfter',
      slo({
        ...HOURLY,
        ownAlerts: {
          burnRates: [
            { name: 'own', severity: 'page', lookbackMs: HOUR_MS, threshold: 5, orEqual: false, afterMs: 600_000 },
          ],
          onNoData: true,
        },
      }),
    ],
  ])('fires as often and as long as the daemon would have, judging once a minute: %s', async (_, definition) => {
    const history = historyOf(1440, someTrouble);
    const { alerts } = await simulate(history, definition, 1440);
    const evaluator = new Evaluator({
      history,
      alertStates: new MemoryAlertStates(),
      slos: [definition],
      roundMsOf: () => null,
    });
    const fired = new Map<string, { fired: number; firedMs: number }>();
    for (let minute = 1; minute <= 1440; minute++) {
      const nowMs = START_MS + minute * MINUTE_MS;
      const { transitions } = await evaluator.evaluate(nowMs, nowMs);
      for (const { alert, from, to, evidence } of transitions) {
        const sum = fired.get(alert) ?? { fired: 0, firedMs: 0 };
        if (to === 'firing') sum.fired++;
        if (from === 'firing') sum.firedMs += evidence.heldMs ?? 0;
        fired.set(alert, sum);
      }
    }
    const simulated = alerts
      .filter((alert) => alert.fired > 0)
      .map(({ rule, fired, firedMs }) => [rule.name, { fired, firedMs }]);
    expect(simulated).toEqual([...fired].filter(([, sum]) => sum.fired > 0).sort(inOrderOf(alerts)));
    expect(simulated.length).toBeGreaterThan(1);
  });

  it('asks the past with another threshold', async () => {
    const history = historyOf(600, () => 0);
    const within = (thresholdUs: number) =>
      slo({
        ...HOURLY,
        indicator: { good: eventSource('within', {}, thresholdUs), bad: null, total: eventSource('valid') },
      });
    expect((await simulate(history, within(20_000), 600)).status.sli).toBe(1);
    expect((await simulate(history, within(10_000), 600)).status.sli).toBe(0.5);
  });

  it('suggests the strictest round objective that the worst full window met with a quarter of its budget left', async () => {
    // 15 of 3,600 attempts of a window fail: 0.42 %, of which 99.5 % allows 0.5, and three quarters of that are 0.375.
    const history = historyOf(1440, (minute) => (minute >= 600 && minute < 615 ? 1 : 0));
    const { worst, suggestedObjective } = await simulate(history, slo(HOURLY), 1440);
    expect(worst).toMatchObject({ good: 3585, valid: 3600, windows: 1440 - 360 + 1 });
    expect(suggestedObjective).toBe(0.99);
  });

  it('takes only whole windows of a calendar', async () => {
    const calendar = { unit: 'day', count: 1, timeZone: 'UTC', anchor: null } as const;
    const history = historyOf(3 * 1440 - 60, (minute) => (minute === 1500 || minute > 2 * 1440 ? 10 : 0));
    const day = slo({ calendar, periodMs: DAY_MS, periodText: '1d' });
    const { worst } = await simulate(history, day, 3 * 1440 - 60);
    expect(worst).toMatchObject({ good: 14_390, valid: 14_400, windows: 2 });
  });

  it('suggests nothing where no full window is kept', async () => {
    const { worst, suggestedObjective } = await simulate(
      historyOf(359, () => 0),
      slo(HOURLY),
      359,
    );
    expect([worst, suggestedObjective]).toEqual([null, null]);
  });

  it('judges alerts only where their windows lie within the minutes kept', async () => {
    const keptMs = START_MS + 600 * MINUTE_MS;
    const { history, judged } = await simulate(
      historyOf(5 * 1440, () => 0),
      slo(HOURLY),
      5 * 1440,
      keptMs,
    );
    expect(history.fromMs).toBe(keptMs);
    expect(judged.fromMs).toBe(keptMs + 3 * DAY_MS);
  });

  it('says nothing without history', async () => {
    const deps = { history: new MemoryHistory(), roundMsOf: () => null, minutesFromMs: 0 };
    expect(await whatIf(deps, [slo()], START_MS)).toBeNull();
  });
});

function inOrderOf(alerts: readonly { readonly rule: { readonly name: string } }[]) {
  const names = alerts.map(({ rule }) => rule.name);
  return (a: readonly [string, unknown], b: readonly [string, unknown]) => names.indexOf(a[0]) - names.indexOf(b[0]);
}
