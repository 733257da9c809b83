import type Database from 'better-sqlite3';

import type { ImportPlan } from '../../import/import-plan.js';
import type { ImportedRow } from '../../import/imported-rows.js';
import type { CellTables } from './cell-scan.js';
import type { ProgressTable } from './progress-table.js';
import type { SliceHourTable } from './slice-hour-table.js';

/** An import that is about to be stored. */
export interface NewImport {
  readonly sha256: Uint8Array;
  readonly name: string;
  readonly attempts: number;
  readonly recordedAtMs: number;
}

export interface VisibleImport {
  readonly id: number;
  readonly name: string;
  readonly attempts: number;
  readonly recordedAtMs: number;
}

/** A transaction of this length leaves a daemon its turn. */
const STAGE_MS = 15;
/** Cells looked through at once when those of an import are removed: some tens of milliseconds. */
const REMOVE_SPAN = { minute: 30, hour: 24 * 60, day: 30 * 24 * 60 } as const;

/** Imports and their cells, which nobody reads before they are visible. */
export class ImportTable {
  readonly #database: Database.Database;
  readonly #tables: CellTables;
  readonly #progress: ProgressTable;
  readonly #sliceHours: SliceHourTable;
  readonly #insert: Database.Statement<[Uint8Array, string, number, number], number>;
  readonly #findVisible: Database.Statement<[Uint8Array], number>;
  readonly #show: Database.Statement<[number]>;
  readonly #firstHidden: Database.Statement<[], number>;
  readonly #forgetSeries: Database.Statement<[number]>;
  readonly #forget: Database.Statement<[number]>;
  readonly #visible: Database.Statement<[], VisibleImport>;

  constructor(database: Database.Database, tables: CellTables, progress: ProgressTable, sliceHours: SliceHourTable) {
    this.#database = database;
    this.#sliceHours = sliceHours;
    this.#tables = tables;
    this.#progress = progress;
    this.#insert = database
      .prepare<[Uint8Array, string, number, number], number>(
        `INSERT INTO imports (sha256, name, state, attempts, recorded_at_ms) VALUES (?, ?, 'staging', ?, ?) RETURNING id`,
      )
      .pluck();
    this.#findVisible = database
      .prepare<[Uint8Array], number>(`SELECT id FROM imports WHERE sha256 = ? AND state = 'visible'`)
      .pluck();
    this.#show = database.prepare(`UPDATE imports SET state = 'visible' WHERE id = ?`);
    this.#firstHidden = database
      .prepare<[], number>(`SELECT id FROM imports WHERE state <> 'visible' ORDER BY id LIMIT 1`)
      .pluck();
    this.#forgetSeries = database.prepare('DELETE FROM series WHERE staged_by = ?');
    this.#forget = database.prepare('DELETE FROM imports WHERE id = ?');
    this.#visible = database.prepare(
      `SELECT id, name, attempts, recorded_at_ms AS recordedAtMs FROM imports WHERE state = 'visible' ORDER BY id`,
    );
  }

  visible(): VisibleImport[] {
    return this.#visible.all();
  }

  isVisible(sha256: Uint8Array): boolean {
    return this.#findVisible.get(sha256) !== undefined;
  }

  /** The id under which its cells are staged. */
  begin(of: NewImport): number {
    const id = this.#insert.get(of.sha256, of.name, of.attempts, of.recordedAtMs);
    if (id === undefined) throw new Error('INSERT … RETURNING gave no row');
    return id;
  }

  /** Stages the next rows in one short transaction; returns how many; fewer than there is time for means that all are done. */
  stage(id: number, rows: Iterator<ImportedRow>): { readonly count: number; readonly isDone: boolean } {
    return this.#database
      .transaction(() => {
        const endMs = performance.now() + STAGE_MS;
        for (let count = 0; ; count++) {
          if (count % 16 === 15 && performance.now() >= endMs) return { count, isDone: false };
          const next = rows.next();
          if (next.done === true) return { count, isDone: true };
          const { resolution, start, series, data } = next.value;
          this.#tables[resolution].replace({ start, series, source: id }, data);
        }
      })
      .immediate();
  }

  /**
   * Makes an import visible; `false` if one of the same content already is.
   * @param kept from when on it has minutes and hours
   */
  show(id: number, sha256: Uint8Array, kept: Pick<ImportPlan, 'minutesFrom' | 'hoursFrom'>): boolean {
    return this.#database
      .transaction(() => {
        if (this.isVisible(sha256)) return false;
        this.#show.run(id);
        const progress = this.#progress.get();
        this.#progress.change(progress, {
          version: progress.version + 1,
          minutes_from: Math.max(progress.minutes_from, kept.minutesFrom),
          hours_from: Math.max(progress.hours_from, kept.hoursFrom),
        });
        this.#sliceHours.forgetFrom(0);
        return true;
      })
      .immediate();
  }

  firstHidden(): number | null {
    return this.#firstHidden.get() ?? null;
  }

  /** A walk through all cells that removes those of a hidden import, and at its end the import; each `next()` is one short transaction. */
  *remove(id: number): Generator<undefined> {
    for (const resolution of ['minute', 'hour', 'day'] as const) {
      const table = this.#tables[resolution];
      const last = table.lastStart() ?? -Infinity;
      let start = table.firstStart(Number.MIN_SAFE_INTEGER);
      while (start !== null && start <= last) {
        const to = start + REMOVE_SPAN[resolution];
        table.deleteOfSource(id, start, to);
        start = table.firstStart(to);
        yield;
      }
    }
    this.#database
      .transaction(() => {
        this.#forgetSeries.run(id);
        this.#forget.run(id);
      })
      .immediate();
  }
}
