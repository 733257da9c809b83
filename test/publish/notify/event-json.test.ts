import { describe, expect, it } from 'vitest';

import { HOUR_MS } from '../../../src/domain/clock.js';
import type { RecordedIncident } from '../../../src/domain/incident.js';
import type { Maintenance } from '../../../src/domain/operator-action.js';
import { type EventContext, eventJson } from '../../../src/publish/notify/event-json.js';
import { slo } from '../../support/slo-samples.js';
import { FAST_BURN } from '../../support/slo-samples.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const CONTEXT: EventContext = {
  slos: [slo(), slo({ name: 'backbone', visibility: 'internal' })],
  org: 'Example Resolver',
  baseUrl: 'https://status.example.org/',
  effectsOf: () => [{ slo: 'availability', effect: 'counted', noticeMs: HOUR_MS }],
};
const at = { position: 7, id: 'f00d' };

function incident(slos: readonly string[] = ['availability']): RecordedIncident {
  const update = (id: number, state: 'investigating' | 'identified' | 'resolved') => {
    return { id, state, message: state, atMs: T0 + id, recordedAtMs: T0 + id, recordedBy: 'ada' };
  };
  const updates = [update(4, 'investigating'), update(6, 'identified'), update(9, 'resolved')];
  return {
    id: 3,
    title: 'Timeouts',
    impact: 'major',
    slos,
    updates,
    postMortemUrl: null,
    postMortemAtMs: null,
    postMortems: [],
  };
}

function incidentEvent(index: number, slos?: readonly string[], context = CONTEXT) {
  const of = incident(slos);
  return eventJson({ ...at, kind: 'incident', incident: of, update: of.updates[index]! }, context);
}

describe('eventJson()', () => {
  it('tells of an incident, each update by what it was', () => {
    expect(incidentEvent(1)).toMatchObject({
      id: 'f00d',
      event: 'incident',
      action: 'updated',
      time: '2026-10-20T12:00:00.006Z',
      public: true,
      url: 'https://status.example.org/incidents/3',
      incident: { id: 3, title: 'Timeouts', impact: 'major', slos: ['availability'] },
      update: { status: 'identified', message: 'identified', recordedBy: 'ada' },
    });
    expect([incidentEvent(0), incidentEvent(2)]).toMatchObject([{ action: 'opened' }, { action: 'resolved' }]);
  });

  it('marks what concerns internal SLOs only, and links nowhere then', () => {
    expect(incidentEvent(0, ['backbone'])).toMatchObject({ public: false, url: null });
    expect(incidentEvent(0, ['gone'])).toMatchObject({ public: false, url: null });
    expect(incidentEvent(0, ['backbone', 'availability'])).toMatchObject({ public: true });
    expect(incidentEvent(0, [])).toMatchObject({ public: true });
    expect(incidentEvent(0, [], { ...CONTEXT, baseUrl: null })).toMatchObject({ public: true, url: null });
  });

  it('tells of a post-mortem', () => {
    const postMortem = { url: 'https://example.org/pm', recordedAtMs: T0, recordedBy: 'bob' };
    expect(eventJson({ ...at, kind: 'post-mortem', incident: incident(), postMortem }, CONTEXT)).toMatchObject({
      event: 'incident',
      action: 'post-mortem',
      time: '2026-10-20T12:00:00Z',
      postMortem: { url: 'https://example.org/pm', recordedBy: 'bob' },
    });
  });

  it.each([
    ['announced', '2026-10-20T12:00:00Z', 'scheduled'],
    ['begins', '2026-10-20T13:00:00Z', 'in_progress'],
    ['ends', '2026-10-20T14:00:00Z', 'completed'],
    ['cancelled', '2026-10-20T13:30:00Z', 'cancelled'],
  ] as const)('tells of maintenance that is %s as it was then', (action, time, state) => {
    const maintenance: Maintenance = {
      id: 2,
      title: 'Rack move',
      message: null,
      fromMs: T0 + HOUR_MS,
      toMs: T0 + 2 * HOUR_MS,
      slos: [],
      recordedAtMs: T0,
      recordedBy: 'ada',
      cancelledAtMs: T0 + 1.5 * HOUR_MS,
      cancelledBy: 'bob',
    };
    expect(eventJson({ ...at, kind: 'maintenance', action, maintenance }, CONTEXT)).toMatchObject({
      event: 'maintenance',
      action,
      time,
      public: true,
      url: 'https://status.example.org/maintenance/2',
      maintenance: { id: 2, state, effects: [{ slo: 'availability', effect: 'counted', notice: '1h' }] },
    });
  });

  it('tells of an alert with its SLO, its windows and why', () => {
    const change = { from: 'ok', to: 'firing', atMs: T0 } as const;
    const evidence = { ...change, rule: FAST_BURN } as never;
    const entry = {
      slo: 'availability',
      alert: 'fast-burn',
      severity: 'page',
      ...change,
      explanation: 'Why.',
      evidence,
    };
    const told = (slos: EventContext['slos']) =>
      eventJson({ ...at, kind: 'alert', firing: at.id, entry: { ...entry, severity: 'page' } }, { ...CONTEXT, slos });
    expect(told(CONTEXT.slos)).toEqual({
      id: 'f00d',
      event: 'alert',
      action: 'firing',
      time: '2026-10-20T12:00:00Z',
      public: true,
      url: 'https://status.example.org/slo/availability',
      slo: {
        name: 'availability',
        objectiveName: null,
        displayName: 'Availability',
        service: 'public-resolver',
        objective: 0.999,
      },
      alert: {
        name: 'fast-burn',
        severity: 'page',
        state: 'firing',
        longWindow: '1h',
        shortWindow: '5m',
        threshold: 13.44,
      },
      explanation: 'Why.',
    });
    expect(told([])).toMatchObject({ public: false, url: null, slo: { name: 'availability', objective: null } });
  });
});
