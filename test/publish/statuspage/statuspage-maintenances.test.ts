import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../../src/domain/clock.js';
import type { PublicMaintenance } from '../../../src/domain/public-records.js';
import { statuspageMaintenances } from '../../../src/publish/statuspage/statuspage-maintenances.js';
import { samplePage } from '../../support/public-app.js';
import { SAMPLE_NOW_MS } from '../../support/sample-snapshot.js';
import { sampleMaintenance, siteWith } from '../../support/sample-site.js';

const page = samplePage({}, { path: 'api/v2/scheduled-maintenances.json' });

function at(laterMs: number, maintenance: Partial<PublicMaintenance> = {}) {
  const records = { maintenances: [sampleMaintenance(maintenance)] };
  const [found] = statuspageMaintenances(
    siteWith([{}, {}], records, { nowMs: SAMPLE_NOW_MS + laterMs }),
    page,
    () => true,
  );
  return { ...found!, told: found!.incident_updates.map(({ status, body, display_at }) => [status, body, display_at]) };
}

describe('statuspageMaintenances()', () => {
  it('tells what has happened of it so far', () => {
    const scheduled = ['scheduled', 'Resolver ns2 moves.', '2026-11-21T12:34:00.000Z'];
    const begun = ['in_progress', 'In progress', '2026-11-24T12:34:00.000Z'];
    const over = ['completed', 'Completed', '2026-11-24T14:34:00.000Z'];
    expect(at(0)).toMatchObject({ status: 'scheduled', resolved_at: null, told: [scheduled] });
    expect(at(DAY_MS)).toMatchObject({ status: 'in_progress', resolved_at: null, told: [begun, scheduled] });
    expect(at(3 * DAY_MS)).toMatchObject({
      status: 'completed',
      resolved_at: '2026-11-24T14:34:00.000Z',
      updated_at: '2026-11-24T14:34:00.000Z',
      told: [over, begun, scheduled],
    });
  });

  it('is over where it was called off or ended early', () => {
    const off = at(HOUR_MS, { cancelledAtMs: SAMPLE_NOW_MS });
    expect(off).toMatchObject({ status: 'completed', resolved_at: '2026-11-23T12:34:00.000Z' });
    expect(off.told.map(([status, body]) => [status, body])).toEqual([
      ['completed', 'Cancelled'],
      ['scheduled', 'Resolver ns2 moves.'],
    ]);
    const early = at(2 * DAY_MS, { cancelledAtMs: SAMPLE_NOW_MS + DAY_MS + HOUR_MS });
    expect(early.told.map(([status]) => status)).toEqual(['completed', 'in_progress', 'scheduled']);
    expect(early.resolved_at).toBe('2026-11-24T13:34:00.000Z');
  });

  it('affects all components unless it names some', () => {
    expect(at(0).components.map(({ name }) => name)).toEqual(['slo-1', 'slo-2']);
    expect(at(0, { slos: ['slo-2'] }).components.map(({ name }) => name)).toEqual(['slo-2']);
    expect(at(0, { slos: ['gone'] }).components).toEqual([]);
  });

  it('keeps its ids, and links to its page from where the file stands', () => {
    expect(at(0).id).toBe(at(3 * DAY_MS, { title: 'Other' }).id);
    expect(at(0).incident_updates[0]!.id).toBe(at(3 * DAY_MS).incident_updates[2]!.id);
    expect(at(0).shortlink).toBe('../../maintenance/3');
  });
});
