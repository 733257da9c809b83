import type { AlertLogEntry, BurnRateEvidence } from '../../src/domain/alert-evidence.js';
import { DAY_MS, HOUR_MS, isoTime, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import type { AlertStatus } from '../../src/domain/slo-status.js';
import type { Snapshot, SloView } from '../../src/domain/snapshot.js';
import type { SqliteStore } from '../../src/record/store/sqlite/sqlite-store.js';
import { sampleSnapshot } from './sample-snapshot.js';
import { FAST_BURN } from './slo-samples.js';

/** What an explanation tells operators, and the public must never read. */
export const INSIDE = '52 timeouts at ns2, 11 SERVFAIL at ns1 (192.0.2.53)';

interface Alert {
  isFiring: boolean;
  sinceMs: number | null;
}

export interface WorldSlo {
  readonly definition: SloDefinition;
  isViolated: boolean;
  error: string | null;
  /** By name: those that page, and one that does not. */
  readonly alerts: Map<string, Alert>;
}

/** SLOs whose alerts fire and resolve as a test tells them to, and are logged as the daemon logs them. */
export class AlertWorld {
  readonly slos: readonly WorldSlo[];

  constructor(definitions: readonly SloDefinition[]) {
    this.slos = definitions.map((definition) => ({
      definition,
      isViolated: false,
      error: null,
      alerts: new Map(
        ['fast-burn', 'slow-burn', 'fast-drain'].map((name) => [name, { isFiring: false, sinceMs: null }]),
      ),
    }));
  }

  /** Nothing where it is so already. */
  async set(store: SqliteStore, slo: string, alert: string, isFiring: boolean, atMs: number): Promise<void> {
    const found = this.find(slo);
    const state = found.alerts.get(alert)!;
    if (state.isFiring === isFiring) return;
    Object.assign(state, { isFiring, sinceMs: atMs });
    await store.alertStates.saveAlertStates([], [entryOf(found.definition, alert, isFiring, atMs)]);
  }

  find(slo: string): WorldSlo {
    return this.slos.find(({ definition }) => definition.name === slo)!;
  }

  /** Paging alerts of public SLOs that fire, as `slo/alert/since`. */
  firing(): readonly string[] {
    return this.slos
      .filter(({ definition }) => definition.visibility === 'public')
      .flatMap(({ definition, alerts }) =>
        [...alerts].flatMap(([name, { isFiring, sinceMs }]) =>
          isFiring && name !== 'fast-drain' ? [`${definition.name}/${name}/${String(sinceMs)}`] : [],
        ),
      );
  }

  snapshot(evaluatedAtMs: number): Snapshot {
    const sample = sampleSnapshot(
      this.slos.map(({ definition }) => ({ name: definition.name })),
      { evaluatedAtMs },
    );
    return { ...sample, slos: sample.slos.map((view, i) => viewOf(view, this.slos[i]!)) };
  }
}

function viewOf(view: SloView, { definition, isViolated, error, alerts }: WorldSlo): SloView {
  const known = [...alerts].map(([name, alert]) => alertStatus(name, alert));
  const state = isViolated ? 'violated' : known.some(({ state }) => state === 'firing') ? 'at_risk' : 'met';
  const why = error === null ? {} : { error };
  return {
    ...view,
    definition,
    status: { ...view.status, name: definition.name, alerts: known, status: state, ...why },
  };
}

function alertStatus(name: string, { isFiring, sinceMs }: Alert): AlertStatus {
  return {
    name,
    severity: name === 'fast-drain' ? 'ticket' : 'page',
    state: isFiring ? 'firing' : 'ok',
    longWindow: '1h',
    shortWindow: '5m',
    threshold: 13.44,
    since: sinceMs === null ? null : isoTime(sinceMs),
  };
}

function entryOf({ key, indicator }: SloDefinition, alert: string, isFiring: boolean, atMs: number): AlertLogEntry {
  const [from, to] = isFiring ? (['ok', 'firing'] as const) : (['firing', 'ok'] as const);
  const window = (lengthMs: number) => {
    const counted = { good: 3380, valid: 3600 };
    return { lengthMs, counted, attempts: counted, burnRate: 61 };
  };
  const evidence: BurnRateEvidence = {
    from,
    to,
    atMs,
    heldMs: null,
    rule: { ...FAST_BURN, name: alert },
    unit: { kind: 'attempts' },
    long: window(HOUR_MS),
    short: window(5 * MINUTE_MS),
    thresholdUs: indicator.good?.thresholdUs ?? null,
    failures: [],
    periodText: '28d',
    consumed: 0.4,
    exhaustsAtMs: atMs + DAY_MS,
  };
  const severity = alert === 'fast-drain' ? 'ticket' : 'page';
  return { slo: key, alert, severity, from, to, atMs, explanation: INSIDE, evidence };
}
