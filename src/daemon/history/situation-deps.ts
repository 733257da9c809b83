import type { SituationDeps } from '../../app/situation/read-situation.js';
import { type ProbeDefinition, roundMsByName } from '../../domain/probe-definition.js';
import type { SqliteStore } from '../../record/store/sqlite/sqlite-store.js';

/** What of a store is read to know what was going on. */
export function situationDeps(store: SqliteStore, probes: readonly ProbeDefinition[]): SituationDeps {
  return {
    history: store,
    alertStates: store.alertStates,
    sliceHours: store.sliceHours,
    roundMsOf: roundMsByName(probes),
    // One that cannot be judged must not keep the others from being told of.
    onError: () => undefined,
    alertLog: store.chronicle,
    compositions: store.chronicle,
    failures: store.failureHistory,
  };
}
