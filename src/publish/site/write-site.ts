import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { ExportError } from './errors.js';
import { EXPORT_MANIFEST } from '../export/export-schema.js';
import type { SiteFile } from './site-files.js';

interface Manifest {
  /** Digest of each file by its path. */
  readonly files: Readonly<Record<string, string>>;
  /** Files that are no longer part of the site, kept for those who are reading older pages. */
  readonly leaving: readonly string[];
  /** While it is being written: the digests may be those of older files. */
  readonly isOpen?: boolean;
}

/** A file of a site; without `body` it is there already, and stays as it is. */
export type WrittenFile = SiteFile | { readonly path: string; readonly body: null };

const NOTHING: Manifest = { files: {}, leaving: [] };

export interface WrittenSite {
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Puts a site into a folder. Whoever reads it meanwhile gets each file whole, the old one or the new one, and
 * with each page what that page needs: files are replaced by renaming, in the order in which they come, and
 * what is no longer part of the site is removed one export later. Whenever it breaks off, however the process
 * ends, what is there is whole, and the next time goes on from there.
 *
 * @throws `ExportError`: the folder holds files of somebody else, cannot be written, or lacks a file that was to stay
 */
export async function writeSite(folder: string, files: AsyncIterable<WrittenFile>): Promise<WrittenSite> {
  const before = await openManifest(folder);
  const now = new Map<string, string>();
  let written = 0;
  try {
    for await (const file of files) {
      const digest = digestOf(file, before);
      const isThere = before.files[file.path] === digest && (await isFile(join(folder, file.path)));
      if (!isThere) await writeNew(folder, file);
      now.set(file.path, digest);
      if (!isThere) written++;
    }
  } catch (error) {
    await closeBroken(folder, before, now);
    throw error;
  }
  const leaving = Object.keys(before.files).filter((path) => !now.has(path));
  const removed = before.leaving.filter((path) => !now.has(path));
  await removeFiles(folder, removed);
  await writeManifest(folder, { files: Object.fromEntries(now), leaving });
  return { written, unchanged: now.size - written, removed: removed.length };
}

/** As long as the manifest names them, so that whatever stays, because this breaks off, is removed the next time. */
async function removeFiles(folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const file = join(folder, path);
    await rm(file, { force: true }).catch((error: unknown) => {
      throw cannot(file, error);
    });
  }
}

/** Says that the folder is being written; whoever was broken off by force left digests that may be too old. */
async function openManifest(folder: string): Promise<Manifest> {
  const found = await readManifest(folder);
  const files = found.isOpen === true ? await digestsOnDisk(folder, Object.keys(found.files)) : found.files;
  if (found.isOpen === true) await removeTemporary(folder);
  const before = { files, leaving: found.leaving };
  await writeManifest(folder, { ...before, isOpen: true });
  return before;
}

/** What was written is known; what is not reached stays part of the site. */
async function closeBroken(folder: string, before: Manifest, now: ReadonlyMap<string, string>): Promise<void> {
  const files = { ...before.files, ...Object.fromEntries(now) };
  // Where this fails as well, the next time finds the folder open, and looks at the files.
  await writeManifest(folder, { files, leaving: before.leaving }).catch(() => undefined);
}

function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  return replaceFile(folder, EXPORT_MANIFEST, JSON.stringify(manifest));
}

function digestOf({ path, body }: WrittenFile, before: Manifest): string {
  return body === null ? (before.files[path] ?? '') : sha256(body);
}

async function writeNew(folder: string, { path, body }: WrittenFile): Promise<void> {
  if (body !== null) return replaceFile(folder, path, body);
  const message = `export to ${join(folder, path)}: the file that was written before is required, found none`;
  throw new ExportError('EXPORT_LOST', message);
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url');
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true;
}

async function digestsOnDisk(folder: string, paths: readonly string[]): Promise<Manifest['files']> {
  const digests: Record<string, string> = {};
  for (const path of paths) {
    const body = await readFile(join(folder, path)).catch(() => null);
    digests[path] = body === null ? '' : sha256(body);
  }
  return digests;
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, EXPORT_MANIFEST), 'utf8').catch(() => null);
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
    const { files, leaving, isOpen = false } = JSON.parse(text) as Manifest;
    if (![...Object.keys(files), ...leaving].every(isBelow)) throw new Error('a path leads out of the folder');
    return { files, leaving, isOpen };
  } catch (cause) {
    const message = `export to ${folder}: its ${EXPORT_MANIFEST} cannot be read; remove the folder, and export again`;
    throw new ExportError('EXPORT_REFUSED', message, cause);
  }
}

/** What is removed by a path must lie in the folder. */
function isBelow(path: string): boolean {
  return path !== '' && !path.startsWith('/') && !path.split('/').includes('..');
}

const TEMPORARY = '.resolver-slo-export.new';

/** By renaming a file of the same folder tree, so that there is only ever one whose end is missing. */
async function replaceFile(folder: string, path: string, body: Buffer | string): Promise<void> {
  const file = join(folder, path);
  const temporary = join(folder, `${TEMPORARY}.${String(process.pid)}`);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(temporary, body);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannot(file, error);
  }
}

/** Of a process that was ended while it wrote. */
async function removeTemporary(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.startsWith(TEMPORARY));
  for (const name of left) await rm(join(folder, name), { force: true });
}

function cannot(path: string, cause: unknown): ExportError {
  const found = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new ExportError(
    'EXPORT_FAILED',
    `export to ${path}: a folder that can be written is required, found ${found}`,
    cause,
  );
}
