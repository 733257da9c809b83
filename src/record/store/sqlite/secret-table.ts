import { randomBytes } from 'node:crypto';

import type Database from 'better-sqlite3';

const KEY_BYTES = 32;

/** Random keys that must be the same over restarts. */
export class SecretTable {
  readonly #database: Database.Database;
  readonly #get: Database.Statement<[string], string>;
  readonly #insert: Database.Statement<[string, string]>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#get = database.prepare<[string], string>('SELECT value FROM secrets WHERE name = ?').pluck();
    this.#insert = database.prepare('INSERT INTO secrets VALUES (?, ?)');
  }

  /** The key of this name in hex, made at its first use. */
  keyOf(name: string): string {
    return this.#get.get(name) ?? this.#database.transaction(() => this.#make(name)).immediate();
  }

  /** Another process may have made it meanwhile. */
  #make(name: string): string {
    const known = this.#get.get(name);
    if (known !== undefined) return known;
    const key = randomBytes(KEY_BYTES).toString('hex');
    this.#insert.run(name, key);
    return key;
  }
}
