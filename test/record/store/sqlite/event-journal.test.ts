import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { DAY_MS, HOUR_MS } from '../../../../src/domain/clock.js';
import type { NewMaintenance } from '../../../../src/domain/operator-action.js';
import { openStore } from '../../../../src/record/store/sqlite/open-store.js';
import { AlertWorld } from '../../../support/alert-world.js';
import { slo } from '../../../support/slo-samples.js';
import { tempFolder, tempStore } from '../../../support/temp-store.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const RETENTION = { minutesMs: DAY_MS, hoursMs: DAY_MS, daysMs: 10 * DAY_MS };
const WORK: NewMaintenance = {
  title: 'Rack move',
  message: null,
  fromMs: T0 + HOUR_MS,
  toMs: T0 + 2 * HOUR_MS,
  slos: [],
  by: 'ada',
};
const OPENING = { state: 'investigating', message: 'Some fail.', atMs: T0, by: 'ada' } as const;
const INCIDENT = { title: 'T', impact: 'minor', slos: [], first: OPENING } as const;

function clocked() {
  const clock = { ms: T0, nowMs: () => clock.ms };
  const file = join(tempFolder(), 'store.db');
  const store = tempStore({ file, clock });
  /** What happened, as `kind/what/id of the subject`. */
  const told = async (position = 0, limit = 100) => {
    await store.events.noteTimes();
    const { events } = await store.events.after(position, limit);
    return events.map((event) => {
      if (event.kind === 'maintenance') return `${event.action} ${String(event.maintenance.id)}`;
      if (event.kind === 'alert') return `${event.entry.alert} ${event.entry.to}`;
      if (event.kind === 'mackerel') return `mackerel ${event.received.alert.id} ${event.received.alert.status}`;
      return `${event.kind} ${event.kind === 'incident' ? event.update.state : event.postMortem.url}`;
    });
  };
  return { clock, store, file, told };
}

describe('SqliteStore.events', () => {
  it('holds what operators tell, in order, whichever process writes it', async () => {
    const { store, file, clock, told } = clocked();
    const other = openStore({ file, access: 'shared', clock });
    await other.operators.openIncident(INCIDENT);
    await store.operators.addMaintenance(WORK);
    await other.operators.updateIncident(1, () => ({ ...OPENING, state: 'resolved' }));
    await store.operators.addPostMortem(1, () => ({ url: 'https://example.org/', by: 'ada' }));
    await other.operators.cancelMaintenance(1, 'ada');
    other.close();
    expect(await told()).toEqual([
      'incident investigating',
      'announced 1',
      'incident resolved',
      'post-mortem https://example.org/',
      'cancelled 1',
    ]);
    const { events } = await store.events.after(0, 100);
    expect(new Set(events.map(({ id }) => id)).size).toBe(5);
    expect(events.every(({ id }) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
    expect(await store.events.latest()).toBe(5);
    expect(await told(3)).toEqual(['post-mortem https://example.org/', 'cancelled 1']);
    expect((await store.events.after(0, 2)).upTo).toBe(2);
  });

  it('holds alerts that fire or resolve', async () => {
    const { store, told } = clocked();
    const world = new AlertWorld([slo()]);
    await world.set(store, 'availability', 'fast-burn', true, T0);
    await world.set(store, 'availability', 'fast-burn', false, T0 + 1);
    expect(await told()).toEqual(['fast-burn firing', 'fast-burn ok']);
  });

  it('says of the end of an alert by which event it fired, each time it does', async () => {
    const { store } = clocked();
    const world = new AlertWorld([slo(), slo({ name: 'latency' })]);
    for (const at of [T0, T0 + 10]) {
      await world.set(store, 'availability', 'fast-burn', true, at);
      await world.set(store, 'availability', 'slow-burn', true, at);
      await world.set(store, 'latency', 'fast-burn', true, at);
      await world.set(store, 'availability', 'fast-burn', false, at + 1);
      await world.set(store, 'availability', 'slow-burn', false, at + 1);
      await world.set(store, 'latency', 'fast-burn', false, at + 1);
    }
    const { events } = await store.events.after(0, 100);
    const positionOf = new Map(events.map(({ id, position }) => [id, position]));
    const firings = events.map((event) => (event.kind === 'alert' ? positionOf.get(event.firing) : null));
    expect(firings).toEqual([1, 2, 3, 1, 2, 3, 7, 8, 9, 7, 8, 9]);
  });

  it('tells the end of an alert for itself where nobody knows any more when it fired', async () => {
    const { store, clock } = clocked();
    const world = new AlertWorld([slo()]);
    await world.set(store, 'availability', 'fast-burn', true, T0 - 15 * DAY_MS);
    await world.set(store, 'availability', 'fast-burn', false, T0);
    while (await store.pruneStep(RETENTION, clock.ms));
    const { events } = await store.events.after(0, 100);
    expect(events).toMatchObject([{ kind: 'alert', entry: { to: 'ok' }, firing: events[0]!.id }]);
  });

  it('notes once when maintenance begins and ends, also after a time in which nobody looked', async () => {
    const { store, clock, told } = clocked();
    await store.operators.addMaintenance(WORK);
    await store.operators.addMaintenance({ ...WORK, toMs: WORK.fromMs + 60_000 });
    expect(await told()).toEqual(['announced 1', 'announced 2']);
    clock.ms = WORK.fromMs;
    expect(await told(2)).toEqual(['begins 1', 'begins 2']);
    clock.ms = WORK.toMs + DAY_MS;
    expect(await told(4)).toEqual(['ends 2', 'ends 1']);
    expect(await told(6)).toEqual([]);
  });

  it('notes no beginning and no end of what never began, was cancelled, or was recorded afterwards', async () => {
    const { store, clock, told } = clocked();
    await store.operators.addMaintenance(WORK);
    await store.operators.cancelMaintenance(1, 'ada');
    await store.operators.addMaintenance({ ...WORK, fromMs: T0 - HOUR_MS, toMs: T0 - 1 });
    await store.operators.addMaintenance(WORK);
    clock.ms = WORK.fromMs + 1;
    await store.events.noteTimes();
    await store.operators.cancelMaintenance(3, 'ada');
    clock.ms += DAY_MS;
    expect(await told()).toEqual([
      'announced 1',
      'cancelled 1',
      'announced 2',
      'announced 3',
      'begins 3',
      'cancelled 3',
    ]);
  });

  it('forgets with what it is about, and never takes up a position again', async () => {
    const { store, clock, told } = clocked();
    const world = new AlertWorld([slo()]);
    await store.operators.addMaintenance(WORK);
    await world.set(store, 'availability', 'fast-burn', true, T0);
    await store.operators.openIncident(INCIDENT);
    await store.operators.updateIncident(1, () => ({ ...OPENING, state: 'resolved' }));
    clock.ms += 3 * HOUR_MS;
    await store.events.noteTimes();
    const latest = await store.events.latest();
    clock.ms += 20 * DAY_MS;
    while (await store.pruneStep(RETENTION, clock.ms));
    expect(await told()).toEqual([]);
    await store.operators.openIncident(INCIDENT);
    expect(await store.events.latest()).toBe(latest + 1);
  });

  it('costs little where nothing has happened', async () => {
    const { store } = clocked();
    for (let i = 0; i < 300; i++) await store.operators.addMaintenance({ ...WORK, fromMs: WORK.fromMs + i });
    const startedAt = performance.now();
    for (let i = 0; i < 100; i++) {
      await store.operators.revision();
      await store.events.latest();
      await store.events.noteTimes();
    }
    expect((performance.now() - startedAt) / 100).toBeLessThan(5);
  });
});
