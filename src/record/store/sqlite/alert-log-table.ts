import type Database from 'better-sqlite3';

import type { AlertEvidence, AlertLogEntry } from '../../../domain/alert-evidence.js';
import type { AlertCondition, AlertSeverity } from '../../../domain/alert-state.js';
import type { TimeWindow } from '../../../domain/window.js';
import type { Prunable } from './prunable.js';

/** Each change of an alert's condition, with why. */
export class AlertLogTable implements Prunable {
  readonly #add: Database.Statement<[Record<string, unknown>]>;
  readonly #newest: Database.Statement<[string, number, number, number], Row>;
  readonly #one: Database.Statement<[number], Row>;
  readonly #first: Database.Statement<[], number | null>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database) {
    this.#add = database.prepare(
      `INSERT INTO alert_transitions (slo, alert, severity, from_state, to_state, at_ms, explanation, evidence)
       VALUES ($slo, $alert, $severity, $from, $to, $atMs, $explanation, $evidence)`,
    );
    this.#newest = database.prepare(
      `SELECT slo, alert, severity, from_state, to_state, at_ms, explanation, evidence FROM alert_transitions
       WHERE slo = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms DESC, id DESC LIMIT ?`,
    );
    this.#one = database.prepare(
      `SELECT slo, alert, severity, from_state, to_state, at_ms, explanation, evidence FROM alert_transitions WHERE id = ?`,
    );
    this.#first = database.prepare<[], number | null>('SELECT min(at_ms) FROM alert_transitions').pluck();
    this.#deleteBefore = database.prepare('DELETE FROM alert_transitions WHERE at_ms < ? LIMIT ?');
  }

  add({ evidence, ...change }: AlertLogEntry): void {
    this.#add.run({ ...change, evidence: JSON.stringify(evidence) });
  }

  newest(slo: string, { fromMs, toMs }: TimeWindow, limit: number): AlertLogEntry[] {
    return this.#newest.all(slo, fromMs, toMs, limit).map(toEntry);
  }

  find(id: number): AlertLogEntry | null {
    const row = this.#one.get(id);
    return row === undefined ? null : toEntry(row);
  }

  firstMs(): number | null {
    return this.#first.get() ?? null;
  }

  deleteBefore(timeMs: number, limit: number): number {
    return this.#deleteBefore.run(timeMs, limit).changes;
  }
}

interface Row {
  readonly slo: string;
  readonly alert: string;
  readonly severity: AlertSeverity;
  readonly from_state: AlertCondition;
  readonly to_state: AlertCondition;
  readonly at_ms: number;
  readonly explanation: string;
  readonly evidence: string;
}

function toEntry({ from_state: from, to_state: to, at_ms: atMs, evidence, ...same }: Row): AlertLogEntry {
  return { ...same, from, to, atMs, evidence: JSON.parse(evidence) as AlertEvidence };
}
