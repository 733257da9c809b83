import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Files below `folder` that a pattern matches, sorted, relative to `folder`. `*` stands for any run
 * of characters within one name, `**` for any number of folders; neither matches a leading dot. A
 * pattern without them is a path and is returned whether or not it exists.
 */
export function findFiles(folder: string, pattern: string): readonly string[] {
  if (!pattern.includes('*')) return [pattern];
  const isAbsolute = pattern.startsWith('/');
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  return matchesBelow(isAbsolute ? '/' : folder, isAbsolute ? '/' : '', parts).toSorted();
}

function matchesBelow(root: string, path: string, parts: readonly string[]): readonly string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  if (part === '**') {
    const below = rest.length === 0 ? ['*'] : rest;
    const deeper = foldersIn(root, path).flatMap((name) => matchesBelow(root, join(path, name), parts));
    return [...new Set([...matchesBelow(root, path, below), ...deeper])];
  }
  if (!part.includes('*')) {
    const next = join(path, part);
    return rest.length === 0 ? [next].filter((file) => isFile(root, file)) : matchesBelow(root, next, rest);
  }
  const names = namesIn(root, path).filter((name) => matchesName(part, name));
  if (rest.length === 0) return names.map((name) => join(path, name)).filter((file) => isFile(root, file));
  return names
    .filter((name) => isFolder(root, join(path, name)))
    .flatMap((name) => matchesBelow(root, join(path, name), rest));
}

function matchesName(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  const pieces = part.split(/\*+/).map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 's').test(name);
}

function namesIn(root: string, path: string): readonly string[] {
  try {
    return readdirSync(at(root, path));
  } catch {
    return [];
  }
}

/** Folders to descend into; symbolic links are not followed, for they may lead in a circle. */
function foldersIn(root: string, path: string): readonly string[] {
  try {
    const entries = readdirSync(at(root, path), { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => entry.name);
  } catch {
    return [];
  }
}

function isFile(root: string, path: string): boolean {
  return statSync(at(root, path), { throwIfNoEntry: false })?.isFile() === true;
}

function isFolder(root: string, path: string): boolean {
  return statSync(at(root, path), { throwIfNoEntry: false })?.isDirectory() === true;
}

function at(root: string, path: string): string {
  return path.startsWith('/') ? path : join(root, path);
}
