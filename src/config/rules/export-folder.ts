import { readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { problemAt } from '../../openslo/document/source-document.js';
import { EXPORT_MANIFEST } from '../../publish/config.js';
import type { Rule } from '../draft.js';

/**
 * The site is put into a folder of its own: nothing of anybody else is overwritten, or shown to the public. What is
 * in the folder may change while the daemon runs, so that it is only warned of: no command must fail for it.
 */
export const exportFolder: Rule = ({ config, root }) => {
  const folder = config.publicHttp?.export?.folder;
  if (folder === undefined) return [];
  const [error, warning] = [overlap(real(folder), config.file, config.store?.file ?? null), folderFault(folder)];
  if (error !== null) return [problemAt(root, POINTER, error)];
  if (warning === null) return [];
  return [problemAt(root, POINTER, `${warning}; nothing is exported before it is`, { severity: 'warning' })];
};

const POINTER = '/http/public/export/dir';

function overlap(folder: string, mainFile: string, storeFile: string | null): string | null {
  if (isIn(mainFile, folder)) return 'must be a folder of its own: the configuration is in it';
  if (storeFile !== null && isIn(storeFile, folder)) return 'must be a folder of its own: the database is in it';
  return null;
}

/** Whether a file lies in a folder, or deeper. */
function isIn(file: string, folder: string): boolean {
  for (let parent = dirname(real(file)); ; parent = dirname(parent)) {
    if (parent === folder) return true;
    if (parent === dirname(parent)) return false;
  }
}

/** Where links lead; a path of which nothing is there yet leads to itself. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === dirname(path) ? path : join(real(dirname(path)), basename(path));
  }
}

function folderFault(folder: string): string | null {
  try {
    const found = readdirSync(folder);
    if (found.length === 0 || found.includes(EXPORT_MANIFEST)) return null;
    return `must be an empty folder, or one that was exported to before, found ${found.slice(0, 3).join(', ')}`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // Not there yet, or not to be seen: the export will tell.
    return code === 'ENOTDIR' ? `must be a folder: ${folder} is a file, or below one` : null;
  }
}
