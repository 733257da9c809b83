import type Database from 'better-sqlite3';

import type { AlertLogEntry } from '../../../domain/alert-evidence.js';
import type { AlertCondition, AlertState } from '../../../domain/alert-state.js';
import type { AlertLogTable } from './alert-log-table.js';
import { attempt } from './sqlite-errors.js';

/** Alert states, kept over restarts (`AlertStateStore`). Fails with `StoreError`. */
export class AlertStateTable {
  readonly #database: Database.Database;
  readonly #log: AlertLogTable;
  readonly #all: Database.Statement<[], StoredState>;
  readonly #replace: Database.Statement<[AlertState]>;

  constructor(database: Database.Database, log: AlertLogTable) {
    this.#database = database;
    this.#log = log;
    this.#all = database.prepare(
      'SELECT slo, alert, state, since_ms, quiet_evaluations FROM alert_states ORDER BY slo, alert',
    );
    this.#replace = database.prepare(
      'INSERT OR REPLACE INTO alert_states VALUES ($slo, $alert, $state, $sinceMs, $quietEvaluations)',
    );
  }

  loadAlertStates(): Promise<readonly AlertState[]> {
    return attempt('reading alert states', () => this.#all.all().map(toState));
  }

  /** Both or neither: no change of a state without its entry in the log. */
  saveAlertStates(states: readonly AlertState[], changes: readonly AlertLogEntry[]): Promise<void> {
    return attempt('writing alert states', () =>
      this.#database
        .transaction(() => {
          for (const { slo, alert, state, sinceMs, quietEvaluations } of states) {
            this.#replace.run({ slo, alert, state, sinceMs, quietEvaluations });
          }
          for (const change of changes) this.#log.add(change);
        })
        .immediate(),
    );
  }
}

interface StoredState {
  readonly slo: string;
  readonly alert: string;
  readonly state: AlertCondition;
  readonly since_ms: number | null;
  readonly quiet_evaluations: number;
}

function toState(row: StoredState): AlertState {
  return {
    slo: row.slo,
    alert: row.alert,
    state: row.state,
    sinceMs: row.since_ms,
    quietEvaluations: row.quiet_evaluations,
  };
}
