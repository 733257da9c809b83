import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type Database from 'better-sqlite3';

import type { Series } from '../../../domain/series.js';
import { CellSpool } from '../../import/cell-spool.js';
import { type CollectedAttempts, ImportCollector } from '../../import/import-collector.js';
import type { ImportPlan } from '../../import/import-plan.js';
import { type ImportedRow, importedRows } from '../../import/imported-rows.js';
import { FileLock } from './file-lock.js';
import type { ImportTable } from './import-table.js';
import type { SeriesTable } from './series-table.js';
import { toStoreError } from './sqlite-errors.js';

export type StoreImportProgress =
  { readonly kind: 'waiting' } | { readonly kind: 'storing'; readonly cells: number; readonly totalCells: number };

/** By what an import is known and listed. */
export interface ImportedFile {
  readonly sha256: Uint8Array;
  readonly name: string;
}

/** Between two transactions: a daemon that waits for the write lock tries every 1 to 25 ms. */
const PAUSE_MS = 6;
const LOCK_POLL_MS = 200;

/** Only one import at a time stores cells; its lock tells those of a living one from what a killed one left. */
export function importLockFile(databaseFile: string): string {
  return `${databaseFile}.import.lock`;
}

/** One import: collected outside the database, staged under an id that readers leave out, then shown. */
export class StoreImport {
  readonly #database: Database.Database;
  readonly #imports: ImportTable;
  readonly #seriesTable: SeriesTable;
  readonly #plan: ImportPlan;
  readonly #nowMs: number;
  readonly #spool: CellSpool;
  readonly #collector: ImportCollector;

  constructor(of: {
    readonly database: Database.Database;
    readonly imports: ImportTable;
    readonly series: SeriesTable;
    readonly plan: ImportPlan;
    readonly nowMs: number;
  }) {
    this.#database = of.database;
    this.#imports = of.imports;
    this.#seriesTable = of.series;
    this.#plan = of.plan;
    this.#nowMs = of.nowMs;
    const unique = `${String(process.pid)}-${randomBytes(6).toString('hex')}`;
    this.#spool = new CellSpool(`${of.database.name}.import-${unique}.tmp`);
    this.#collector = new ImportCollector(of.plan, this.#spool);
  }

  /** See `ImportBatch` in app/import. */
  add(attempts: CollectedAttempts): boolean {
    return this.#collector.add(attempts);
  }

  /** See `ImportBatch` in app/import. Throws `StoreError`; then nothing of the import is visible, or ever will be. */
  async commit(
    file: ImportedFile,
    onProgress: (progress: StoreImportProgress) => void = () => undefined,
  ): Promise<'imported' | 'unchanged'> {
    try {
      if (this.#imports.isVisible(file.sha256)) return 'unchanged';
      const lock = await this.#takeLock(() => onProgress({ kind: 'waiting' }));
      try {
        return await this.#store(file, onProgress);
      } finally {
        lock.release();
      }
    } catch (cause) {
      throw toStoreError(`importing ${file.name}`, cause);
    } finally {
      this.discard();
    }
  }

  discard(): void {
    this.#spool.close();
  }

  async #takeLock(onWait: () => void): Promise<FileLock> {
    for (;;) {
      const lock = FileLock.tryTake(importLockFile(this.#database.name));
      if (lock !== null) return lock;
      onWait();
      await sleep(LOCK_POLL_MS);
    }
  }

  async #store(
    file: ImportedFile,
    onProgress: (progress: StoreImportProgress) => void,
  ): Promise<'imported' | 'unchanged'> {
    await this.#removeHidden();
    if (this.#imports.isVisible(file.sha256)) return 'unchanged';
    const runs = this.#collector.finish();
    const { attempts, cells: totalCells } = this.#collector.total;
    const { id, seriesIds } = this.#begin({ ...file, attempts, recordedAtMs: this.#nowMs });
    try {
      await this.#stage(id, importedRows(runs, this.#plan, seriesIds), (cells) =>
        onProgress({ kind: 'storing', cells, totalCells }),
      );
      this.#imports.show(id, file.sha256, this.#plan);
      return 'imported';
    } catch (error) {
      await this.#removeHidden().catch(() => undefined);
      throw error;
    }
  }

  #begin(of: Parameters<ImportTable['begin']>[0]): { readonly id: number; readonly seriesIds: readonly number[] } {
    return this.#database
      .transaction(() => {
        const id = this.#imports.begin(of);
        const idOf = (series: Series): number => this.#seriesTable.idForImport(series, id);
        return { id, seriesIds: this.#collector.series.map(idOf) };
      })
      .immediate();
  }

  async #stage(id: number, rows: Iterator<ImportedRow>, onCells: (cells: number) => void): Promise<void> {
    for (let cells = 0; ;) {
      const { count, isDone } = this.#imports.stage(id, rows);
      cells += count;
      onCells(cells);
      if (isDone) return;
      await sleep(PAUSE_MS);
    }
  }

  /** Removes what imports left that were killed: none other is being stored while the lock is held. */
  async #removeHidden(): Promise<void> {
    for (let id = this.#imports.firstHidden(); id !== null; id = this.#imports.firstHidden()) {
      for (const step of this.#imports.remove(id)) await sleep(PAUSE_MS, step);
    }
  }
}
