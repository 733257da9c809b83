import { statSync } from 'node:fs';
import { dirname } from 'node:path';

import { problemAt } from '../../openslo/document/source-document.js';
import type { Rule } from '../draft.js';

/** The database must be a file, in a folder that exists or can be made. */
export const storePath: Rule = ({ config, root }) => {
  if (config.store === null) return [];
  const { file } = config.store;
  const refuse = (message: string) => [problemAt(root, '/store/sqlite', message)];
  if (file === config.file) return refuse('must be a database file of its own: this is the configuration');
  if (kindOf(file) === 'folder') return refuse(`must be a file: ${file} is a folder`);
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    if (kindOf(folder) === 'file') return refuse(`must lie in a folder: ${folder} is a file`);
  }
  return [];
};

function kindOf(path: string): 'file' | 'folder' | null {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file';
  } catch {
    // Not there, or not to be seen: opening it will tell.
    return null;
  }
}
