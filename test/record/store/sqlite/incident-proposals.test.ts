import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { DAY_MS } from '../../../../src/domain/clock.js';
import type { IncidentChange, ProposedAlert } from '../../../../src/domain/incident-proposal.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';
import { openStore } from '../../../../src/record/store/sqlite/open-store.js';
import { tempFolder, tempStore } from '../../../support/temp-store.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const RETENTION = { minutesMs: DAY_MS, hoursMs: DAY_MS, daysMs: 10 * DAY_MS };
const WORDS = { title: 'Resolver: Availability below its objective', message: 'M', impact: 'minor' } as const;

function fired(alert: string, slo = 'a'): ProposedAlert {
  const publicWords = { name: 'Availability', sentence: 'it fell' };
  return { slo, sloName: slo, alert, firedAtMs: T0 - 1, explanation: 'timeouts at ns2', publicWords };
}

const propose = (service: string): IncidentChange => ({
  kind: 'propose',
  service,
  words: WORDS,
  alerts: [fired('fast-burn')],
});
const publish: IncidentChange = {
  kind: 'publish',
  proposal: 1,
  incident: {
    title: 'T',
    impact: 'minor',
    slos: ['a'],
    first: { state: 'investigating', message: 'M', atMs: T0, by: 'resolver-slo' },
  },
};

function clocked(file = join(tempFolder(), 'store.db')) {
  const clock = { ms: T0, nowMs: () => clock.ms };
  const store = tempStore({ file, clock });
  const { operators } = store;
  /** Does these changes, once. */
  const change = (...changes: readonly IncidentChange[]) => {
    let isDone = false;
    return operators.changeIncidents(0, () => {
      const todo = isDone ? [] : changes;
      isDone = true;
      return todo;
    });
  };
  return { clock, store, operators, file, change };
}

describe('SqliteStore.operators, of proposed incidents', () => {
  it('keeps a proposal with all its reasons and its last words, over a restart', async () => {
    const { change, clock, store, file } = clocked();
    await change(propose('public'));
    clock.ms += 1000;
    const more = { ...WORDS, title: 'Two below', impact: 'major' } as const;
    await change({ kind: 'extend', proposal: 1, words: more, alerts: [fired('slow-burn', 'b')] });
    store.close();
    expect(await tempStore({ file }).operators.proposals()).toEqual([
      {
        id: 1,
        service: 'public',
        ...more,
        alerts: [fired('fast-burn'), fired('slow-burn', 'b')],
        proposedAtMs: T0,
        end: null,
      },
    ]);
  });

  it('never holds two open proposals of one service, whoever writes', async () => {
    const { change, operators } = clocked();
    await change(propose('public'));
    await expect(change(propose('other'), propose('public'))).rejects.toThrow('UNIQUE');
    expect((await operators.proposals()).map(({ service }) => service)).toEqual(['public']);
    await operators.dismissProposal(1, 'ada');
    await change(propose('public'));
    expect((await operators.proposals()).map(({ end }) => end?.outcome ?? 'open')).toEqual(['dismissed', 'open']);
  });

  it('does all that was decided, or nothing', async () => {
    const { operators } = clocked();
    let round = 0;
    const decide = () => {
      round++;
      if (round === 2) throw new Error('killed');
      return [propose('public'), { ...publish, proposal: round }];
    };
    await expect(operators.changeIncidents(0, decide)).rejects.toThrow('killed');
    expect([await operators.proposals(), await operators.incidents()]).toEqual([[], []]);
  });

  it('gives up on decisions without an end, and changes nothing', async () => {
    const { operators } = clocked();
    let count = 0;
    const decide = () => [propose(`service ${String(count++)}`)];
    await expect(operators.changeIncidents(0, decide)).rejects.toThrow('after 10 rounds more is to be done');
    expect(await operators.proposals()).toEqual([]);
  });

  it('publishes a proposal once, whoever is first', async () => {
    const { change, operators, file, clock } = clocked();
    await change(propose('public'));
    const other = openStore({ file, access: 'shared', clock });
    const first = { state: 'investigating', message: 'M', atMs: T0, by: 'ada' } as const;
    const decide = (proposal: { readonly end: unknown } | null) => {
      if (proposal?.end !== null) throw new Error('too late');
      return { title: 'T', impact: 'minor', slos: ['a'], first } as const;
    };
    const both = await Promise.allSettled([
      operators.publishProposal(1, decide),
      other.operators.publishProposal(1, decide),
    ]);
    other.close();
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await operators.incidents()).toHaveLength(1);
    expect((await operators.proposals())[0]?.end).toEqual({ outcome: 'published', atMs: T0, by: 'ada', incident: 1 });
    expect(await operators.dismissProposal(1, 'bob')).toBeNull();
    expect(await operators.dismissProposal(2, 'bob')).toBeNull();
  });

  it('lets an incident grow, each SLO once', async () => {
    const { change, operators } = clocked();
    await change(propose('public'), publish);
    await change({ kind: 'affect', incident: 1, slos: ['b', 'a', 'b'] });
    const update = { state: 'identified', message: 'M', atMs: T0, by: 'resolver-slo', slos: ['c', 'b'] } as const;
    await change({ kind: 'tell', incident: 1, update });
    expect((await operators.incidents())[0]).toMatchObject({
      slos: ['a', 'b', 'c'],
      updates: [{}, update].map(noSlos),
    });
  });

  it('knows what is open, and of what is over only what is recent', async () => {
    const { change, operators, clock } = clocked();
    await change(propose('a'), { kind: 'lapse', proposal: 1 });
    await change(propose('b'), { ...publish, proposal: 2 });
    await change(propose('c'));
    clock.ms += 1000;
    const known = async (sinceMs: number) => {
      const { proposals, incidents } = await operators.knownIncidents(sinceMs);
      return [proposals.map(({ id }) => id), incidents.map(({ id }) => id)];
    };
    expect(await known(T0 + 1)).toEqual([[2, 3], [1]]);
    expect(await known(T0)).toEqual([[1, 2, 3], [1]]);
    const over = { state: 'resolved', message: 'M', atMs: T0 + 1, by: 'resolver-slo' } as const;
    await change({ kind: 'tell', incident: 1, update: over });
    expect(await known(T0 + 1001)).toEqual([[3], []]);
    await change({ kind: 'extend', proposal: 1, words: WORDS, alerts: [] });
    expect(await known(T0 + 1000)).toEqual([[1, 3], [1]]);
  });

  it('goes when the last day that it speaks of does, a published one with its incident', async () => {
    const { change, operators, store, clock } = clocked();
    await change(propose('a'), { kind: 'lapse', proposal: 1 });
    await change(propose('b'), { ...publish, proposal: 2 });
    await change(propose('c'));
    clock.ms += 20 * DAY_MS;
    const left = async () => {
      while (await store.pruneStep(RETENTION, clock.ms));
      return (await operators.proposals()).map(({ id }) => id);
    };
    expect(await left()).toEqual([2, 3]);
    const over = { state: 'resolved', message: 'M', atMs: clock.ms, by: 'ada' } as const;
    await operators.updateIncident(1, () => over);
    clock.ms += 20 * DAY_MS;
    expect(await left()).toEqual([3]);
    expect(await operators.incidents()).toEqual([]);
    expect(await store.pruneStep(RETENTION, clock.ms)).toBe(false);
  });

  it('stays as it was recorded, and ends once', async () => {
    const { change, file } = clocked();
    await change(propose('a'), { kind: 'lapse', proposal: 1 });
    await change(propose('b'));
    const database = new Database(file);
    for (const forgery of [
      `incident_proposals SET service = 'x' WHERE id = 2`,
      'incident_proposals SET recorded_at_ms = 0 WHERE id = 2',
      `incident_proposals SET outcome = NULL WHERE id = 1`,
      `incident_proposals SET ended_by = 'x' WHERE id = 1`,
      `incident_proposal_steps SET title = ''`,
    ])
      expect(() => database.exec(`UPDATE ${forgery}`)).toThrow('what was recorded stays as it is');
    database.close();
  });

  it('changes the revision with each change', async () => {
    const { change, operators } = clocked();
    const seen = [await operators.revision()];
    for (const one of [propose('a'), publish, { kind: 'affect', incident: 1, slos: ['b'] } as const]) {
      await change(one);
      seen.push(await operators.revision());
    }
    expect(new Set(seen).size).toBe(4);
  });
});

/** How an update looks afterwards: when it was recorded is the store's clock's, and SLOs are the incident's. */
function noSlos(update: object): object {
  return 'state' in update ? { state: update.state } : {};
}
