import type Database from 'better-sqlite3';

/** A number that triggers raise with every change of what operators recorded, whichever process makes it. */
export class RevisionTable {
  readonly #get: Database.Statement<[], number>;

  constructor(database: Database.Database) {
    this.#get = database.prepare<[], number>('SELECT revision FROM record_revision').pluck();
  }

  get(): string {
    return String(this.#get.get());
  }
}
