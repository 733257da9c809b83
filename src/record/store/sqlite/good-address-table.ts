import type Database from 'better-sqlite3';

/** The last address of a host name at which it could be reached. */
export class GoodAddressTable {
  readonly #get: Database.Statement<[string], string>;
  readonly #set: Database.Statement<[string, string]>;

  constructor(database: Database.Database) {
    this.#get = database.prepare<[string], string>('SELECT address FROM good_addresses WHERE host = ?').pluck();
    this.#set = database.prepare('INSERT OR REPLACE INTO good_addresses VALUES (?, ?)');
  }

  get(host: string): string | null {
    return this.#get.get(host) ?? null;
  }

  set(host: string, address: string): void {
    this.#set.run(host, address);
  }
}
