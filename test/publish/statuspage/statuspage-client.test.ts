import { Statuspage } from 'statuspage.io';
import { describe, expect, it, onTestFinished } from 'vitest';

import { HOUR_MS, MINUTE_MS } from '../../../src/domain/clock.js';
import { startPublicListener } from '../../../src/publish/http/public-listener.js';
import { SAMPLE_PUBLIC_CONFIG, samplePublicOptions } from '../../support/public-app.js';
import { SAMPLE_NOW_MS, SAMPLE_SERIES, sampleSnapshot } from '../../support/sample-snapshot.js';
import { sampleIncident, sampleMaintenance, sampleUpdate } from '../../support/sample-site.js';

const BASE = 'https://status.example.org';

const SNAPSHOT = sampleSnapshot([
  { name: 'availability', displayName: 'Availability', description: 'Names from the cache.', state: 'at_risk' },
  { name: 'fast', displayName: 'Fast answers', kind: 'latency', objective: 0.99 },
  { name: 'dnssec', displayName: 'Validation', service: 'security', serviceDisplayName: 'Security', state: 'no_data' },
  { name: 'secret', displayName: 'Secret', visibility: 'internal', series: [{ ...SAMPLE_SERIES, resolver: 'secret' }] },
]);

const RECORDS = {
  incidents: [
    sampleIncident({
      id: 6,
      updates: [
        ...sampleIncident().updates,
        sampleUpdate({ id: 3, state: 'monitoring', message: 'Spliced.', atMs: SAMPLE_NOW_MS - HOUR_MS }),
        sampleUpdate({ id: 4, state: 'resolved', message: 'Over.', atMs: SAMPLE_NOW_MS - 10 * MINUTE_MS }),
      ],
    }),
    sampleIncident({ id: 7, impact: 'minor' }),
  ],
  maintenances: [
    sampleMaintenance({ id: 3, slos: ['fast'] }),
    sampleMaintenance({
      id: 4,
      slos: ['fast'],
      fromMs: SAMPLE_NOW_MS - HOUR_MS,
      toMs: SAMPLE_NOW_MS + HOUR_MS,
      message: null,
    }),
    sampleMaintenance({ id: 5, cancelledAtMs: SAMPLE_NOW_MS - HOUR_MS }),
  ],
  corrections: [],
};

/** The client of the npm package, which knows nothing of us, over a real connection. */
async function client(): Promise<Statuspage> {
  const config = { ...SAMPLE_PUBLIC_CONFIG, baseUrl: BASE };
  const listener = await startPublicListener(samplePublicOptions({ config }));
  onTestFinished(() => listener.close());
  listener.publish(SNAPSHOT);
  listener.publishRecords(RECORDS);
  const statuspage = new Statuspage('page');
  statuspage.setApiUrl(listener.url);
  return statuspage;
}

describe('the client statuspage.io', () => {
  it('reads the page and its status', async () => {
    const { page, status } = await (await client()).api.getStatus();
    expect(page).toMatchObject({ name: 'Example Resolver', url: `${BASE}/`, time_zone: 'Asia/Tokyo' });
    expect(page.id).toMatch(/^[a-z2-7]{12}$/);
    expect(new Date(page.updated_at).getTime()).toBe(SAMPLE_NOW_MS);
    expect(status).toEqual({ indicator: 'minor', description: 'Partially Degraded Service' });
  });

  it('reads components, grouped by service', async () => {
    const { components } = await (await client()).api.getComponents();
    expect(components.map(({ name, status, group }) => [name, status, group])).toEqual([
      ['Public resolver', 'degraded_performance', true],
      ['Availability', 'degraded_performance', false],
      ['Fast answers', 'under_maintenance', false],
      ['Security', 'degraded_performance', true],
      ['Validation', 'degraded_performance', false],
    ]);
    const [group, member] = components;
    expect(member!.group_id).toBe(group!.id);
    expect(group).toMatchObject({ components: [components[1]!.id, components[2]!.id] });
    expect(member).toMatchObject({
      description: 'Names from the cache.',
      start_date: '2026-09-08',
      slo: { name: 'availability', state: 'at_risk', objective: 0.999 },
    });
    expect(components[4]).toMatchObject({ slo: { state: 'no_data', sli: null, error_budget_remaining: null } });
  });

  it('reads all incidents, and those that go on', async () => {
    const { api } = await client();
    const { incidents } = await api.incidents.getAll();
    expect(incidents).toHaveLength(2);
    const resolved = incidents.find(({ resolved_at }) => resolved_at !== null)!;
    expect(resolved).toMatchObject({
      name: 'Timeouts at ns2',
      impact: 'major',
      shortlink: `${BASE}/incidents/6`,
      started_at: '2026-11-23T09:34:00.000Z',
      created_at: '2026-11-23T09:35:00.000Z',
      monitoring_at: '2026-11-23T11:34:00.000Z',
      resolved_at: '2026-11-23T12:24:00.000Z',
      updated_at: '2026-11-23T12:25:00.000Z',
      components: [{ name: 'Availability' }],
    });
    expect(resolved.incident_updates.map(({ status, body }) => [status, body])).toEqual([
      ['resolved', 'Over.'],
      ['monitoring', 'Spliced.'],
      ['identified', 'A fibre is cut.'],
      ['investigating', 'We are looking into it.'],
    ]);
    for (const update of resolved.incident_updates) expect(update.incident_id).toBe(resolved.id);
    const unresolved = (await api.incidents.getUnresolved()).incidents;
    expect(unresolved.map(({ id }) => id)).toEqual(
      incidents.filter(({ resolved_at }) => resolved_at === null).map(({ id }) => id),
    );
  });

  // All three of its methods ask for what is to come.
  it.each(['getAll', 'getActive', 'getUpcoming'] as const)('reads maintenance by %s()', async (method) => {
    const { scheduled_maintenances } = await (await client()).api.scheduledMaintenances[method]();
    expect(scheduled_maintenances).toMatchObject([
      {
        name: 'Rack move',
        status: 'scheduled',
        scheduled_for: '2026-11-24T12:34:00.000Z',
        scheduled_until: '2026-11-24T14:34:00.000Z',
        incident_updates: [{ status: 'scheduled', body: 'Resolver ns2 moves.' }],
        components: [{ name: 'Fast answers' }],
      },
    ]);
  });

  it('reads the summary', async () => {
    const summary = await (await client()).api.getSummary();
    expect(summary.components).toHaveLength(5);
    expect(summary.incidents).toHaveLength(1);
    expect(summary.scheduled_maintenances.map(({ status }) => status).toSorted()).toEqual(['in_progress', 'scheduled']);
    expect(summary.status.indicator).toBe('minor');
    expect(JSON.stringify(summary)).not.toMatch(/secret/i);
  });
});
