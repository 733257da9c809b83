import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { OperatorStore } from '../../../../src/app/operator/operator-store.js';
import { DAY_MS, HOUR_MS } from '../../../../src/domain/clock.js';
import type { NewIncidentUpdate } from '../../../../src/domain/incident.js';
import type { NewCorrection, NewMaintenance } from '../../../../src/domain/operator-action.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';
import { openStore } from '../../../../src/record/store/sqlite/open-store.js';
import { tempFolder, tempStore } from '../../../support/temp-store.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const RETENTION = { minutesMs: DAY_MS, hoursMs: DAY_MS, daysMs: 10 * DAY_MS };

const WORK: NewMaintenance = {
  title: 'ラック移設',
  message: null,
  fromMs: T0 + DAY_MS,
  toMs: T0 + DAY_MS + HOUR_MS,
  slos: ['a', 'b'],
  by: 'alice',
};
const CORRECTION: NewCorrection = {
  slo: 'a',
  fromMs: T0 - 2 * HOUR_MS,
  toMs: T0 - HOUR_MS,
  kind: 'exclude',
  reason: 'the carrier',
  by: 'bob',
};
const OPENING: NewIncidentUpdate = { state: 'investigating', message: 'Some fail.', atMs: T0 - HOUR_MS, by: 'carol' };
const INCIDENT = { title: 'Timeouts', impact: 'major', slos: [], first: OPENING } as const;

/** A store with a clock that the test sets. */
function clocked(file = join(tempFolder(), 'store.db')) {
  const clock = { ms: T0, nowMs: () => clock.ms };
  const store = tempStore({ file, clock });
  const operators: OperatorStore = store.operators;
  return { clock, store, operators, file };
}

describe('SqliteStore.operators', () => {
  it('keeps what was said, by whom and when, over a restart', async () => {
    const { operators, store, clock, file } = clocked();
    const work = await operators.addMaintenance(WORK);
    const { by, ...told } = WORK;
    expect(work).toEqual({ id: 1, ...told, recordedAtMs: T0, recordedBy: by, cancelledAtMs: null, cancelledBy: null });
    clock.ms += 5;
    const correction = await operators.addCorrection(CORRECTION);
    expect(correction).toMatchObject({ id: 1, recordedAtMs: T0 + 5, recordedBy: 'bob', revokedAtMs: null });
    const incident = await operators.openIncident(INCIDENT);
    store.close();
    const again = tempStore({ file });
    expect(await again.operatorRecords()).toEqual({ maintenances: [work], corrections: [correction] });
    expect(await again.operators.incidents()).toEqual([incident]);
  });

  it('raises the version with what changes what counts, and with nothing else', async () => {
    const { operators, store } = clocked();
    const versions = [await store.version()];
    const after = async (action: Promise<unknown>) => {
      await action;
      versions.push(await store.version());
    };
    await after(operators.addMaintenance(WORK));
    await after(operators.addCorrection(CORRECTION));
    await after(operators.cancelMaintenance(1, 'dave'));
    await after(operators.revokeCorrection(1, 'dave'));
    await after(operators.cancelMaintenance(1, 'dave'));
    await after(operators.revokeCorrection(2, 'dave'));
    await after(operators.openIncident(INCIDENT));
    const [first = NaN] = versions;
    expect(versions.map((version) => version - first)).toEqual([0, 1, 2, 3, 4, 4, 4, 4]);
  });

  it('cancelMaintenance() takes back once, and nothing that is over', async () => {
    const { operators, clock } = clocked();
    await operators.addMaintenance(WORK);
    expect(await operators.cancelMaintenance(1, 'dave')).toMatchObject({ cancelledAtMs: T0, cancelledBy: 'dave' });
    expect(await operators.cancelMaintenance(1, 'erin')).toBeNull();
    await operators.addMaintenance(WORK);
    clock.ms = WORK.toMs;
    expect(await operators.cancelMaintenance(2, 'erin')).toBeNull();
    expect(await operators.cancelMaintenance(3, 'erin')).toBeNull();
  });

  it('revokeCorrection() takes back once', async () => {
    const { operators, clock } = clocked();
    await operators.addCorrection(CORRECTION);
    clock.ms += 1;
    expect(await operators.revokeCorrection(1, 'dave')).toMatchObject({ revokedAtMs: T0 + 1, revokedBy: 'dave' });
    expect(await operators.revokeCorrection(1, 'erin')).toBeNull();
    expect((await operators.operatorRecords()).corrections).toHaveLength(1);
  });

  it('updateIncident() puts updates in order of when they are true, and shows the incident it decides on', async () => {
    const { operators } = clocked();
    await operators.openIncident(INCIDENT);
    const seen: (number | undefined)[] = [];
    const tell = (state: NewIncidentUpdate['state'], atMs: number) =>
      operators.updateIncident(1, (incident) => {
        seen.push(incident?.updates.length);
        return { state, message: state, atMs, by: 'carol' };
      });
    await tell('monitoring', T0);
    const incident = await tell('identified', T0 - 60_000);
    expect(incident.updates.map(({ id, state }) => [id, state])).toEqual([
      [1, 'investigating'],
      [3, 'identified'],
      [2, 'monitoring'],
    ]);
    expect(seen).toEqual([1, 2]);
  });

  it('updateIncident() changes nothing where the decision throws, and knows what is not there', async () => {
    const { operators } = clocked();
    await operators.openIncident(INCIDENT);
    const decide = (incident: unknown): never => {
      throw new Error(incident === null ? 'unknown' : 'refused');
    };
    await expect(operators.updateIncident(1, decide)).rejects.toThrow('refused');
    await expect(operators.updateIncident(2, decide)).rejects.toThrow('unknown');
    expect((await operators.incidents())[0]?.updates).toHaveLength(1);
  });

  it('removes with the last day that it speaks of, and never gives an id twice', async () => {
    const { operators, store, clock } = clocked();
    await operators.addMaintenance(WORK);
    await operators.addCorrection(CORRECTION);
    await operators.openIncident(INCIDENT);
    await operators.updateIncident(1, () => ({ ...OPENING, state: 'resolved', atMs: T0 }));
    await operators.openIncident(INCIDENT);
    const left = async () => {
      while (await store.pruneStep(RETENTION, clock.ms));
      const { maintenances, corrections } = await operators.operatorRecords();
      return [maintenances.length, corrections.length, (await operators.incidents()).map(({ id }) => id)];
    };
    clock.ms = T0 + 10 * DAY_MS;
    expect(await left()).toEqual([1, 1, [1, 2]]);
    clock.ms += DAY_MS;
    expect(await left()).toEqual([1, 0, [2]]);
    clock.ms += DAY_MS;
    expect(await left()).toEqual([0, 0, [2]]);
    expect((await operators.addMaintenance(WORK)).id).toBe(2);
    expect((await operators.addCorrection(CORRECTION)).id).toBe(2);
    expect(await store.pruneStep(RETENTION, clock.ms)).toBe(false);
  });

  it('lets nobody change what was recorded, not even in the file', async () => {
    const { operators, file } = clocked();
    await operators.addMaintenance(WORK);
    await operators.addCorrection(CORRECTION);
    await operators.openIncident(INCIDENT);
    await operators.updateIncident(1, () => ({ ...OPENING, slos: ['a'] }));
    await operators.addPostMortem(1, () => ({ url: 'https://example.org/', by: 'bob' }));
    const database = new Database(file);
    for (const change of [
      'maintenances SET recorded_at_ms = 0',
      'maintenances SET from_ms = 0',
      `corrections SET reason = ''`,
      'corrections SET recorded_at_ms = 0',
      'incident_updates SET recorded_at_ms = 0',
      `incidents SET title = ''`,
      `incident_slos SET slo = ''`,
      `incident_post_mortems SET url = ''`,
    ])
      expect(() => database.exec(`UPDATE ${change}`)).toThrow('what was recorded stays as it is');
    database.close();
  });

  it('revision() changes with whatever operators change, in this process or another, and with nothing else', async () => {
    const { operators, store, file, clock } = clocked();
    const other = openStore({ file, access: 'shared', clock });
    const reader = openStore({ file, access: 'read-only' });
    const seen = [await reader.operators.revision()];
    const changes: readonly (() => Promise<unknown>)[] = [
      () => other.operators.addMaintenance(WORK),
      () => operators.cancelMaintenance(1, 'bob'),
      () => operators.addCorrection(CORRECTION),
      () => operators.revokeCorrection(1, 'bob'),
      () => other.operators.openIncident(INCIDENT),
      () => operators.updateIncident(1, () => ({ ...OPENING, state: 'resolved', atMs: T0 })),
      () => operators.addPostMortem(1, () => ({ url: 'https://example.org/', by: 'bob' })),
      async () => {
        clock.ms += 100 * DAY_MS;
        while (await store.pruneStep(RETENTION, clock.ms));
      },
    ];
    for (const change of changes) {
      await change();
      seen.push(await reader.operators.revision());
    }
    expect(new Set(seen).size).toBe(changes.length + 1);
    await operators.cancelMaintenance(1, 'nobody');
    await store.alertStates.saveAlertStates([], []);
    expect(await operators.revision()).toBe(seen.at(-1));
    other.close();
    reader.close();
  });

  it('waits its turn while another process writes', async () => {
    const { operators, file } = clocked();
    const other = openStore({ file, access: 'shared' });
    const both = await Promise.all([operators.addMaintenance(WORK), other.operators.addMaintenance(WORK)]);
    other.close();
    expect(both.map(({ id }) => id).sort()).toEqual([1, 2]);
  });
});
