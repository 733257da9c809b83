import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { english } from '../../src/publish/text/english.js';
import { updateIncident } from '../../src/app/operator/incident.js';
import { IncidentKeeper } from '../../src/app/operator/incident-keeper.js';
import type { AutomaticIncidentStore } from '../../src/app/operator/operator-store.js';
import { dismissProposal, publishProposal } from '../../src/app/operator/proposal.js';
import { groupBy } from '../../src/domain/group-by.js';
import { MINUTE_MS, SECOND_MS } from '../../src/domain/clock.js';
import { type RecordedIncident, resolvedAtMs } from '../../src/domain/incident.js';
import { AUTOMATIC, type IncidentProposal, type ProposedAlert } from '../../src/domain/incident-proposal.js';
import type { AutoIncidents } from '../../src/judge/config.js';
import { openStore } from '../../src/record/store/sqlite/open-store.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { AlertWorld } from '../support/alert-world.js';
import { slo } from '../support/slo-samples.js';
import { tempFolder } from '../support/temp-store.js';

const SERVICES = ['alpha', 'beta'];
const RUNS = { numRuns: 30 };
const LENGTH = { minLength: 20, maxLength: 50, size: 'max' } as const;
const SLOS = SERVICES.flatMap((service) =>
  ['a', 'b', 'hidden'].map((name) =>
    slo({
      name: `${service}-${name}`,
      displayName: name.toUpperCase(),
      service,
      serviceDisplayName: service,
      visibility: name === 'hidden' ? 'internal' : 'public',
    }),
  ),
);
const NAMES = SLOS.map(({ name }) => name);

type Event =
  | { readonly kind: 'alert'; readonly slo: string; readonly alert: string; readonly isFiring: boolean }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'mode'; readonly mode: AutoIncidents }
  | { readonly kind: 'restart' | 'killed' | 'violated' | 'calm' }
  | { readonly kind: 'publish' | 'dismiss' | 'update' | 'resolve' | 'open'; readonly pick: number };

const alertEvent = fc.record({
  kind: fc.constant('alert' as const),
  slo: fc.constantFrom(...NAMES),
  alert: fc.constantFrom('fast-burn', 'fast-burn', 'slow-burn', 'slow-burn', 'fast-drain'),
  isFiring: fc.constantFrom(true, true, false),
});
const pick = fc.integer({ min: 1, max: 3 });
const eventArbitrary: fc.Arbitrary<Event> = fc.oneof(
  { weight: 8, arbitrary: alertEvent },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1000, 4 * MINUTE_MS, 11 * MINUTE_MS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('publish', 'dismiss', 'update', 'resolve', 'open' as const), pick }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('restart', 'killed', 'violated' as const) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'calm' as const }) },
);
const modeEvent = fc.record({
  kind: fc.constant('mode' as const),
  mode: fc.constantFrom<AutoIncidents>('propose', 'publish', 'off'),
});

/** One run: what happens, one thing after the other, the daemon looking in between. */
class Run {
  readonly clock = { ms: Date.parse('2026-10-20T12:00:00Z'), nowMs: () => this.clock.ms };
  readonly world = new AlertWorld(SLOS);
  readonly store: SqliteStore;
  mode: AutoIncidents;
  keeper: IncidentKeeper;

  constructor(mode: AutoIncidents) {
    this.mode = mode;
    this.store = openStore({ file: join(tempFolder(), 'store.db'), access: 'daemon', clock: this.clock });
    this.keeper = this.started(this.store.operators);
  }

  started(store: AutomaticIncidentStore): IncidentKeeper {
    return new IncidentKeeper({ store, alertLog: this.store.chronicle, watchedSinceMs: this.clock.ms });
  }

  look(keeper = this.keeper) {
    return keeper.work(this.world.snapshot(this.clock.ms), { mode: this.mode, language: english });
  }

  /** What an operator may not do changes nothing. */
  async happens(event: Event): Promise<void> {
    this.clock.ms += SECOND_MS;
    await this.#apply(event).catch((error: unknown) => {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'OPERATION_REFUSED') throw error;
    });
  }

  async #apply(event: Event): Promise<unknown> {
    const { operators } = this.store;
    const told = { message: 'M', atMs: null, by: 'ada' };
    switch (event.kind) {
      case 'alert':
        return this.world.set(this.store, event.slo, event.alert, event.isFiring, this.clock.ms);
      case 'wait':
        return void (this.clock.ms += event.ms);
      case 'mode':
        return void (this.mode = event.mode);
      case 'violated':
        return void (this.world.slos[0]!.isViolated = !this.world.slos[0]!.isViolated);
      case 'calm':
        return this.#calmDown();
      case 'restart':
        return void (this.keeper = this.started(operators));
      case 'killed':
        return this.#dieWhileDeciding();
      case 'publish':
        return publishProposal(operators, event.pick, { atMs: null, by: 'ada' }, this.clock.ms);
      case 'dismiss':
        return dismissProposal(operators, event.pick, 'ada');
      case 'update':
        return updateIncident(operators, SLOS, event.pick, { ...told, state: 'identified' }, this.clock.ms);
      case 'resolve':
        return updateIncident(operators, SLOS, event.pick, { ...told, state: 'resolved' }, this.clock.ms);
      case 'open': {
        const first = { ...told, state: 'investigating', atMs: this.clock.ms } as const;
        return operators.openIncident({ title: 'T', impact: 'minor', slos: [NAMES[event.pick]!], first });
      }
      default:
        return event satisfies never;
    }
  }

  async #calmDown(): Promise<void> {
    for (const { definition, alerts } of this.world.slos)
      for (const alert of alerts.keys()) await this.world.set(this.store, definition.name, alert, false, this.clock.ms);
  }

  /** The process ends after all was decided and before it was committed. */
  async #dieWhileDeciding(): Promise<void> {
    const { operators } = this.store;
    const dying: AutomaticIncidentStore = {
      revision: () => operators.revision(),
      knownIncidents: (sinceMs) => operators.knownIncidents(sinceMs),
      changeIncidents: (sinceMs, decide) =>
        operators.changeIncidents(sinceMs, (known) => {
          const changes = decide(known);
          if (changes.length === 0) throw new Error('killed');
          return changes;
        }),
    };
    await this.look(this.started(dying)).catch(() => undefined);
    this.keeper = this.started(operators);
  }

  close(): void {
    this.store.close();
  }
}

function isAutomatic({ updates }: RecordedIncident): boolean {
  return updates[0]?.recordedBy === AUTOMATIC;
}

/** Recorded by a person, and then resolved by the daemon. */
function isTakenBack({ updates }: RecordedIncident): boolean {
  const inOrder = updates.toSorted((a, b) => a.id - b.id);
  const taken = inOrder.findIndex(({ recordedBy }) => recordedBy !== AUTOMATIC);
  return taken >= 0 && inOrder.slice(taken).some((one) => one.recordedBy === AUTOMATIC && one.state === 'resolved');
}

/** A proposal that began to fire while an operator's word of the same SLO stood: dismissed, and still firing. */
function isNagging(
  { alerts, id }: IncidentProposal,
  proposals: readonly IncidentProposal[],
  world: AlertWorld,
): boolean {
  const firing = world.firing();
  const fires = (it: ProposedAlert): boolean => firing.includes(`${it.sloName}/${it.alert}/${String(it.firedAtMs)}`);
  const dismissed = proposals.filter((one) => one.id < id && one.end?.outcome === 'dismissed');
  return alerts.some((it) =>
    dismissed.some((one) => one.alerts.some((other) => other.sloName === it.sloName && fires(other)) && fires(it)),
  );
}

async function expectLaws({ store, world }: Run, isOneMode: boolean): Promise<void> {
  const [proposals, incidents] = [await store.operators.proposals(), await store.operators.incidents()];
  const openIncidents = incidents.filter((one) => isAutomatic(one) && resolvedAtMs(one) === null);
  const serviceOf = (incident: RecordedIncident): string => incident.slos[0]!.split('-')[0]!;
  for (const service of SERVICES) {
    const proposed = proposals.filter((one) => one.end === null && one.service === service).length;
    const opened = openIncidents.filter((one) => serviceOf(one) === service).length;
    expect(proposed).toBeLessThanOrEqual(1);
    expect(opened).toBeLessThanOrEqual(1);
    if (isOneMode) expect(proposed + opened).toBeLessThanOrEqual(1);
  }
  expect(incidents.filter(isTakenBack)).toEqual([]);
  if (isOneMode) expect(proposals.filter((one) => isNagging(one, proposals, world))).toEqual([]);
  const recorded = proposals.flatMap(({ alerts }) =>
    alerts.map((it) => `${it.sloName}/${it.alert}/${String(it.firedAtMs)}`),
  );
  expect(new Set(recorded).size).toBe(recorded.length);
  expect(recorded.filter((name) => name.includes('hidden') || name.includes('drain'))).toEqual([]);
  const all = JSON.stringify([proposals.map(({ title, message }) => [title, message]), incidents]);
  expect(all).not.toMatch(/SERVFAIL|ns[12]|192\.0\.2|HIDDEN/);
  for (const proposal of proposals.filter(({ end }) => end === null)) {
    const names = new Set(proposal.alerts.map(({ sloName }) => sloName));
    expect(world.firing().some((firing) => names.has(firing.split('/')[0]!))).toBe(true);
  }
}

/** What fires is known to somebody: proposed once, or named by an incident of a person. */
async function expectNothingMissed({ store, world }: Run): Promise<void> {
  const [proposals, incidents] = [await store.operators.proposals(), await store.operators.incidents()];
  const recorded = new Set(
    proposals.flatMap(({ alerts }) => alerts.map((it) => `${it.sloName}/${it.alert}/${String(it.firedAtMs)}`)),
  );
  const named = groupBy(
    incidents.flatMap((incident) => incident.slos.map((name) => ({ name, incident }))),
    ({ name }) => name,
  );
  for (const firing of world.firing()) {
    const [name = '', , since] = firing.split('/');
    const isNamed = (named.get(name) ?? []).some(({ incident }) => {
      const end = incident.updates.find(({ state }) => state === 'resolved');
      return end === undefined || end.recordedAtMs > Number(since);
    });
    expect(recorded.has(firing) || isNamed).toBe(true);
  }
}

describe('IncidentKeeper, whatever alerts, operators, restarts and kills do', { timeout: 120_000 }, () => {
  it.each<AutoIncidents>(['propose', 'publish'])('keeps its laws when told to %s', async (mode) => {
    await fc.assert(
      fc.asyncProperty(fc.array(eventArbitrary, LENGTH), async (events) => {
        const run = new Run(mode);
        for (const event of events) {
          await run.happens(event);
          await run.look();
          expect(await run.look()).toEqual([]);
          await expectLaws(run, true);
          await expectNothingMissed(run);
        }
        run.close();
      }),
      RUNS,
    );
  });

  it('keeps its laws while it is told otherwise, and ends what it began once all is quiet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof({ weight: 9, arbitrary: eventArbitrary }, modeEvent), LENGTH),
        async (events) => {
          const run = new Run('publish');
          for (const event of events) {
            await run.happens(event);
            await run.look();
            await expectLaws(run, false);
          }
          await run.happens({ kind: 'calm' });
          await run.look();
          await run.happens({ kind: 'wait', ms: 11 * MINUTE_MS });
          await run.look();
          expect((await run.store.operators.proposals()).filter(({ end }) => end === null)).toEqual([]);
          const left = (await run.store.operators.incidents()).filter((one) => resolvedAtMs(one) === null);
          expect(left.filter(({ updates }) => updates.every(({ recordedBy }) => recordedBy === AUTOMATIC))).toEqual([]);
          run.close();
        },
      ),
      RUNS,
    );
  });
});
