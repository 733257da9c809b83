import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SiteFile } from '../../../src/publish/site/site-files.js';
import { type WrittenFile, writeSite } from '../../../src/publish/site/write-site.js';

let parent = '';
let folder = '';

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'resolver-slo-write-site-'));
  folder = join(parent, 'deep', 'site');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

// Async, because that is how a site's files come.
// eslint-disable-next-line @typescript-eslint/require-await
async function* files(given: Readonly<Record<string, string>>): AsyncGenerator<SiteFile> {
  for (const [path, text] of Object.entries(given)) yield { path, body: Buffer.from(text) };
}

/** Leaves the folder as a process does that is killed: whoever writes waits for the second file for ever. */
async function killedAfterOneFile(given: AsyncGenerator<SiteFile>): Promise<void> {
  await new Promise<void>((resolve) => {
    const dying = async function* (): AsyncGenerator<SiteFile> {
      yield (await given.next()).value as SiteFile;
      resolve();
      await new Promise(() => undefined);
    };
    void writeSite(folder, dying());
  });
}

const shown = (): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && !one.name.startsWith('.'))
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .sort();

describe('writeSite()', () => {
  it('makes folders, writes what changed only, and removes what is gone one export later', async () => {
    const first = await writeSite(folder, files({ 'a-1.css': 'x', 'slo/a.html': 'A', 'index.html': 'one' }));
    expect(first).toEqual({ written: 3, unchanged: 0, removed: 0 });
    const second = await writeSite(folder, files({ 'a-2.css': 'y', 'slo/a.html': 'A', 'index.html': 'two' }));
    expect(second).toEqual({ written: 2, unchanged: 1, removed: 0 });
    expect(shown()).toEqual(['a-1.css', 'a-2.css', 'index.html', 'slo/a.html']);
    const third = await writeSite(folder, files({ 'a-2.css': 'y', 'index.html': 'two' }));
    expect(third).toEqual({ written: 0, unchanged: 2, removed: 1 });
    expect(shown()).toEqual(['a-2.css', 'index.html', 'slo/a.html']);
    await writeSite(folder, files({ 'a-2.css': 'y', 'index.html': 'two' }));
    expect(shown()).toEqual(['a-2.css', 'index.html']);
  });

  it('removes later what it could not remove', async () => {
    await writeSite(folder, files({ 'a.html': 'A', 'secret.html': 'B' }));
    await writeSite(folder, files({ 'a.html': 'A' }));
    rmSync(join(folder, 'secret.html'));
    mkdirSync(join(folder, 'secret.html'));
    await expect(writeSite(folder, files({ 'a.html': 'A' }))).rejects.toMatchObject({ code: 'EXPORT_FAILED' });
    rmSync(join(folder, 'secret.html'), { recursive: true });
    writeFileSync(join(folder, 'secret.html'), 'B');
    await writeSite(folder, files({ 'a.html': 'A' }));
    expect(shown()).toEqual(['a.html']);
  });

  it('keeps what came back meanwhile', async () => {
    await writeSite(folder, files({ 'a.html': 'A', 'b.html': 'B' }));
    await writeSite(folder, files({ 'a.html': 'A' }));
    await writeSite(folder, files({ 'a.html': 'A', 'b.html': 'B' }));
    expect(shown()).toEqual(['a.html', 'b.html']);
  });

  it('leaves the old site as it was where the new one breaks off', async () => {
    await writeSite(folder, files({ 'style.css': 'old', 'index.html': 'old' }));
    const broken = async function* (): AsyncGenerator<SiteFile> {
      yield* files({ 'style-2.css': 'new' });
      throw new Error('history cannot be read');
    };
    await expect(writeSite(folder, broken())).rejects.toThrow('history cannot be read');
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).toBe('old');
    expect(await writeSite(folder, files({ 'index.html': 'new' }))).toMatchObject({ written: 1 });
  });

  it('refuses a folder with files of somebody else', async () => {
    writeFileSync(join(parent, 'thesis.doc'), 'years of work');
    await expect(writeSite(parent, files({ 'index.html': '' }))).rejects.toMatchObject({
      code: 'EXPORT_REFUSED',
      message: `export to ${parent}: an empty folder, or one that was exported to before, is required, found thesis.doc`,
    });
    expect(readdirSync(parent)).toEqual(['thesis.doc']);
  });

  it.each(['{"files":{"../../etc/passwd":"x"},"leaving":[]}', '{"files":{},"leaving":["/etc/passwd"]}', 'x', '{}'])(
    'refuses a manifest that would have it remove what is not its own: %s',
    async (manifest) => {
      await writeSite(folder, files({ 'index.html': '' }));
      writeFileSync(join(folder, '.resolver-slo-export.json'), manifest);
      await expect(writeSite(folder, files({ 'index.html': '' }))).rejects.toMatchObject({ code: 'EXPORT_REFUSED' });
    },
  );

  it('leaves what is said to be there, and refuses to go on where it is not', async () => {
    await writeSite(folder, files({ 'a.html': 'A', 'b.html': 'B' }));
    const kept = async function* (path: string): AsyncGenerator<WrittenFile> {
      yield* files({ 'b.html': 'B2' });
      yield { path, body: null };
    };
    expect(await writeSite(folder, kept('a.html'))).toEqual({ written: 1, unchanged: 1, removed: 0 });
    await expect(writeSite(folder, kept('c.html'))).rejects.toMatchObject({ code: 'EXPORT_LOST' });
    rmSync(join(folder, 'a.html'));
    await expect(writeSite(folder, kept('a.html'))).rejects.toMatchObject({ code: 'EXPORT_LOST' });
  });

  it('writes again what somebody removed', async () => {
    await writeSite(folder, files({ 'a.html': 'A', 'b.html': 'B' }));
    rmSync(join(folder, 'a.html'));
    expect(await writeSite(folder, files({ 'a.html': 'A', 'b.html': 'B' }))).toMatchObject({
      written: 1,
      unchanged: 1,
    });
    expect(shown()).toEqual(['a.html', 'b.html']);
  });

  it('takes nothing for written that an export which broke off has written over', async () => {
    await writeSite(folder, files({ 'badge.svg': 'met', 'index.html': 'one' }));
    const broken = async function* (): AsyncGenerator<SiteFile> {
      yield* files({ 'badge.svg': 'violated' });
      throw new Error('history cannot be read');
    };
    await expect(writeSite(folder, broken())).rejects.toThrow('history cannot be read');
    expect(await writeSite(folder, files({ 'badge.svg': 'met', 'index.html': 'one' }))).toMatchObject({ written: 1 });
    expect(readFileSync(join(folder, 'badge.svg'), 'utf8')).toBe('met');
  });

  it('looks at the files where a process was killed while it wrote, be it the first time', async () => {
    const killed = files({ 'badge.svg': 'violated', 'index.html': 'two' });
    const whole = files({ 'badge.svg': 'met', 'index.html': 'one' });
    await writeSite(folder, files({ 'badge.svg': 'met', 'index.html': 'one' }));
    await killedAfterOneFile(killed);
    expect(readFileSync(join(folder, 'badge.svg'), 'utf8')).toBe('violated');
    writeFileSync(join(folder, '.resolver-slo-export.new.4711'), 'half a fi');
    expect(await writeSite(folder, whole)).toEqual({ written: 1, unchanged: 1, removed: 0 });
    expect(readFileSync(join(folder, 'badge.svg'), 'utf8')).toBe('met');
    expect(readdirSync(folder).sort()).toEqual(['.resolver-slo-export.json', 'badge.svg', 'index.html']);

    rmSync(folder, { recursive: true });
    await killedAfterOneFile(files({ 'badge.svg': 'met', 'index.html': 'one' }));
    expect(await writeSite(folder, files({ 'badge.svg': 'met', 'index.html': 'one' }))).toMatchObject({ written: 2 });
  });

  it('says where it cannot write', async () => {
    writeFileSync(join(parent, 'file'), '');
    await expect(writeSite(join(parent, 'file', 'site'), files({ 'index.html': '' }))).rejects.toMatchObject({
      code: 'EXPORT_FAILED',
      message: expect.stringContaining('found ENOTDIR') as string,
    });
  });
});
