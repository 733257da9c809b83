import type Database from 'better-sqlite3';

import { StoreError } from '../../errors.js';
import { APPLICATION_ID } from './file-header.js';
import { cellsAndStates } from './migrations/001-cells-and-states.js';
import { failuresAndSecrets } from './migrations/002-failures-and-secrets.js';
import { failureLosses } from './migrations/003-failure-losses.js';
import { operatorActions } from './migrations/004-operator-actions.js';
import { sliceHours } from './migrations/005-slice-hours.js';
import { incidentsAndEvents } from './migrations/006-incidents-and-events.js';
import { mackerelAlerts } from './migrations/007-mackerel-alerts.js';
import { toldAlerts } from './migrations/008-told-alerts.js';

/** The SQL of each version of the schema, in order; number n leads from version n - 1 to n. Never change one that was released. */
export const MIGRATIONS: readonly string[] = [
  cellsAndStates,
  failuresAndSecrets,
  failureLosses,
  operatorActions,
  sliceHours,
  incidentsAndEvents,
  mackerelAlerts,
  toldAlerts,
];

/** The version of the schema that this program reads and writes. */
export const SCHEMA_VERSION = MIGRATIONS.length;

export function schemaVersion(database: Database.Database): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings a database to `SCHEMA_VERSION`, each migration in a transaction of its own.
 * @throws `StoreError` `STORE_MIGRATION_FAILED`: the database is then at the last version that succeeded
 */
export function migrate(database: Database.Database, migrations: readonly string[] = MIGRATIONS): void {
  for (let version = schemaVersion(database) + 1; version <= migrations.length; version++) {
    const sql = migrations[version - 1];
    if (sql !== undefined) apply(database, version, sql);
  }
}

function apply(database: Database.Database, version: number, sql: string): void {
  const run = database.transaction(() => {
    // Two processes may have found the old version at once; the second has nothing left to do.
    if (schemaVersion(database) >= version) return;
    database.exec(sql);
    database.pragma(`application_id = ${String(APPLICATION_ID)}`);
    database.pragma(`user_version = ${String(version)}`);
  });
  try {
    run.exclusive();
  } catch (cause) {
    const message = `migrating ${database.name} to schema version ${String(version)} failed: ${(cause as Error).message}`;
    throw new StoreError('STORE_MIGRATION_FAILED', message, { cause });
  }
}
