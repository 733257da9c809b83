import { StoreError, type StoreErrorCode } from '../../errors.js';
import { Database } from './driver.js';

/** Does `work` now and gives its result as a promise; what SQLite throws becomes a `StoreError`. */
export function attempt<T>(action: string, work: () => T): Promise<T> {
  try {
    return Promise.resolve(work());
  } catch (cause) {
    return Promise.reject(toStoreError(action, cause));
  }
}

/** As `attempt()`, for callers that need the result at once. */
export function attemptNow<T>(action: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw toStoreError(action, cause);
  }
}

/** Errors that are not SQLite's pass as they are. */
export function toStoreError(action: string, cause: unknown): Error {
  if (cause instanceof Database.SqliteError) {
    const code = codeOf(cause.code);
    return new StoreError(code, `${action}: ${ADVICE[code] ?? cause.message} (${cause.code})`, { cause });
  }
  if (cause instanceof TypeError && cause.message === 'The database connection is not open') {
    return new StoreError('STORE_CLOSED', `${action}: an open store is required, found a closed one`, { cause });
  }
  return cause instanceof Error ? cause : new Error(`${action}: ${String(cause)}`);
}

const ADVICE: Readonly<Partial<Record<StoreErrorCode, string>>> = {
  STORE_BUSY: 'another process keeps the database locked',
  STORE_CORRUPT: 'the database is damaged; restore a backup',
  STORE_FULL: 'no space is left for the database',
};

function codeOf(sqliteCode: string): StoreErrorCode {
  const primary = sqliteCode.split('_').slice(0, 2).join('_');
  if (primary === 'SQLITE_BUSY' || primary === 'SQLITE_LOCKED') return 'STORE_BUSY';
  if (primary === 'SQLITE_CORRUPT' || primary === 'SQLITE_NOTADB') return 'STORE_CORRUPT';
  return primary === 'SQLITE_FULL' ? 'STORE_FULL' : 'STORE_IO';
}
