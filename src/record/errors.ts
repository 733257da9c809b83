export type StoreErrorCode =
  /** Another daemon (or import) holds the lock. */
  | 'STORE_LOCKED'
  /** Another process kept the write lock for too long; trying again helps. */
  | 'STORE_BUSY'
  /** There is no database where one is needed. */
  | 'STORE_MISSING'
  /** Written by a newer version of the program. */
  | 'STORE_TOO_NEW'
  /** Written by an older version, and may not be migrated now. */
  | 'STORE_TOO_OLD'
  /** A database, but of another program. */
  | 'STORE_FOREIGN'
  /** Not a database, or a damaged one. */
  | 'STORE_CORRUPT'
  | 'STORE_MIGRATION_FAILED'
  /** No space is left. */
  | 'STORE_FULL'
  /** The file system or the database refused for another reason; see `cause`. */
  | 'STORE_IO'
  /** Used after `close()`. */
  | 'STORE_CLOSED';

/** The store could not do what was asked. `message` names the file, what is required and what was found. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
