import { join } from 'node:path';

import type BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';

import { migrate, schemaVersion } from '../../../../src/record/store/sqlite/migrate.js';
import { tempFolder } from '../../../support/temp-store.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';

function newDatabase(): BetterSqlite3.Database {
  const database = new Database(join(tempFolder(), 'test.db'));
  onTestFinished(() => void database.close());
  return database;
}

const first = 'CREATE TABLE a (x INTEGER)';
const second = 'ALTER TABLE a ADD COLUMN y INTEGER';

describe('migrate()', () => {
  it('applies what is missing, once, in order', () => {
    const database = newDatabase();
    migrate(database, [first]);
    migrate(database, [first, second]);
    migrate(database, [first, second]);
    expect(schemaVersion(database)).toBe(2);
    expect(database.prepare('SELECT x, y FROM a').all()).toEqual([]);
  });

  it('leaves the last version that succeeded when one fails', () => {
    const database = newDatabase();
    const broken = 'CREATE TABLE b (z INTEGER); INSERT INTO nowhere VALUES (1)';
    expect(() => migrate(database, [first, broken])).toThrow(
      expect.objectContaining({
        code: 'STORE_MIGRATION_FAILED',
        message: expect.stringContaining('version 2') as string,
      }),
    );
    expect(schemaVersion(database)).toBe(1);
    expect(database.prepare(`SELECT name FROM sqlite_schema WHERE name = 'b'`).get()).toBeUndefined();
  });
});
