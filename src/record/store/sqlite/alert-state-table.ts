import type Database from 'better-sqlite3';

import type { AlertCondition, AlertState } from '../../../domain/alert-state.js';

/** Alert states, kept over restarts. */
export class AlertStateTable {
  readonly #database: Database.Database;
  readonly #all: Database.Statement<[], StoredState>;
  readonly #replace: Database.Statement<[AlertState]>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#all = database.prepare(
      'SELECT slo, alert, state, since_ms, quiet_evaluations FROM alert_states ORDER BY slo, alert',
    );
    this.#replace = database.prepare(
      'INSERT OR REPLACE INTO alert_states VALUES ($slo, $alert, $state, $sinceMs, $quietEvaluations)',
    );
  }

  load(): AlertState[] {
    return this.#all.all().map((row) => ({
      slo: row.slo,
      alert: row.alert,
      state: row.state,
      sinceMs: row.since_ms,
      quietEvaluations: row.quiet_evaluations,
    }));
  }

  save(states: readonly AlertState[]): void {
    this.#database
      .transaction(() => {
        for (const { slo, alert, state, sinceMs, quietEvaluations } of states) {
          this.#replace.run({ slo, alert, state, sinceMs, quietEvaluations });
        }
      })
      .immediate();
  }
}

interface StoredState {
  readonly slo: string;
  readonly alert: string;
  readonly state: AlertCondition;
  readonly since_ms: number | null;
  readonly quiet_evaluations: number;
}
