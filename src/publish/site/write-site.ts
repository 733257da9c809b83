import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ExportError } from './errors.js';
import type { SiteFile } from './site-files.js';

/** Which files of a folder are ours, and what is in them. */
const MANIFEST = '.resolver-slo-export.json';

interface Manifest {
  /** Digest of each file by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** Files that are no longer part of the site, kept for those who are reading older pages. */
  readonly leaving: readonly string[];
}

const NOTHING: Manifest = { files: {}, leaving: [] };

export interface WrittenSite {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Puts a site into a folder. Whoever reads it meanwhile gets each file whole, the old one or the new one, and
 * with each page what that page needs: files are replaced by renaming, in the order in which they come, and
 * what is no longer part of the site is removed one export later.
 *
 * @throws `ExportError`: the folder holds files of somebody else, or cannot be written
 */
export async function writeSite(folder: string, files: AsyncIterable<SiteFile>): Promise<WrittenSite> {
  const before = await readManifest(folder);
  const now = new Map<string, string>();
  let written = 0;
  for await (const { path, body } of files) {
    const digest = createHash('sha256').update(body).digest('base64url');
    now.set(path, digest);
    if (before.files[path] === digest) continue;
    await replaceFile(join(folder, path), body);
    written++;
  }
  const leaving = Object.keys(before.files).filter((path) => !now.has(path));
  const removed = before.leaving.filter((path) => !now.has(path));
  await replaceFile(join(folder, MANIFEST), JSON.stringify({ files: Object.fromEntries(now), leaving }));
  for (const path of removed) await rm(join(folder, path), { force: true });
  return { written, unchanged: now.size - written, removed: removed.length };
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch(() => null);
  if (text !== null) return parseManifest(folder, text);
  const found = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw cannot(folder, error);
  });
  if (found.length === 0) return NOTHING;
  const message = `export to ${folder}: an empty folder, or one that was exported to before, is required, found ${found.slice(0, 3).join(', ')}`;
  throw new ExportError('EXPORT_REFUSED', message);
}

function parseManifest(folder: string, text: string): Manifest {
  try {
    const { files, leaving } = JSON.parse(text) as Manifest;
    if (![...Object.keys(files), ...leaving].every(isBelow)) throw new Error('a path leads out of the folder');
    return { files, leaving };
  } catch (cause) {
    const message = `export to ${folder}: its ${MANIFEST} cannot be read; remove the folder, and export again`;
    throw new ExportError('EXPORT_REFUSED', message, cause);
  }
}

/** What is removed by a path must lie in the folder. */
function isBelow(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
}

async function replaceFile(file: string, body: Buffer | string): Promise<void> {
  const temporary = `${file}.${String(process.pid)}.new`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, body);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannot(file, error);
  }
}

function cannot(path: string, cause: unknown): ExportError {
  const found = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new ExportError(
    'EXPORT_FAILED',
    `export to ${path}: a folder that can be written is required, found ${found}`,
    cause,
  );
}
