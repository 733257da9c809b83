import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { linkFault, readFault } from './file-fault.js';

export interface FoundFiles {
  /** Sorted, relative to the folder of the search; of any kind, and perhaps not to be read. */
  readonly paths: readonly string[];
  /** Folders that could not be looked into, and why. */
  readonly faults: readonly { readonly path: string; readonly fault: string }[];
}

/**
 * What a pattern matches below `folder`. `*` stands for any run of characters within one name, `**`
 * for any number of folders; neither matches a leading dot. A pattern without them is a path and is
 * returned whether or not it exists. A name that is a link to nothing, a FIFO or a folder was meant as
 * a file too, by who wrote a pattern for files (Docker makes a folder in place of a file that it is to
 * mount and that does not exist): whoever reads it says what it is. Only `*` alone stands for all files.
 */
export function findFiles(folder: string, pattern: string): FoundFiles {
  if (!pattern.includes('*')) return { paths: [pattern], faults: [] };
  const isAbsolute = pattern.startsWith('/');
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  const search = new Search(isAbsolute ? '/' : folder);
  const paths = search.matchesBelow(isAbsolute ? '/' : '', parts);
  return {
    paths: [...new Set(paths)].toSorted(),
    faults: [...search.faults].map(([path, fault]) => ({ path, fault })),
  };
}

class Search {
  readonly faults = new Map<string, string>();
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  matchesBelow(path: string, parts: readonly string[]): readonly string[] {
    const [part, ...rest] = parts;
    if (part === undefined) return [];
    if (part === '**') {
      const deeper = this.#foldersIn(path).flatMap((name) => this.matchesBelow(join(path, name), parts));
      return [...this.matchesBelow(path, rest.length === 0 ? ['*'] : rest), ...deeper];
    }
    const isLast = rest.length === 0;
    if (!part.includes('*')) {
      const next = join(path, part);
      return isLast ? [next].filter((found) => this.#exists(found)) : this.matchesBelow(next, rest);
    }
    const matching = this.#namesIn(path, part).map((name) => join(path, name));
    if (isLast) return /^\*+$/.test(part) ? matching.filter((found) => !this.#isFolder(found)) : matching;
    return matching.filter((found) => this.#isFolder(found)).flatMap((found) => this.matchesBelow(found, rest));
  }

  #namesIn(path: string, part: string): readonly string[] {
    return this.#entriesIn(path)
      .map(({ name }) => name)
      .filter((name) => matchesName(part, name));
  }

  /** Folders to descend into; symbolic links are not followed, for they may lead in a circle. */
  #foldersIn(path: string): readonly string[] {
    const folders = this.#entriesIn(path).filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    return folders.map(({ name }) => name);
  }

  /** A folder that is not there holds nothing, and neither does what is no folder. */
  #entriesIn(path: string): readonly Dirent[] {
    const at = this.#at(path);
    try {
      return readdirSync(at, { withFileTypes: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const isAbsent = code === 'ENOTDIR' || (code === 'ENOENT' && linkFault(at) === null);
      if (!isAbsent) this.faults.set(path, readFault(at, error));
      return [];
    }
  }

  #exists(path: string): boolean {
    try {
      return lstatSync(this.#at(path), { throwIfNoEntry: false }) !== undefined;
    } catch {
      return true; // reading it will say what is wrong
    }
  }

  #isFolder(path: string): boolean {
    try {
      return statSync(this.#at(path), { throwIfNoEntry: false })?.isDirectory() === true;
    } catch {
      return false;
    }
  }

  #at(path: string): string {
    return path.startsWith('/') ? path : join(this.#root, path);
  }
}

function matchesName(part: string, name: string): boolean {
  if (name.startsWith('.') && !part.startsWith('.')) return false;
  const pieces = part.split(/\*+/).map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pieces.join('.*')}$`, 's').test(name);
}
