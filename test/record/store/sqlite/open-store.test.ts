import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type StoreAccess } from '../../../../src/record/store/sqlite/open-database.js';
import { SCHEMA_VERSION } from '../../../../src/record/store/sqlite/migrate.js';
import { openStore } from '../../../../src/record/store/sqlite/open-store.js';
import { minuteCell, seriesNamed } from '../../../support/cell-samples.js';
import { tempFolder, tempStore } from '../../../support/temp-store.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';

const ACCESSES: readonly StoreAccess[] = ['daemon', 'shared', 'read-only'];

function newStoreFile(): string {
  const file = join(tempFolder(), 'store.db');
  openStore({ file, access: 'daemon' }).close();
  return file;
}

/** The names beside a file, locks left out, and its bytes. */
function traceOf(file: string) {
  const folder = join(file, '..');
  const names = readdirSync(folder).filter((name) => !name.endsWith('.lock'));
  return { names, bytes: readFileSync(file) };
}

describe('openStore()', () => {
  it('makes missing folders and a database that says whose it is', () => {
    const file = join(tempFolder(), 'a', 'b', 'store.db');
    tempStore({ file });
    const header = readFileSync(file);
    expect(header.toString('latin1', 68, 72)).toBe('RSLO');
    expect(header.readUInt32BE(60)).toBe(SCHEMA_VERSION);
  });

  it('gives the store back as it was left', async () => {
    const file = newStoreFile();
    const first = openStore({ file, access: 'daemon' });
    const id = await first.seriesId(seriesNamed('ns1'));
    first.close();
    const second = tempStore({ file });
    expect(await second.series()).toEqual([{ id, series: seriesNamed('ns1') }]);
  });

  it('refuses a second daemon with STORE_LOCKED, until the first one closes', () => {
    const file = newStoreFile();
    const first = openStore({ file, access: 'daemon' });
    expect(() => openStore({ file, access: 'daemon' })).toThrow(expect.objectContaining({ code: 'STORE_LOCKED' }));
    first.close();
    openStore({ file, access: 'daemon' }).close();
  });

  it('lets commands write and read beside a daemon', async () => {
    const file = newStoreFile();
    const daemon = tempStore({ file });
    const reader = tempStore({ file, access: 'read-only' });
    const command = tempStore({ file, access: 'shared' });
    await daemon.seriesId(seriesNamed('ns1'));
    await command.seriesId(seriesNamed('ns2'));
    expect((await reader.series()).length).toBe(2);
    await expect(reader.seriesId(seriesNamed('ns3'))).rejects.toMatchObject({ code: 'STORE_IO' });
  });

  it('opened read-only, wants a database that is there', () => {
    const file = join(tempFolder(), 'none.db');
    expect(() => openStore({ file, access: 'read-only' })).toThrow(expect.objectContaining({ code: 'STORE_MISSING' }));
    expect(existsSync(file)).toBe(false);
  });

  it('opened by a command, makes the database', () => {
    const file = join(tempFolder(), 'new.db');
    tempStore({ file, access: 'shared' });
    tempStore({ file, access: 'read-only' });
  });

  it.each(ACCESSES)('opened %s, refuses a newer version and leaves the file untouched', (access) => {
    const file = newStoreFile();
    const database = new Database(file);
    database.pragma('user_version = 99');
    database.close();
    const before = traceOf(file);
    expect(() => openStore({ file, access })).toThrow(
      expect.objectContaining({ code: 'STORE_TOO_NEW', message: expect.stringContaining('found 99') as string }),
    );
    expect(traceOf(file)).toEqual(before);
  });

  it.each(ACCESSES)('opened %s, refuses a newer version of which only the write-ahead log knows', (access) => {
    const file = newStoreFile();
    const copy = join(tempFolder(), 'copy.db');
    const database = new Database(file);
    database.pragma('user_version = 99');
    for (const suffix of ['', '-wal']) writeFileSync(copy + suffix, readFileSync(file + suffix));
    database.close();
    const before = [readFileSync(copy), readFileSync(`${copy}-wal`)];
    expect(() => openStore({ file: copy, access })).toThrow(expect.objectContaining({ code: 'STORE_TOO_NEW' }));
    expect([readFileSync(copy), readFileSync(`${copy}-wal`)]).toEqual(before);
  });

  it.each(ACCESSES)('opened %s, refuses what is no database and leaves the file untouched', (access) => {
    const file = join(tempFolder(), 'notes.txt');
    writeFileSync(file, 'Remember the milk.\n'.repeat(100));
    const before = traceOf(file);
    expect(() => openStore({ file, access })).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
    expect(traceOf(file)).toEqual(before);
  });

  it.each(ACCESSES)('opened %s, refuses the database of another program and leaves the file untouched', (access) => {
    const file = join(tempFolder(), 'other.db');
    const database = new Database(file);
    database.exec('CREATE TABLE t (x)');
    database.close();
    const before = traceOf(file);
    expect(() => openStore({ file, access })).toThrow(expect.objectContaining({ code: 'STORE_FOREIGN' }));
    expect(traceOf(file)).toEqual(before);
  });

  it.each(ACCESSES)('opened %s, refuses a file that was cut short and leaves it untouched', (access) => {
    const file = newStoreFile();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const before = traceOf(file);
    expect(() => openStore({ file, access })).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
    expect(traceOf(file)).toEqual(before);
  });

  it.each(ACCESSES)(
    'opened %s, refuses a database whose tables are damaged and leaves its bytes as they were',
    (access) => {
      const file = newStoreFile();
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 8192);
      writeFileSync(file, bytes);
      expect(() => openStore({ file, access })).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }));
      expect(readFileSync(file)).toEqual(bytes);
    },
  );

  it('says what is wrong where the path is a folder', () => {
    const file = join(tempFolder(), 'folder');
    mkdirSync(file);
    expect(() => openStore({ file, access: 'shared' })).toThrow(expect.objectContaining({ code: 'STORE_IO' }));
  });

  it('frees the lock when opening fails', () => {
    const file = join(tempFolder(), 'notes.txt');
    writeFileSync(file, 'x'.repeat(200));
    expect(() => openStore({ file, access: 'daemon' })).toThrow();
    writeFileSync(file, '');
    openStore({ file, access: 'daemon' }).close();
  });
});

describe('SqliteStore', () => {
  it('rejects with STORE_CLOSED after close()', async () => {
    const file = newStoreFile();
    const store = openStore({ file, access: 'daemon' });
    store.close();
    await expect(store.series()).rejects.toMatchObject({ code: 'STORE_CLOSED' });
  });

  it('integrityCheck() finds nothing in a sound database', async () => {
    expect(await tempStore().integrityCheck()).toEqual([]);
  });

  it.each(['daemon', 'read-only'] as const)(
    'backup() of a %s store writes a copy that opens, and never over a file',
    async (access) => {
      const file = newStoreFile();
      const daemon = tempStore({ file });
      const id = await daemon.seriesId(seriesNamed('ns1'));
      await daemon.writeMinutes([minuteCell({ seriesId: id, startMs: 0, rttsUs: [5] })], 0);
      const copy = join(tempFolder(), 'copy.db');
      const store = access === 'daemon' ? daemon : tempStore({ file, access });
      await store.backup(copy);
      expect(await tempStore({ file: copy, access: 'read-only' }).series()).toHaveLength(1);
      await expect(store.backup(copy)).rejects.toThrow('a new file is required');
    },
  );

  it('atOneInstant() does not see what is written meanwhile', async () => {
    const file = newStoreFile();
    const daemon = tempStore({ file });
    const reader = tempStore({ file, access: 'read-only' });
    await reader.atOneInstant(async () => {
      expect(await reader.series()).toHaveLength(0);
      await daemon.seriesId(seriesNamed('ns1'));
      expect(await reader.series()).toHaveLength(0);
    });
    expect(await reader.series()).toHaveLength(1);
  });
});
