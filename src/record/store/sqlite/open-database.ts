import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

import type BetterSqlite3 from 'better-sqlite3';

import { StoreError } from '../../errors.js';
import { makeFolders } from '../../make-folders.js';
import { Database } from './driver.js';
import { APPLICATION_ID, inspectStoreFile } from './file-header.js';
import { FileLock } from './file-lock.js';
import { migrate, SCHEMA_VERSION, schemaVersion } from './migrate.js';
import { toStoreError } from './sqlite-errors.js';

/**
 * Who opens the store: the one daemon; a command that writes, with or without a running daemon; or
 * somebody who only reads (commands and worker threads).
 */
export type StoreAccess = 'daemon' | 'shared' | 'read-only';

export interface OpenDatabase {
  readonly database: BetterSqlite3.Database;
  /** Held by a daemon as long as it runs. */
  readonly lock: FileLock | null;
}

/** How long a writer waits for another's short transaction; it blocks the thread. */
const BUSY_MS: Readonly<Record<StoreAccess, number>> = { daemon: 1000, shared: 5000, 'read-only': 5000 };
/** A command that migrates holds the daemon's lock for a moment. */
const LOCK_WAIT_MS = 2000;

/** Opens and, where that is allowed, makes or migrates the database. Throws `StoreError`; a file it refuses is left untouched. */
export function openDatabase(file: string, access: StoreAccess): OpenDatabase {
  if (access !== 'read-only') makeFolder(file);
  const lock = access === 'daemon' ? takeDaemonLock(file) : null;
  try {
    if (inspect(file) !== 'current') prepare(file, access);
    return { database: connect(file, access), lock };
  } catch (cause) {
    lock?.release();
    throw toStoreError(`opening ${file}`, cause);
  }
}

/** Opens a database for reading what is the same in all versions of its schema up to this one's. Throws `StoreError`. */
export function openOfAnyVersion(file: string): BetterSqlite3.Database {
  try {
    if (inspect(file) === 'absent') refuseToPrepare(file);
    return connect(file, 'read-only');
  } catch (cause) {
    throw toStoreError(`opening ${file}`, cause);
  }
}

export function daemonLockFile(file: string): string {
  return `${file}.lock`;
}

function makeFolder(file: string): void {
  try {
    makeFolders(dirname(file));
  } catch (cause) {
    const message = `making the folder of ${file}: a writable place is required: ${(cause as Error).message}`;
    throw new StoreError('STORE_IO', message, { cause });
  }
}

function takeDaemonLock(file: string): FileLock {
  const lock = FileLock.tryTake(daemonLockFile(file), LOCK_WAIT_MS);
  if (lock === null) {
    throw new StoreError('STORE_LOCKED', `opening ${file}: one daemon per store is allowed, found another one running`);
  }
  return lock;
}

type Found = 'absent' | 'old' | 'current';

function inspect(file: string): Found {
  // What a killed writer left in its journal is not in the header yet: only SQLite can tell.
  if (existsSync(`${file}-journal`)) return 'old';
  if (sizeOf(`${file}-wal`) > 0) return inspectThroughWal(file);
  const found = inspectStoreFile(file);
  return found.kind === 'absent' ? 'absent' : judge(file, found.schemaVersion);
}

function inspectThroughWal(file: string): Found {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: BUSY_MS['read-only'] });
  try {
    return judgeDatabase(file, database);
  } finally {
    database.close();
  }
}

function judgeDatabase(file: string, database: BetterSqlite3.Database): Found {
  const id = database.pragma('application_id', { simple: true }) as number;
  if (id === APPLICATION_ID) return judge(file, schemaVersion(database));
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (id === 0 && isEmpty) return 'absent';
  throw new StoreError('STORE_FOREIGN', `opening ${file}: a database of resolver-slo is required, found another one`);
}

function judge(file: string, version: number): Found {
  if (version <= SCHEMA_VERSION) return version === SCHEMA_VERSION ? 'current' : 'old';
  throw new StoreError(
    'STORE_TOO_NEW',
    `opening ${file}: schema version ${String(SCHEMA_VERSION)} or older is required, found ${String(version)}: it was written by a newer resolver-slo`,
  );
}

/** Makes or migrates the database; while a daemon of another version may run, nobody else does. */
function prepare(file: string, access: StoreAccess): void {
  if (access === 'read-only') refuseToPrepare(file);
  const lock = access === 'shared' ? FileLock.tryTake(daemonLockFile(file), LOCK_WAIT_MS) : null;
  if (access === 'shared' && lock === null) {
    // A daemon may just be making it.
    if (inspect(file) === 'current') return;
    throw tooOld(file, 'a daemon of an older version is running: restart it first');
  }
  try {
    makeOrMigrate(file);
  } finally {
    lock?.release();
  }
}

function refuseToPrepare(file: string): never {
  if (inspect(file) === 'absent') {
    throw new StoreError(
      'STORE_MISSING',
      `opening ${file}: a database is required, found none: start the daemon first`,
    );
  }
  throw tooOld(file, 'start the daemon once to migrate it');
}

function tooOld(file: string, advice: string): StoreError {
  return new StoreError(
    'STORE_TOO_OLD',
    `opening ${file}: schema version ${String(SCHEMA_VERSION)} is required, found an older one: ${advice}`,
  );
}

function makeOrMigrate(file: string): void {
  const database = new Database(file, { timeout: BUSY_MS.shared });
  try {
    // A new file gets its tables before it gets a write-ahead log, so that its header tells at once whose it is.
    if (judgeDatabase(file, database) === 'absent') database.pragma('page_size = 8192');
    migrate(database);
  } finally {
    database.close();
  }
}

function connect(file: string, access: StoreAccess): BetterSqlite3.Database {
  const readonly = access === 'read-only';
  const database = new Database(file, { readonly, fileMustExist: true, timeout: BUSY_MS[access] });
  try {
    if (!readonly) {
      database.pragma('journal_mode = WAL');
      // A killed process loses nothing that was committed; only a power cut may take the last seconds.
      database.pragma('synchronous = NORMAL');
      database.pragma('journal_size_limit = 67108864');
    }
    touchTables(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Damage to the schema or to the top of a table is better known now than at the first write. */
function touchTables(database: BetterSqlite3.Database): void {
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[];
  for (const table of tables) database.prepare(`SELECT 1 FROM "${table}" LIMIT 1`).get();
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
