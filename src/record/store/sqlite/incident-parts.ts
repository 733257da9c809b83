import type Database from 'better-sqlite3';

import { groupBy } from '../../../domain/group-by.js';

/** Rows of one table that belong to incidents, in their order. */
export class IncidentParts<Row extends { readonly incident: number }> {
  readonly #all: Database.Statement<[], Row>;
  readonly #of: Database.Statement<[number], Row>;
  readonly #delete: Database.Statement<[number]>;

  constructor(database: Database.Database, table: string, order: string) {
    this.#all = database.prepare(`SELECT * FROM ${table} ORDER BY ${order}`);
    this.#of = database.prepare(`SELECT * FROM ${table} WHERE incident = ? ORDER BY ${order}`);
    this.#delete = database.prepare(`DELETE FROM ${table} WHERE incident = ?`);
  }

  of(incident: number): readonly Row[] {
    return this.#of.all(incident);
  }

  byIncident(): ReadonlyMap<number, readonly Row[]> {
    return groupBy(this.#all.all(), ({ incident }) => incident);
  }

  deleteOf(incident: number): void {
    this.#delete.run(incident);
  }
}
