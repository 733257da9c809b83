import type { AlertLogEntry } from '../../domain/alert-evidence.js';
import type { IncidentChange, KnownIncidents } from '../../domain/incident-proposal.js';
import type { Snapshot } from '../../domain/snapshot.js';
import type { AutoIncidents } from '../../judge/config.js';
import { decideIncidents, firingAlerts, firingKey, type IncidentStep } from '../../judge/incident/decide-incidents.js';
import { changeOf } from '../../judge/incident/incident-changes.js';
import type { IncidentWords } from '../../judge/incident/incident-dictionary.js';
import { pagedSlos } from '../../judge/incident/paged-slo.js';
import type { AlertTransitionReader } from '../ports.js';
import type { AutomaticIncidentStore } from './operator-store.js';

export interface IncidentKeeperDeps {
  readonly store: AutomaticIncidentStore;
  readonly alertLog: AlertTransitionReader;
  /** Since when this process judges alerts. */
  readonly watchedSinceMs: number;
}

/** How incidents are opened without a person. */
export interface AutomaticIncidents {
  readonly mode: AutoIncidents;
  /** In which they are written. */
  readonly language: IncidentWords;
}

/**
 * Proposes, opens and ends incidents as alerts come and go. Each second it decides by what fires now and by
 * what is recorded, which is read again only when somebody has changed it; nothing is remembered, so that a
 * restart at any point changes nothing.
 */
export class IncidentKeeper {
  readonly #deps: IncidentKeeperDeps;
  #read: { readonly revision: string; readonly sinceMs: number; readonly known: KnownIncidents } | null = null;

  constructor(deps: IncidentKeeperDeps) {
    this.#deps = deps;
  }

  /** Gives what was done. Rejects with what the store rejects with; the next call then tries again. */
  async work(snapshot: Snapshot, { mode, language }: AutomaticIncidents): Promise<readonly IncidentChange[]> {
    const { store, watchedSinceMs } = this.#deps;
    const seen = { mode, slos: pagedSlos(snapshot), nowMs: snapshot.evaluatedAtMs, watchedSinceMs };
    const sinceMs = Math.min(seen.nowMs, ...firingAlerts(seen.slos).map(({ firedAtMs }) => firedAtMs));
    const steps = decideIncidents(await this.#known(sinceMs), seen);
    if (steps.length === 0) return [];
    const entries = await this.#entriesOf(steps);
    const words = { language, slos: seen.slos, nowMs: seen.nowMs, entries };
    return store.changeIncidents(sinceMs, (known) =>
      decideIncidents(known, seen).flatMap((step) => changeOf(step, words)),
    );
  }

  async #known(sinceMs: number): Promise<KnownIncidents> {
    const revision = await this.#deps.store.revision();
    if (this.#read?.revision !== revision || this.#read.sinceMs > sinceMs) {
      this.#read = { revision, sinceMs, known: await this.#deps.store.knownIncidents(sinceMs) };
    }
    return this.#read.known;
  }

  /** Why each alert fired that is a reason now. */
  async #entriesOf(steps: readonly IncidentStep[]): Promise<ReadonlyMap<string, AlertLogEntry>> {
    const entries = new Map<string, AlertLogEntry>();
    const reasons = steps.flatMap((step) => ('alerts' in step ? step.alerts : []));
    for (const { slo, alert, firedAtMs } of reasons) {
      const { key } = slo.definition;
      const window = { fromMs: firedAtMs, toMs: firedAtMs + 1 };
      const found = await this.#deps.alertLog.alertTransitions(key, window, MOST_AT_ONCE);
      const entry = found.find((one) => one.alert === alert && one.to === 'firing');
      if (entry !== undefined) entries.set(firingKey({ slo: key, alert, firedAtMs }), entry);
    }
    return entries;
  }
}

/** Changes of one SLO's alerts at one instant. */
const MOST_AT_ONCE = 20;
