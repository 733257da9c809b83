import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { IncidentKeeper } from '../../../src/app/operator/incident-keeper.js';
import { updateIncident } from '../../../src/app/operator/incident.js';
import { dismissProposal, publishProposal } from '../../../src/app/operator/proposal.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/domain/clock.js';
import { incidentState } from '../../../src/domain/incident.js';
import type { Language } from '../../../src/domain/language.js';
import type { SloDefinition } from '../../../src/domain/slo-definition.js';
import type { AutoIncidents } from '../../../src/judge/config.js';
import { DICTIONARIES } from '../../../src/publish/text/languages.js';
import { AlertWorld, INSIDE } from '../../support/alert-world.js';
import { eventSource, slo } from '../../support/slo-samples.js';
import { tempFolder, tempStore } from '../../support/temp-store.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const LATENCY = slo({
  name: 'latency',
  displayName: 'Fast answers',
  objective: 0.99,
  indicator: { good: eventSource('within', {}, 50_000), bad: null, total: eventSource('valid') },
});
const SLOS = [
  slo(),
  LATENCY,
  slo({ name: 'other', displayName: 'Validation', service: 'authority', serviceDisplayName: 'Authority' }),
  slo({ name: 'secret', displayName: 'Backbone', visibility: 'internal' }),
];

/** A keeper on a store, its clock, and what its alerts do. */
function rig(options: { mode?: AutoIncidents; language?: Language; slos?: readonly SloDefinition[] } = {}) {
  const { mode = 'propose', language = 'en', slos = SLOS } = options;
  const clock = { ms: T0, nowMs: () => clock.ms };
  const file = join(tempFolder(), 'store.db');
  const store = tempStore({ file, clock });
  const { operators, chronicle } = store;
  const world = new AlertWorld(slos);
  const settings = { mode, language: DICTIONARIES[language] };
  const start = () => new IncidentKeeper({ store: operators, alertLog: chronicle, watchedSinceMs: clock.ms });
  let keeper = start();
  const it = {
    clock,
    store,
    operators,
    world,
    settings,
    work: () => keeper.work(world.snapshot(clock.ms), settings),
    restart: () => void (keeper = start()),
    /** Fires, or resolves, and lets the daemon see it a second later. */
    async set(name: string, alert: string, isFiring: boolean) {
      await world.set(store, name, alert, isFiring, clock.ms);
      clock.ms += SECOND_MS;
      return it.work();
    },
    fire: (name: string, alert = 'fast-burn') => it.set(name, alert, true),
    end: (name: string, alert = 'fast-burn') => it.set(name, alert, false),
    async later(ms: number) {
      clock.ms += ms;
      return it.work();
    },
    proposals: async () => operators.proposals(),
    incidents: async () => operators.incidents(),
    states: async () => (await operators.incidents()).map(incidentState),
    outcomes: async () => (await operators.proposals()).map(({ end }) => end?.outcome ?? 'open'),
  };
  return it;
}

describe('IncidentKeeper, proposing', () => {
  it('proposes an incident when a page alert of a public SLO fires, in words fit for customers', async () => {
    const it = rig();
    await it.fire('availability');
    const [proposal] = await it.proposals();
    expect(proposal).toMatchObject({
      id: 1,
      service: 'public-resolver',
      title: 'Public resolver: Availability below its objective',
      impact: 'minor',
      proposedAtMs: T0 + SECOND_MS,
      end: null,
    });
    expect(proposal?.message).toMatchInlineSnapshot(`
      "Our measurements show trouble:

      - Availability: 6.1 % of 3,600 measurements failed within 1 hour (objective: 99.9 %).

      We are looking into it."
    `);
    expect(proposal?.alerts).toMatchObject([
      { slo: 'availability', alert: 'fast-burn', firedAtMs: T0, explanation: INSIDE },
    ]);
    expect(await it.incidents()).toEqual([]);
    expect(await it.work()).toEqual([]);
  });

  it('writes in Japanese where that is the first language of the page', async () => {
    const it = rig({ language: 'ja' });
    await it.fire('availability');
    await it.fire('latency');
    const [proposal] = await it.proposals();
    expect(proposal?.title).toBe('Public resolver：Availability、Fast answersが目標を下回っています');
    expect(proposal?.message).toMatchInlineSnapshot(`
      "測定により次の問題を検知しました。

      - Availability：1 時間の測定3,600回のうち6.1 %が失敗しました（目標：99.9 %）。
      - Fast answers：1 時間の測定3,600回のうち6.1 %が失敗、または応答に50msを超える時間を要しました（目標：99 %）。

      現在、調査しています。"
    `);
  });

  it('says nothing of internal SLOs, tickets and missing data', async () => {
    const it = rig();
    await it.fire('secret');
    await it.fire('availability', 'fast-drain');
    expect(await it.proposals()).toEqual([]);
  });

  it('adds what else fires of the service to the open proposal, and proposes another for another service', async () => {
    const it = rig();
    await it.fire('availability');
    await it.fire('availability', 'slow-burn');
    await it.fire('latency');
    await it.fire('other');
    const proposals = await it.proposals();
    expect(proposals.map(({ service, title }) => [service, title])).toEqual([
      ['public-resolver', 'Public resolver: Availability and Fast answers below their objectives'],
      ['authority', 'Authority: Validation below its objective'],
    ]);
    expect(proposals[0]?.alerts.map(({ sloName, alert }) => `${sloName}/${alert}`)).toEqual([
      'availability/fast-burn',
      'availability/slow-burn',
      'latency/fast-burn',
    ]);
    expect(proposals[0]?.message.match(/^- /gm)).toHaveLength(2);
    expect(proposals[0]?.message).toContain('failed or took longer than 50ms within 1 hour (objective: 99 %)');
  });

  it('calls the impact major once an objective is violated, and never less again', async () => {
    const it = rig();
    await it.fire('availability');
    it.world.find('availability').isViolated = true;
    await it.later(SECOND_MS);
    expect((await it.proposals())[0]?.impact).toBe('major');
    it.world.find('availability').isViolated = false;
    await it.fire('latency');
    expect((await it.proposals())[0]?.impact).toBe('major');
  });

  it('lapses when all its alerts have resolved before anybody acted, and proposes anew when one fires again', async () => {
    const it = rig();
    await it.fire('availability');
    await it.fire('latency');
    await it.end('availability');
    expect(await it.outcomes()).toEqual(['open']);
    await it.end('latency');
    expect((await it.proposals())[0]?.end).toEqual({
      outcome: 'lapsed',
      atMs: it.clock.ms,
      by: 'resolver-slo',
      incident: null,
    });
    await it.fire('latency');
    expect(await it.outcomes()).toEqual(['lapsed', 'open']);
  });

  it('keeps a proposal open while nobody can tell whether its SLO is well', async () => {
    const it = rig();
    await it.fire('availability');
    it.world.find('availability').error = 'cannot be read';
    await it.end('availability');
    expect(await it.outcomes()).toEqual(['open']);
  });

  it('proposes nothing for what an open incident names, nor for the same firing once that is over', async () => {
    const it = rig();
    const opening = { state: 'investigating', message: 'M', atMs: T0 - HOUR_MS, by: 'ada' } as const;
    await it.operators.openIncident({ title: 'T', impact: 'minor', slos: ['availability'], first: opening });
    await it.fire('availability');
    await it.fire('latency');
    expect((await it.proposals()).map(({ title }) => title)).toEqual([
      'Public resolver: Fast answers below its objective',
    ]);
    const resolved = { state: 'resolved', message: 'M', atMs: T0 - MINUTE_MS, by: 'ada' } as const;
    await updateIncident(it.operators, SLOS, 1, resolved, it.clock.ms);
    expect(await it.later(SECOND_MS)).toEqual([]);
    await it.end('availability');
    await it.fire('availability');
    expect((await it.proposals()).map(({ alerts }) => alerts.length)).toEqual([2]);
  });

  it('proposes nothing for a dismissed SLO while one of its alerts fires, and proposes again afterwards', async () => {
    const it = rig();
    await it.fire('availability');
    await dismissProposal(it.operators, 1, 'ada');
    await it.fire('availability', 'slow-burn');
    await it.end('availability');
    await it.later(HOUR_MS);
    it.restart();
    expect(await it.work()).toEqual([]);
    expect(await it.outcomes()).toEqual(['dismissed']);
    await it.fire('latency');
    expect(await it.outcomes()).toEqual(['dismissed', 'open']);
    await it.end('latency');
    await it.end('availability', 'slow-burn');
    await it.fire('availability', 'slow-burn');
    expect(await it.outcomes()).toEqual(['dismissed', 'lapsed', 'open']);
  });

  it('leaves what an operator published to operators', async () => {
    const it = rig();
    await it.fire('availability');
    const as = { title: 'Timeouts', atMs: null, by: 'ada' };
    const incident = await publishProposal(it.operators, 1, as, it.clock.ms);
    expect(incident).toMatchObject({ id: 1, title: 'Timeouts', impact: 'minor', slos: ['availability'] });
    expect(incident.updates).toMatchObject([{ atMs: T0, recordedAtMs: it.clock.ms, recordedBy: 'ada' }]);
    await it.end('availability');
    expect(await it.later(DAY_MS)).toEqual([]);
    expect(await it.states()).toEqual(['investigating']);
  });

  it('does nothing at all when turned off, but end what was proposed', async () => {
    const it = rig();
    await it.fire('availability');
    it.settings.mode = 'off';
    await it.fire('other');
    expect(await it.outcomes()).toEqual(['open']);
    await it.end('availability');
    expect(await it.outcomes()).toEqual(['lapsed']);
  });

  it('has a title of one line whatever things are called', async () => {
    const long = (name: string) => slo({ name, displayName: name.repeat(190), serviceDisplayName: 'Service' });
    const it = rig({ slos: [long('a'), long('b')] });
    await it.fire('a');
    expect((await it.proposals())[0]?.title).toBe('Service below its objective');
    await it.fire('b');
    expect((await it.proposals())[0]?.title).toBe('Service below 2 objectives');
  });
});

describe('IncidentKeeper, publishing', () => {
  it('opens the incident at once, of when the alert fired', async () => {
    const it = rig({ mode: 'publish' });
    it.world.find('availability').isViolated = true;
    await it.fire('availability');
    const [incident] = await it.incidents();
    expect(incident).toMatchObject({
      id: 1,
      title: 'Public resolver: Availability below its objective',
      impact: 'major',
      slos: ['availability'],
      updates: [{ state: 'investigating', atMs: T0, recordedAtMs: T0 + SECOND_MS, recordedBy: 'resolver-slo' }],
    });
    expect((await it.proposals())[0]?.end).toMatchObject({ outcome: 'published', by: 'resolver-slo', incident: 1 });
    expect(JSON.stringify(incident)).not.toContain('ns1');
  });

  it('adds SLOs of the service that fire later, and tells so', async () => {
    const it = rig({ mode: 'publish' });
    await it.fire('availability');
    await it.fire('latency');
    await it.fire('latency', 'slow-burn');
    const incidents = await it.incidents();
    expect(incidents.map(({ slos }) => slos)).toEqual([['availability', 'latency']]);
    expect(incidents[0]?.updates.map(({ state, message }) => [state, message.split('\n')[0]])).toEqual([
      ['investigating', 'Our measurements show trouble:'],
      ['investigating', 'This is affected as well:'],
    ]);
    expect((await it.proposals())[0]?.alerts).toHaveLength(3);
  });

  it('resolves it when all alerts have been quiet for ten minutes, and no sooner', async () => {
    const it = rig({ mode: 'publish' });
    await it.fire('availability');
    await it.fire('latency');
    await it.end('availability');
    await it.later(9 * MINUTE_MS);
    await it.end('latency');
    await it.later(5 * MINUTE_MS);
    await it.fire('latency');
    await it.end('latency');
    await it.later(10 * MINUTE_MS - 2 * SECOND_MS);
    expect(await it.states()).toEqual(['investigating']);
    await it.later(SECOND_MS);
    expect(await it.states()).toEqual(['resolved']);
    const last = (await it.incidents())[0]?.updates.at(-1);
    expect(last).toMatchObject({ atMs: it.clock.ms, recordedBy: 'resolver-slo' });
    expect(last?.message).toBe(
      'Our measurements have not shown this trouble for 10 minutes. This incident was resolved automatically.',
    );
    await it.fire('latency');
    expect(await it.states()).toEqual(['resolved', 'investigating']);
  });

  it('does not resolve it in the very second in which another SLO of the service begins to fire', async () => {
    const it = rig({ mode: 'publish' });
    await it.fire('availability');
    await it.end('availability');
    it.clock.ms += 10 * MINUTE_MS;
    await it.fire('latency');
    expect((await it.incidents()).map((one) => [incidentState(one), one.slos])).toEqual([
      ['investigating', ['availability', 'latency']],
    ]);
  });

  it('counts no time as quiet in which nobody watched', async () => {
    const it = rig({ mode: 'publish' });
    await it.fire('availability');
    await it.end('availability');
    it.clock.ms += HOUR_MS;
    it.restart();
    expect(await it.work()).toEqual([]);
    await it.later(10 * MINUTE_MS);
    expect(await it.states()).toEqual(['resolved']);
  });

  it('leaves an incident to people once one has told of it, but goes on naming what is affected', async () => {
    const it = rig({ mode: 'publish' });
    await it.fire('availability');
    const told = { state: 'identified', message: 'A line was cut.', atMs: null, by: 'ada' } as const;
    await updateIncident(it.operators, SLOS, 1, told, it.clock.ms);
    await it.fire('latency');
    const [incident] = await it.incidents();
    expect([incident?.slos, incident?.updates.length]).toEqual([['availability', 'latency'], 2]);
    await it.end('availability');
    await it.end('latency');
    await it.later(DAY_MS);
    expect(await it.states()).toEqual(['identified']);
  });

  it('publishes what was proposed when it is told to publish, and never opens a second one for a service', async () => {
    const it = rig({ mode: 'publish' });
    await it.fire('availability');
    it.settings.mode = 'propose';
    await it.fire('latency');
    expect(await it.outcomes()).toEqual(['published', 'open']);
    it.settings.mode = 'publish';
    await it.later(SECOND_MS);
    expect(await it.outcomes()).toEqual(['published', 'published']);
    expect((await it.incidents()).map(({ slos }) => slos)).toEqual([['availability', 'latency']]);
  });

  it('reads incidents only when somebody has changed them', async () => {
    const it = rig();
    await it.fire('availability');
    await it.work();
    let reads = 0;
    const knownIncidents = it.operators.knownIncidents.bind(it.operators);
    it.operators.knownIncidents = (sinceMs) => {
      reads++;
      return knownIncidents(sinceMs);
    };
    for (let second = 0; second < 10; second++) await it.later(SECOND_MS);
    expect(reads).toBe(0);
    await dismissProposal(it.operators, 1, 'ada');
    await it.later(SECOND_MS);
    expect(reads).toBe(1);
  });
});

describe('publishProposal() and dismissProposal()', () => {
  it.each([
    ['an unknown id', 9, { by: 'ada' }, 'id: the id of a proposed incident is required'],
    ['a title of two lines', 1, { title: 'a\nb', by: 'ada' }, 'title: one line'],
    ['an empty message', 1, { message: ' ', by: 'ada' }, 'message: a text is required'],
    ['a time to come', 1, { atMs: T0 + DAY_MS, by: 'ada' }, 'at: a time that has been is required'],
    ['the name of the program', 1, { by: 'resolver-slo' }, 'by: another name than "resolver-slo" is required'],
  ])('refuse %s', async (_, id, as, message) => {
    const it = rig();
    await it.fire('availability');
    await expect(publishProposal(it.operators, id, { atMs: null, ...as }, it.clock.ms)).rejects.toThrow(message);
    expect(await it.outcomes()).toEqual(['open']);
    expect(await it.incidents()).toEqual([]);
  });

  it('say what became of a proposal that is not open any more', async () => {
    const it = rig();
    await it.fire('availability');
    await publishProposal(it.operators, 1, { atMs: null, by: 'ada' }, it.clock.ms);
    await expect(dismissProposal(it.operators, 1, 'bob')).rejects.toThrow('was published as incident 1 by ada at 2026');
    await it.fire('other');
    await dismissProposal(it.operators, 2, 'bob');
    await expect(publishProposal(it.operators, 2, { atMs: null, by: 'ada' }, it.clock.ms)).rejects.toThrow(
      'proposal 2 was dismissed by bob at 2026-10-20T12:00:02Z',
    );
    await it.end('other');
    await it.fire('other');
    await it.end('other');
    await expect(dismissProposal(it.operators, 3, 'bob')).rejects.toThrow('proposal 3 lapsed, for its alerts had');
    await expect(dismissProposal(it.operators, 9, 'bob')).rejects.toThrow('id: the id of a proposed incident');
  });
});
