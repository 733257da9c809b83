import type Database from 'better-sqlite3';

import type { StoredSeries } from '../../../domain/history-reader.js';
import { type Series, seriesKey } from '../../../domain/series.js';

type Names = [vantage: string, probe: string, resolver: string, query: string];

/** The series that cells refer to by number. */
export class SeriesTable {
  readonly #knownIds = new Map<string, number>();
  readonly #find: Database.Statement<Names, number>;
  readonly #insert: Database.Statement<[...Names, number], number>;
  readonly #reveal: Database.Statement<[number]>;
  readonly #all: Database.Statement<[], StoredRow>;

  constructor(database: Database.Database) {
    const names = 'vantage = ? AND probe = ? AND resolver = ? AND query = ?';
    this.#find = database.prepare<Names, number>(`SELECT id FROM series WHERE ${names}`).pluck();
    this.#insert = database
      .prepare<[...Names, number], number>(
        'INSERT INTO series (vantage, probe, resolver, query, staged_by) VALUES (?, ?, ?, ?, ?) RETURNING id',
      )
      .pluck();
    this.#reveal = database.prepare('UPDATE series SET staged_by = 0 WHERE id = ? AND staged_by <> 0');
    this.#all = database.prepare(
      `SELECT id, vantage, probe, resolver, query FROM series
       WHERE staged_by NOT IN (SELECT id FROM imports WHERE state <> 'visible') ORDER BY id`,
    );
  }

  /** Series that are known: those of imports only once these are visible. */
  all(): StoredSeries[] {
    return this.#all.all().map(({ id, ...series }) => ({ id, series }));
  }

  /** The number of a series that is being measured; gives it one if it has none. */
  idOf(series: Series): number {
    const key = seriesKey(series);
    const known = this.#knownIds.get(key);
    if (known !== undefined) return known;
    const found = this.#find.get(...namesOf(series));
    if (found !== undefined) this.#reveal.run(found);
    const id = found ?? this.#insertNew(series, 0);
    this.#knownIds.set(key, id);
    return id;
  }

  /** The number of a series that an import brings; one that was not known stays hidden until the import is visible. */
  idForImport(series: Series, importId: number): number {
    return this.#find.get(...namesOf(series)) ?? this.#insertNew(series, importId);
  }

  #insertNew(series: Series, stagedBy: number): number {
    const id = this.#insert.get(...namesOf(series), stagedBy);
    if (id === undefined) throw new Error('INSERT … RETURNING gave no row');
    return id;
  }
}

type StoredRow = Series & { readonly id: number };

function namesOf(series: Series): Names {
  return [series.vantage, series.probe, series.resolver, series.query];
}
