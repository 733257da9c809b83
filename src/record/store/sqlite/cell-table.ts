import type Database from 'better-sqlite3';

import { type Cell, type Resolution, RESOLUTION_MS } from '../../../domain/cell.js';
import { MINUTE_MS } from '../../../domain/clock.js';
import { decodeCellData } from '../../cell-data.js';

/** Start (in minutes since the epoch), series, source, data. */
export type CellRow = readonly [start: number, series: number, source: number, data: Buffer];

export interface CellKey {
  readonly start: number;
  readonly series: number;
  readonly source: number;
}

/** Some series at the starts `from`, `from + step` … before `to`. */
export interface CellLookUp {
  readonly from: number;
  readonly step: number;
  readonly to: number;
  /** A JSON array of their numbers. */
  readonly series: string;
}

const TABLE: Readonly<Record<Resolution, string>> = { minute: 'minutes', hour: 'hours', day: 'days' };

/** The cells of one resolution. All times are whole minutes since the epoch. */
export class CellTable {
  readonly #replace: Database.Statement<[number, number, number, Uint8Array]>;
  readonly #get: Database.Statement<[number, number, number], Buffer>;
  readonly #ownOf: Database.Statement<[number, number, number], CellRow>;
  readonly #page: Database.Statement<[number, number, number, number, number], CellRow>;
  readonly #first: Database.Statement<[number], number>;
  readonly #firstVisible: Database.Statement<[], number>;
  readonly #last: Database.Statement<[], number>;
  readonly #deleteSome: Database.Statement<[number, number, number]>;
  readonly #deleteOfSource: Database.Statement<[number, number, number]>;
  readonly #ofSeries: Database.Statement<[CellLookUp], CellRow>;

  constructor(database: Database.Database, resolution: Resolution) {
    const table = TABLE[resolution];
    const columns = 'start, series, source, data';
    const isVisible = `source NOT IN (SELECT id FROM imports WHERE state <> 'visible')`;
    this.#replace = database.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?, ?)`);
    this.#get = database
      .prepare<[number, number, number], Buffer>(
        `SELECT data FROM ${table} WHERE start = ? AND series = ? AND source = ?`,
      )
      .pluck();
    this.#ownOf = database
      .prepare<[number, number, number], CellRow>(
        `SELECT ${columns} FROM ${table} WHERE start = ? AND series >= ? AND series < ? AND source = 0`,
      )
      .raw();
    this.#page = database
      .prepare<[number, number, number, number, number], CellRow>(
        `SELECT ${columns} FROM ${table} WHERE (start, series, source) > (?, ?, ?) AND start < ? AND ${isVisible}
         ORDER BY start, series, source LIMIT ?`,
      )
      .raw();
    // In the order of the joins, which CROSS JOIN makes those of the text (sqlite.org/optoverview.html §8.2).
    this.#ofSeries = database
      .prepare<[CellLookUp], CellRow>(
        `WITH RECURSIVE starts (start) AS
           (SELECT $from UNION ALL SELECT start + $step FROM starts WHERE start + $step < $to)
         SELECT c.start, c.series, c.source, c.data
         FROM starts CROSS JOIN json_each($series) AS wanted
         CROSS JOIN ${table} AS c ON c.start = starts.start AND c.series = wanted.value
         WHERE c.${isVisible}`,
      )
      .raw();
    this.#first = database
      .prepare<[number], number>(`SELECT start FROM ${table} WHERE start >= ? ORDER BY start LIMIT 1`)
      .pluck();
    this.#firstVisible = database
      .prepare<[], number>(`SELECT start FROM ${table} WHERE ${isVisible} ORDER BY start LIMIT 1`)
      .pluck();
    this.#last = database.prepare<[], number>(`SELECT start FROM ${table} ORDER BY start DESC LIMIT 1`).pluck();
    this.#deleteSome = database.prepare(`DELETE FROM ${table} WHERE start >= ? AND start < ? LIMIT ?`);
    this.#deleteOfSource = database.prepare(`DELETE FROM ${table} WHERE start >= ? AND start < ? AND source = ?`);
  }

  replace(key: CellKey, data: Uint8Array): void {
    this.#replace.run(key.start, key.series, key.source, data);
  }

  get(key: CellKey): Buffer | null {
    return this.#get.get(key.start, key.series, key.source) ?? null;
  }

  /** The daemon's own cells with this start of series numbered `[from, to)`. */
  ownOf(start: number, series: { readonly from: number; readonly to: number }): CellRow[] {
    return this.#ownOf.all(start, series.from, series.to);
  }

  /** Up to `limit` visible cells that follow a key and start before `to`, in order of their keys. */
  page(after: CellKey, to: number, limit: number): CellRow[] {
    return this.#page.all(after.start, after.series, after.source, to, limit);
  }

  /** Visible cells of some series, in order of start. */
  ofSeries(lookUp: CellLookUp): CellRow[] {
    return this.#ofSeries.all(lookUp);
  }

  /** The first start that is not before `from`, of any source; `null` if there is none. */
  firstStart(from: number): number | null {
    return this.#first.get(from) ?? null;
  }

  /** The first start that readers see. */
  firstVisibleStart(): number | null {
    return this.#firstVisible.get() ?? null;
  }

  lastStart(): number | null {
    return this.#last.get() ?? null;
  }

  /** Removes up to `limit` cells that start at or after `from` and before `to`; returns how many. */
  deleteSome(from: number, to: number, limit: number): number {
    return this.#deleteSome.run(from, to, limit).changes;
  }

  deleteOfSource(source: number, from: number, to: number): void {
    this.#deleteOfSource.run(from, to, source);
  }
}

/** Throws `StoreError` (`STORE_CORRUPT`) where nothing can be read. */
export function toCell([start, seriesId, source, data]: CellRow, resolution: Resolution): Cell {
  const minutes = RESOLUTION_MS[resolution] / MINUTE_MS;
  return { seriesId, startMs: start * MINUTE_MS, source, ...decodeCellData(data, minutes) };
}
