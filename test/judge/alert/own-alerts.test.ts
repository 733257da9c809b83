import { describe, expect, it } from 'vitest';

import { HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import type { OwnAlert } from '../../../src/domain/slo-definition.js';
import { ownAlerts, ownAlertWindowsMs } from '../../../src/judge/alert/own-alerts.js';
import { burnRateVerdict } from '../../../src/judge/alert/verdict.js';

const OWN: OwnAlert = {
  name: 'mine',
  severity: 'page',
  lookbackMs: HOUR_MS,
  threshold: 2,
  orEqual: false,
  afterMs: 5 * MINUTE_MS,
};

function ruleOf(changes: Partial<OwnAlert> = {}) {
  const [rule] = ownAlerts({ burnRates: [{ ...OWN, ...changes }], onNoData: false }, null);
  if (rule?.kind !== 'burn-rate') throw new Error('a burn-rate alert is required');
  return rule;
}

describe('ownAlerts()', () => {
  it.each([
    [HOUR_MS, 5],
    [10 * MINUTE_MS, 1],
    [MINUTE_MS, 1],
    [30 * MINUTE_MS, 3],
    [100 * MINUTE_MS, 9],
    [6 * HOUR_MS, 30],
  ])('looks back %d ms, and at a twelfth of it in whole minutes, rounded up: %d', (lookbackMs, minutes) => {
    expect(ruleOf({ lookbackMs })).toMatchObject({
      longMs: lookbackMs,
      shortMs: minutes * MINUTE_MS,
      afterMs: 300_000,
    });
    const definition = { ownAlerts: { burnRates: [{ ...OWN, lookbackMs }], onNoData: true } };
    expect(ownAlertWindowsMs(definition)).toEqual([lookbackMs, minutes * MINUTE_MS]);
  });

  it.each([
    ['page', 'page'],
    ['Critical', 'page'],
    ['crit', 'page'],
    ['EMERGENCY', 'page'],
    ['high', 'page'],
    ['sev1', 'page'],
    ['P1', 'page'],
    ['', 'ticket'],
    ['warning', 'ticket'],
    ['ticket', 'ticket'],
    ['pagers', 'ticket'],
  ])('takes severity %s for a %s', (severity, taken) => {
    expect(ruleOf({ severity }).severity).toBe(taken);
  });

  it('adds the alert on missing data only where a policy asks for it', () => {
    const none = { burnRates: [], onNoData: false };
    expect(ownAlerts(none, null)).toEqual([]);
    expect(ownAlerts({ ...none, onNoData: true }, 5 * MINUTE_MS)).toEqual([
      { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: 15 * MINUTE_MS },
    ]);
    expect(ownAlertWindowsMs({ ownAlerts: null })).toEqual([]);
  });

  // Objective 0.9: one bad of ten is a rate of 1, two of ten one of 2.
  it.each([
    ['faster in both windows', false, [7, 10], [70, 100], 'holds'],
    ['exactly as fast', false, [8, 10], [70, 100], 'quiet'],
    ['exactly as fast, which is enough', true, [8, 10], [80, 100], 'holds'],
    ['slower in the short window', true, [9, 10], [70, 100], 'quiet'],
    ['slower in the long window', true, [7, 10], [90, 100], 'quiet'],
    ['without data in the short window', false, [0, 0], [70, 100], 'unknown'],
    ['without data in the short, slower in the long', false, [0, 0], [90, 100], 'quiet'],
  ] as const)('is judged by its windows: %s', (_, orEqual, short, long, verdict) => {
    const ratio = ([good, valid]: readonly [number, number]) => ({ good, valid });
    const evidence = { objective: 0.9, short: ratio(short), long: ratio(long), failedAttempts: 30, minFailures: 3 };
    expect(burnRateVerdict(ruleOf({ orEqual }), { ...evidence, failedInTwoMinutes: true })).toBe(verdict);
  });
});
