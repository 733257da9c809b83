import type Database from 'better-sqlite3';

import { attempt } from './sqlite-errors.js';

/** The last address of a host name at which it could be reached (`GoodAddresses`). Fails with `StoreError`. */
export class GoodAddressTable {
  readonly #get: Database.Statement<[string], string>;
  readonly #set: Database.Statement<[string, string]>;

  constructor(database: Database.Database) {
    this.#get = database.prepare<[string], string>('SELECT address FROM good_addresses WHERE host = ?').pluck();
    this.#set = database.prepare('INSERT OR REPLACE INTO good_addresses VALUES (?, ?)');
  }

  lastGood(host: string): Promise<string | null> {
    return attempt('reading a good address', () => this.#get.get(host) ?? null);
  }

  saveGood(host: string, address: string): Promise<void> {
    return attempt('writing a good address', () => void this.#set.run(host, address));
  }
}
