import type Database from 'better-sqlite3';

import type { Correction, Maintenance, OperatorRecords } from '../../../domain/operator-action.js';
import type { ProgressTable } from './progress-table.js';

/** Maintenance and corrections; whatever changes them raises the version of history. */
export class OperatorTable {
  readonly #database: Database.Database;
  readonly #progress: ProgressTable;
  readonly #maintenances: Database.Statement<[], StoredMaintenance>;
  readonly #corrections: Database.Statement<[], StoredCorrection>;
  readonly #addMaintenance: Database.Statement<[Record<string, unknown>]>;
  readonly #addCorrection: Database.Statement<[Record<string, unknown>]>;
  readonly #cancel: Database.Statement<[number, string, number]>;
  readonly #revoke: Database.Statement<[number, string, number]>;

  constructor(database: Database.Database, progress: ProgressTable) {
    this.#database = database;
    this.#progress = progress;
    this.#maintenances = database.prepare('SELECT * FROM maintenances ORDER BY id');
    this.#corrections = database.prepare('SELECT * FROM corrections ORDER BY id');
    this.#addMaintenance = database.prepare(
      `INSERT INTO maintenances (title, message, from_ms, to_ms, slos, recorded_at_ms, recorded_by)
       VALUES ($title, $message, $fromMs, $toMs, $slos, $recordedAtMs, $recordedBy)`,
    );
    this.#addCorrection = database.prepare(
      `INSERT INTO corrections (slo, from_ms, to_ms, kind, reason, recorded_at_ms, recorded_by)
       VALUES ($slo, $fromMs, $toMs, $kind, $reason, $recordedAtMs, $recordedBy)`,
    );
    this.#cancel = database.prepare(
      'UPDATE maintenances SET cancelled_at_ms = ?, cancelled_by = ? WHERE id = ? AND cancelled_at_ms IS NULL',
    );
    this.#revoke = database.prepare(
      'UPDATE corrections SET revoked_at_ms = ?, revoked_by = ? WHERE id = ? AND revoked_at_ms IS NULL',
    );
  }

  records(): OperatorRecords {
    return {
      maintenances: this.#maintenances.all().map(toMaintenance),
      corrections: this.#corrections.all().map(toCorrection),
    };
  }

  /** Returns its id. */
  addMaintenance({ slos, ...given }: Omit<Maintenance, 'id' | 'cancelledAtMs' | 'cancelledBy'>): number {
    return this.#changing(() => this.#addMaintenance.run({ ...given, slos: JSON.stringify(slos) }).lastInsertRowid);
  }

  /** Returns its id. */
  addCorrection(given: Omit<Correction, 'id' | 'revokedAtMs' | 'revokedBy'>): number {
    return this.#changing(() => this.#addCorrection.run({ ...given }).lastInsertRowid);
  }

  /** Whether there was one to cancel that was not cancelled yet. */
  cancelMaintenance(id: number, atMs: number, by: string): boolean {
    return this.#changing(() => this.#cancel.run(atMs, by, id).changes) > 0;
  }

  /** Whether there was one to revoke that was not revoked yet. */
  revokeCorrection(id: number, atMs: number, by: string): boolean {
    return this.#changing(() => this.#revoke.run(atMs, by, id).changes) > 0;
  }

  #changing(change: () => number | bigint): number {
    return this.#database
      .transaction(() => {
        const result = Number(change());
        const progress = this.#progress.get();
        this.#progress.change(progress, { version: progress.version + 1 });
        return result;
      })
      .immediate();
  }
}

interface StoredMaintenance {
  readonly id: number;
  readonly title: string;
  readonly message: string | null;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly slos: string;
  readonly recorded_at_ms: number;
  readonly recorded_by: string;
  readonly cancelled_at_ms: number | null;
  readonly cancelled_by: string | null;
}

interface StoredCorrection {
  readonly id: number;
  readonly slo: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly kind: Correction['kind'];
  readonly reason: string;
  readonly recorded_at_ms: number;
  readonly recorded_by: string;
  readonly revoked_at_ms: number | null;
  readonly revoked_by: string | null;
}

function toMaintenance(row: StoredMaintenance): Maintenance {
  return {
    id: row.id,
    title: row.title,
    message: row.message,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    slos: JSON.parse(row.slos) as readonly string[],
    recordedAtMs: row.recorded_at_ms,
    recordedBy: row.recorded_by,
    cancelledAtMs: row.cancelled_at_ms,
    cancelledBy: row.cancelled_by,
  };
}

function toCorrection(row: StoredCorrection): Correction {
  return {
    id: row.id,
    slo: row.slo,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    kind: row.kind,
    reason: row.reason,
    recordedAtMs: row.recorded_at_ms,
    recordedBy: row.recorded_by,
    revokedAtMs: row.revoked_at_ms,
    revokedBy: row.revoked_by,
  };
}
