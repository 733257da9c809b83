import { describe, expect, it } from 'vitest';

import { HOUR_MS } from '../../../src/domain/clock.js';
import type { SloState } from '../../../src/domain/slo-status.js';
import { publicSlos } from '../../../src/publish/site/public-slos.js';
import type { Site } from '../../../src/publish/site/site.js';
import { componentStatus, worstStatus } from '../../../src/publish/statuspage/component-status.js';
import { SAMPLE_NOW_MS } from '../../support/sample-snapshot.js';
import { sampleMaintenance, siteWith } from '../../support/sample-site.js';

/** The status of one SLO in this state, of whose last five minutes this share was not good. */
function statusOf(state: SloState, notGood: number | null = 0, site: Partial<Site> = {}) {
  const whole = siteWith([{ name: 'a', state, objective: 0.99 }], {}, site);
  const [slo] = publicSlos(whole.snapshot);
  const objectives = slo!.objectives.map((view) => ({
    ...view,
    status: { ...view.status, burnRates: { '5m': notGood === null ? null : notGood / 0.01 } },
  }));
  return componentStatus({ ...slo!, objectives }, whole);
}

const running = { fromMs: SAMPLE_NOW_MS - HOUR_MS, toMs: SAMPLE_NOW_MS + HOUR_MS };
const during = (maintenance: Parameters<typeof sampleMaintenance>[0]): Partial<Site> => ({
  records: { incidents: [], corrections: [], maintenances: [sampleMaintenance({ ...running, ...maintenance })] },
});

describe('componentStatus()', () => {
  it.each([
    ['met', 0, 'operational'],
    ['at_risk', 0.2, 'degraded_performance'],
    ['at_risk', null, 'degraded_performance'],
    ['at_risk', 0.51, 'major_outage'],
    ['violated', 0, 'partial_outage'],
    ['violated', 0.49, 'partial_outage'],
    ['violated', 0.51, 'major_outage'],
    ['no_data', null, 'degraded_performance'],
  ] as const)('calls %s with %s not good %s', (state, notGood, expected) => {
    expect(statusOf(state, notGood)).toBe(expected);
  });

  it('is under maintenance while announced work on it goes on', () => {
    expect(statusOf('met', 0, during({ slos: [] }))).toBe('under_maintenance');
    expect(statusOf('violated', 1, during({ slos: ['a'] }))).toBe('under_maintenance');
    expect(statusOf('met', 0, during({ slos: ['b'] }))).toBe('operational');
    expect(statusOf('met', 0, during({ slos: ['a'], cancelledAtMs: SAMPLE_NOW_MS - 1 }))).toBe('operational');
    expect(statusOf('met', 0, during({ fromMs: SAMPLE_NOW_MS + 1 }))).toBe('operational');
    expect(statusOf('met', 0, during({ toMs: SAMPLE_NOW_MS }))).toBe('operational');
  });

  it('is not operational by old figures', () => {
    expect(statusOf('met', 0, { staleForMs: 60_000 })).toBe('degraded_performance');
    expect(statusOf('violated', 0, { staleForMs: 60_000 })).toBe('partial_outage');
  });
});

describe('worstStatus()', () => {
  it('is never operational where nothing is known', () => {
    expect(worstStatus([])).toBe('degraded_performance');
    expect(worstStatus(['operational', 'under_maintenance'])).toBe('under_maintenance');
    expect(worstStatus(['operational', 'partial_outage', 'under_maintenance'])).toBe('partial_outage');
  });
});
