import { describe, expect, it } from 'vitest';

import { ArrivedAttempts } from '../../src/app/arrived-attempts.js';
import { News } from '../../src/app/news.js';
import { newTallySums, VALID } from '../../src/app/tally-sums.js';
import { Evaluator } from '../../src/app/evaluator.js';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/domain/clock.js';
import type { Correction } from '../../src/domain/operator-action.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const START_MS = Date.parse('2026-10-20T12:00:00Z');

/** A minute of one SLO with so many valid attempts, that come to so many units if its series are weighed. */
function minute(valid: number, units: number | null = null) {
  const sums = newTallySums(1).fill(valid, VALID, VALID + 1);
  const weighed = new Map(units === null ? [] : [[0, { good: 0, valid: units }]]);
  return { sums, weighed, unweighed: new Map() };
}

describe('News', () => {
  it('comes of attempts, in minutes that follow too, not of time that goes by', () => {
    const [arrived, news] = [new ArrivedAttempts(1), new News()];
    arrived.add(minute(3));
    news.since(arrived);
    arrived.add(minute(0));
    expect(news.since(arrived)(0)).toBe(false);
    arrived.add(minute(1));
    arrived.add(minute(0));
    expect(news.since(arrived)(0)).toBe(true);
    expect(news.since(arrived)(0)).toBe(false);
  });

  it('does not come of a minute of too few votes', () => {
    const [arrived, news] = [new ArrivedAttempts(1), new News()];
    news.since(arrived);
    arrived.add(minute(19, 0));
    expect(news.since(arrived)(0)).toBe(false);
    arrived.add(minute(20, 1));
    expect(news.since(arrived)(0)).toBe(true);
  });

  it('comes at a start of what the last minute holds', () => {
    const arrived = new ArrivedAttempts(1);
    arrived.add(minute(5));
    expect(new News().since(arrived)(0)).toBe(true);
    arrived.add(minute(0));
    expect(new News().since(arrived)(0)).toBe(false);
  });

  it('comes of what was changed in totals that replace others, and of nothing else in them', () => {
    const [arrived, news] = [new ArrivedAttempts(1), new News()];
    arrived.add(minute(5));
    news.since(arrived);
    const same = new ArrivedAttempts(1);
    same.continueFrom(arrived, () => false);
    expect(news.since(same)(0)).toBe(false);
    const changed = new ArrivedAttempts(1);
    changed.continueFrom(same, () => true);
    expect(news.since(changed)(0)).toBe(true);
    expect(news.since(changed)(0)).toBe(false);
  });
});

describe('Evaluator without new attempts', () => {
  const [CORRECTED, OTHER] = [slo({ name: 'corrected' }), slo({ name: 'other' })];

  /** Well for half an hour, badly for the last four minutes, then no attempts for one. */
  function rig(slos = [CORRECTED, OTHER]) {
    const history = new MemoryHistory();
    for (let m = 0; m < 30; m++)
      history.add(series(), START_MS + m * MINUTE_MS, [{ outcome: 'answered', count: 60, rttUs: 900 }]);
    for (let m = 30; m < 34; m++)
      history.add(series(), START_MS + m * MINUTE_MS, [
        { outcome: 'timeout', count: 1 },
        { outcome: 'answered', count: 99, rttUs: 900 },
      ]);
    const evaluator = new Evaluator({ history, alertStates: new MemoryAlertStates(), slos, roundMsOf: () => 1000 });
    let nowMs = START_MS + 35 * MINUTE_MS;
    const judge = async () => {
      nowMs += SECOND_MS;
      const { transitions } = await evaluator.evaluate(nowMs, nowMs - 5 * SECOND_MS);
      return transitions.map(({ slo: name, alert, to }) => `${name} ${alert} ${to}`);
    };
    return { history, judge };
  }

  const exclude: Correction = {
    id: 1,
    slo: 'corrected',
    fromMs: START_MS,
    toMs: START_MS + 30 * MINUTE_MS,
    kind: 'exclude',
    reason: 'the good ones were not ours',
    recordedAtMs: START_MS + HOUR_MS,
    recordedBy: 'somebody',
    revokedAtMs: null,
    revokedBy: null,
  };

  it('opens an alert without new attempts only where operators changed what its windows hold', async () => {
    const { history, judge } = rig([
      slo({ name: 'corrected', objective: 0.9995 }),
      slo({ name: 'other', objective: 0.9995 }),
    ]);
    expect(await judge()).toEqual([]);
    history.records = { maintenances: [], corrections: [exclude] };
    history.raiseVersion();
    expect(await judge()).toEqual([
      'corrected fast-burn firing',
      'corrected slow-burn firing',
      'corrected fast-drain firing',
      'corrected slow-drain firing',
    ]);
    expect(await judge()).toEqual([]);
  });

  it('takes a series that appears for no news of SLOs that do not count it', async () => {
    const { history, judge } = rig();
    expect(await judge()).toEqual([]);
    history.add({ ...series('ns9'), probe: 'elsewhere' }, START_MS + 35 * MINUTE_MS, [
      { outcome: 'prober_error', count: 1 },
    ]);
    expect(await judge()).toEqual([]);
  });
});
