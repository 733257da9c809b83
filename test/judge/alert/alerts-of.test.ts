import { describe, expect, it } from 'vitest';

import { MINUTE_MS } from '../../../src/domain/clock.js';
import { alertsOf } from '../../../src/judge/alert/alerts-of.js';
import { defaultAlerts } from '../../../src/judge/alert/default-alerts.js';
import { slo } from '../../support/slo-samples.js';

describe('alertsOf()', () => {
  it('has the default alerts of an SLO that names none', () => {
    expect(alertsOf(slo({ ownAlerts: null }), MINUTE_MS)).toEqual(defaultAlerts(slo(), MINUTE_MS));
  });

  it('has only its own where it names some, even if policies ask for none', () => {
    const mine = {
      name: 'mine',
      severity: 'page',
      lookbackMs: 12 * MINUTE_MS,
      threshold: 2,
      orEqual: true,
      afterMs: 0,
    };
    expect(alertsOf(slo({ ownAlerts: { burnRates: [mine], onNoData: false } }), null)).toMatchObject([
      { name: 'mine', longMs: 12 * MINUTE_MS, shortMs: MINUTE_MS, orEqual: true },
    ]);
    expect(alertsOf(slo({ ownAlerts: { burnRates: [], onNoData: false } }), null)).toEqual([]);
  });
});
