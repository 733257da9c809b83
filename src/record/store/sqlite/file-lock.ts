import type BetterSqlite3 from 'better-sqlite3';

import { StoreError } from '../../errors.js';
import { Database } from './driver.js';

/**
 * A lock that at most one process holds: an exclusive transaction on a database file of its own,
 * which stays empty. The operating system frees it when its holder dies, however it dies.
 */
export class FileLock {
  readonly #connection: BetterSqlite3.Database;

  private constructor(connection: BetterSqlite3.Database) {
    this.#connection = connection;
  }

  /** Takes the lock, waiting up to `waitMs` (blocking); `null` if another holds it. Throws `StoreError` if the file cannot be made. */
  static tryTake(file: string, waitMs = 0): FileLock | null {
    let connection: BetterSqlite3.Database | null = null;
    try {
      connection = new Database(file, { timeout: waitMs });
      // Nothing is ever written, so nothing needs a journal beside it.
      connection.pragma('journal_mode = MEMORY');
      connection.exec('BEGIN EXCLUSIVE');
      return new FileLock(connection);
    } catch (cause) {
      connection?.close();
      if (!(cause instanceof Database.SqliteError)) throw cause;
      if (cause.code.startsWith('SQLITE_BUSY')) return null;
      const message = `locking ${file}: a writable folder is required: ${cause.message}`;
      throw new StoreError('STORE_IO', message, { cause });
    }
  }

  release(): void {
    this.#connection.close();
  }
}
