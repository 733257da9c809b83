import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { Database } from '../../src/record/store/sqlite/driver.js';
import { MIGRATIONS, migrate } from '../../src/record/store/sqlite/migrate.js';
import { oneResolverSite, type OneResolverSite } from '../support/one-resolver-site.js';

let site: OneResolverSite | null = null;
afterEach(() => site?.close());

it('a daemon brings up the store that an older one left, and commands that wait for it say so', async () => {
  site = await oneResolverSite({ everyMs: 1000, port: 9 });
  const file = join(site.folder, 'data/resolver-slo.db');
  mkdirSync(join(site.folder, 'data'));
  const old = new Database(file);
  migrate(old, MIGRATIONS.slice(0, 1));
  old.exec(`INSERT INTO series VALUES (1, 'tokyo', 'public', 'ns0', 'www', 0)`);
  old.close();
  expect(site.run('check', '-c', site.file)).toMatchObject({ status: 0, stderr: '' });
  const refused = site.run('slo', '-c', site.file);
  expect(refused).toMatchObject({ status: 3 });
  expect(refused.stderr).toContain('start the daemon once to migrate it');
  const daemon = await site.start(site.healthUrl);
  expect(await daemon.end('SIGTERM')).toBe(0);
  expect(site.run('slo', '-c', site.file)).toMatchObject({ status: 0 });
});
