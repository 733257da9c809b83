import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import { defaultAlerts, impossibleDefaultAlerts, LONGEST_ALERT_MS } from '../../../src/judge/alert/default-alerts.js';

function thresholds(periodMs: number, objective = 0.999) {
  return defaultAlerts({ objective, periodMs }, null).flatMap((rule) =>
    rule.kind === 'burn-rate' ? [[rule.name, rule.threshold]] : [],
  );
}

describe('defaultAlerts()', () => {
  it.each([
    [28, [13.44, 5.6, 2.8, 0.933333333333]],
    [30, [14.4, 6, 3, 1]],
    [29, [13.92, 5.8, 2.9, 0.966666666667]],
    [90, [14.4, 6, 3, 1]],
    [365, [14.4, 6, 3, 1]],
    [27, [13.44, 3.5, 1.4, 0.98]],
    [7, [13.44, 3.5, 1.4, 0.98]],
    [3, [13.44, 3.5, 1.4, 0.98]],
  ])('over %d days has the factors %o', (days, factors) => {
    expect(thresholds(days * DAY_MS)).toEqual([
      ['fast-burn', factors[0]],
      ['slow-burn', factors[1]],
      ['fast-drain', factors[2]],
      ['slow-drain', factors[3]],
    ]);
  });

  it('leaves out alerts whose long window exceeds the period', () => {
    expect(thresholds(3 * DAY_MS - MINUTE_MS).map(([name]) => name)).toEqual(['fast-burn', 'slow-burn', 'fast-drain']);
    expect(thresholds(HOUR_MS).map(([name]) => name)).toEqual(['fast-burn']);
    expect(thresholds(30 * MINUTE_MS)).toEqual([]);
  });

  it('leaves out and names alerts that could never fire', () => {
    // 13.44 × 0.0745 > 1: even a total outage burns more slowly.
    expect(thresholds(28 * DAY_MS, 0.9255).map(([name]) => name)).not.toContain('fast-burn');
    expect(thresholds(28 * DAY_MS, 0.926).map(([name]) => name)).toContain('fast-burn');
    const impossible = impossibleDefaultAlerts({ objective: 0.5, periodMs: 30 * DAY_MS });
    expect(impossible.map(({ name }) => name)).toEqual(['fast-burn', 'slow-burn', 'fast-drain']);
  });

  it('leaves out an alert whose factor a total outage reaches but does not exceed', () => {
    // slow-drain over 30 days has the factor 1: with the objective 0 nothing burns faster.
    expect(thresholds(30 * DAY_MS, 0)).toEqual([]);
  });

  it('pages for what burns fast, and leaves what drains slowly for the morning', () => {
    const rules = defaultAlerts({ objective: 0.999, periodMs: 28 * DAY_MS }, null);
    expect(rules.map(({ name, severity }) => [name, severity])).toEqual([
      ['fast-burn', 'page'],
      ['slow-burn', 'page'],
      ['fast-drain', 'ticket'],
      ['slow-drain', 'ticket'],
      ['no-data', 'ticket'],
    ]);
    expect(LONGEST_ALERT_MS).toBe(3 * DAY_MS);
  });

  it('has the documented windows and severities', () => {
    const [fast] = defaultAlerts({ objective: 0.999, periodMs: 28 * DAY_MS }, null);
    expect(fast).toEqual({
      kind: 'burn-rate',
      name: 'fast-burn',
      severity: 'page',
      longMs: HOUR_MS,
      shortMs: 5 * MINUTE_MS,
      threshold: 13.44,
      orEqual: false,
      afterMs: 0,
    });
  });

  it.each([
    [null, 10],
    [5_000, 10],
    [5 * MINUTE_MS, 15],
  ])('waits for data with a round of %s ms for %d minutes', (roundMs, minutes) => {
    const rule = defaultAlerts({ objective: 0.99, periodMs: DAY_MS }, roundMs).at(-1);
    expect(rule).toEqual({ kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: minutes * MINUTE_MS });
  });
});
