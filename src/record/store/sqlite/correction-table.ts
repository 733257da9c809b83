import type Database from 'better-sqlite3';

import type { Correction, NewCorrection } from '../../../domain/operator-action.js';
import type { Prunable } from './prunable.js';

/** Time that was taken out of SLOs afterwards, or put back. */
export class CorrectionTable implements Prunable {
  readonly #all: Database.Statement<[], Row>;
  readonly #add: Database.Statement<[Record<string, unknown>], Row>;
  readonly #revoke: Database.Statement<[Record<string, unknown>], Row>;
  readonly #first: Database.Statement<[], number | null>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database) {
    this.#all = database.prepare('SELECT * FROM corrections ORDER BY id');
    this.#add = database.prepare(
      `INSERT INTO corrections (slo, from_ms, to_ms, kind, reason, recorded_at_ms, recorded_by)
       VALUES ($slo, $fromMs, $toMs, $kind, $reason, $nowMs, $by) RETURNING *`,
    );
    this.#revoke = database.prepare(
      `UPDATE corrections SET revoked_at_ms = $nowMs, revoked_by = $by
       WHERE id = $id AND revoked_at_ms IS NULL RETURNING *`,
    );
    this.#first = database
      .prepare<[], number | null>('SELECT min(max(to_ms, recorded_at_ms)) FROM corrections')
      .pluck();
    this.#deleteBefore = database.prepare('DELETE FROM corrections WHERE max(to_ms, recorded_at_ms) < ? LIMIT ?');
  }

  /** In order of recording. */
  all(): Correction[] {
    return this.#all.all().map(toCorrection);
  }

  add(given: NewCorrection, nowMs: number): Correction {
    const row = this.#add.get({ ...given, nowMs });
    if (row === undefined) throw new Error('INSERT … RETURNING gave no row');
    return toCorrection(row);
  }

  /** `null` if there is none of this id that was not revoked yet. */
  revoke(id: number, by: string, nowMs: number): Correction | null {
    const row = this.#revoke.get({ id, by, nowMs });
    return row === undefined ? null : toCorrection(row);
  }

  /** What is entered of the distant past is kept as long as what happens today. */
  firstMs(): number | null {
    return this.#first.get() ?? null;
  }

  deleteBefore(timeMs: number, limit: number): number {
    return this.#deleteBefore.run(timeMs, limit).changes;
  }
}

interface Row {
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

function toCorrection(row: Row): Correction {
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
