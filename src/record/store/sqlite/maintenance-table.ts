import type Database from 'better-sqlite3';

import type { Maintenance, NewMaintenance } from '../../../domain/operator-action.js';
import type { Prunable } from './prunable.js';

/** Announced work. */
export class MaintenanceTable implements Prunable {
  readonly #all: Database.Statement<[], Row>;
  readonly #one: Database.Statement<[number], Row>;
  readonly #add: Database.Statement<[Record<string, unknown>], Row>;
  readonly #cancel: Database.Statement<[Record<string, unknown>], Row>;
  readonly #first: Database.Statement<[], number | null>;
  readonly #deleteBefore: Database.Statement<[number, number]>;

  constructor(database: Database.Database) {
    this.#all = database.prepare('SELECT * FROM maintenances ORDER BY id');
    this.#one = database.prepare('SELECT * FROM maintenances WHERE id = ?');
    this.#add = database.prepare(
      `INSERT INTO maintenances (title, message, from_ms, to_ms, slos, recorded_at_ms, recorded_by)
       VALUES ($title, $message, $fromMs, $toMs, $slos, $nowMs, $by) RETURNING *`,
    );
    this.#cancel = database.prepare(
      `UPDATE maintenances SET cancelled_at_ms = $nowMs, cancelled_by = $by
       WHERE id = $id AND cancelled_at_ms IS NULL AND to_ms > $nowMs RETURNING *`,
    );
    this.#first = database
      .prepare<[], number | null>('SELECT min(max(to_ms, recorded_at_ms)) FROM maintenances')
      .pluck();
    this.#deleteBefore = database.prepare('DELETE FROM maintenances WHERE max(to_ms, recorded_at_ms) < ? LIMIT ?');
  }

  /** In order of recording. */
  all(): Maintenance[] {
    return this.#all.all().map(toMaintenance);
  }

  find(id: number): Maintenance | null {
    const row = this.#one.get(id);
    return row === undefined ? null : toMaintenance(row);
  }

  add({ slos, ...given }: NewMaintenance, nowMs: number): Maintenance {
    const row = this.#add.get({ ...given, slos: JSON.stringify(slos), nowMs });
    if (row === undefined) throw new Error('INSERT … RETURNING gave no row');
    return toMaintenance(row);
  }

  /** `null` if there is none of this id that was neither cancelled nor over. */
  cancel(id: number, by: string, nowMs: number): Maintenance | null {
    const row = this.#cancel.get({ id, by, nowMs });
    return row === undefined ? null : toMaintenance(row);
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

function toMaintenance(row: Row): Maintenance {
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
