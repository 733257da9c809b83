import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { Database } from '../../../../src/record/store/sqlite/driver.js';
import { MIGRATIONS, migrate } from '../../../../src/record/store/sqlite/migrate.js';
import { storedSeries } from '../../../../src/record/store/sqlite/stored-series.js';
import { seriesNamed } from '../../../support/cell-samples.js';
import { tempFolder } from '../../../support/temp-store.js';

function storeOfVersion(version: number): string {
  const file = join(tempFolder(), 'store.db');
  const database = new Database(file);
  migrate(database, MIGRATIONS.slice(0, version));
  database.exec(`INSERT INTO series VALUES (1, 'tokyo', 'public', 'ns1', 'www', 0)`);
  database.close();
  return file;
}

describe('storedSeries()', () => {
  it.each(MIGRATIONS.map((_, before) => before + 1))('reads a store of version %i', async (version) => {
    expect(await storedSeries(storeOfVersion(version))).toEqual([seriesNamed('ns1')]);
  });

  it('refuses a store of a newer program, and what is no store', async () => {
    const newer = storeOfVersion(MIGRATIONS.length);
    const database = new Database(newer);
    database.pragma(`user_version = ${String(MIGRATIONS.length + 1)}`);
    database.close();
    await expect(storedSeries(newer)).rejects.toMatchObject({ code: 'STORE_TOO_NEW' });
    await expect(storedSeries(join(tempFolder(), 'none.db'))).rejects.toMatchObject({ code: 'STORE_MISSING' });
  });
});
