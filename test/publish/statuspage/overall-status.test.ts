import { describe, expect, it } from 'vitest';

import { HOUR_MS } from '../../../src/domain/clock.js';
import type { PublicRecords } from '../../../src/domain/public-records.js';
import type { SloState } from '../../../src/domain/slo-status.js';
import type { Site } from '../../../src/publish/site/site.js';
import { overallStatus } from '../../../src/publish/statuspage/overall-status.js';
import { SAMPLE_NOW_MS } from '../../support/sample-snapshot.js';
import { sampleIncident, sampleMaintenance, sampleUpdate, siteWith } from '../../support/sample-site.js';

const of = (states: readonly SloState[], records: Partial<PublicRecords> = {}, site: Partial<Site> = {}) =>
  Object.values(
    overallStatus(
      siteWith(
        states.map((state) => ({ state })),
        records,
        site,
      ),
    ),
  );

const RUNNING = sampleMaintenance({ fromMs: SAMPLE_NOW_MS - HOUR_MS, toMs: SAMPLE_NOW_MS + HOUR_MS, slos: ['slo-1'] });
const RESOLVED = sampleIncident({
  updates: [sampleUpdate({ id: 1, state: 'resolved', message: 'x', atMs: SAMPLE_NOW_MS })],
});

describe('overallStatus()', () => {
  it.each([
    [['met', 'met'], {}, ['none', 'All Systems Operational']],
    [['met', 'met'], { incidents: [RESOLVED] }, ['none', 'All Systems Operational']],
    [['met', 'at_risk'], {}, ['minor', 'Partially Degraded Service']],
    [['met', 'violated'], {}, ['major', 'Partial System Outage']],
    [['met', 'met'], { incidents: [sampleIncident({ impact: 'minor' })] }, ['minor', 'Partially Degraded Service']],
    [['met', 'met'], { incidents: [sampleIncident({ impact: 'critical' })] }, ['critical', 'Major System Outage']],
    [['met', 'met'], { maintenances: [RUNNING] }, ['maintenance', 'Service Under Maintenance']],
    [['met', 'violated'], { maintenances: [RUNNING] }, ['major', 'Partial System Outage']],
    [['met', 'no_data'], {}, ['minor', 'No Data For Some Objectives']],
    [[], {}, ['minor', 'No Data For Some Objectives']],
  ] as const)('of %j and %j', (states, records, expected) => {
    expect(of(states, records)).toEqual(expected);
  });

  it('does not call old figures operational', () => {
    expect(of(['met'], {}, { staleForMs: 120_000 })).toEqual(['minor', 'Figures Are Out Of Date']);
    expect(of(['violated'], {}, { staleForMs: 120_000 })).toEqual(['major', 'Partial System Outage']);
  });
});
