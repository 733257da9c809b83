import { symlinkSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { findFiles } from '../../src/config/find-files.js';
import { configFolder } from '../support/config-folder.js';

describe('findFiles()', () => {
  const folder = () =>
    configFolder({
      'a.yaml': '',
      'b.yml': '',
      '.hidden.yaml': '',
      'p/c.yaml': '',
      'p/q/d.yaml': '',
      '.git/e.yaml': '',
      'p/folder.yaml/f.txt': '',
    });

  it.each([
    ['*.yaml', ['a.yaml']],
    ['*', ['a.yaml', 'b.yml']],
    ['p/*.yaml', ['p/c.yaml', 'p/folder.yaml']],
    ['*/*.yaml', ['p/c.yaml', 'p/folder.yaml']],
    ['**/*.yaml', ['a.yaml', 'p/c.yaml', 'p/folder.yaml', 'p/q/d.yaml']],
    ['p/*', ['p/c.yaml']],
    ['p/**', ['p/c.yaml', 'p/folder.yaml/f.txt', 'p/q/d.yaml']],
    ['**/q/*', ['p/q/d.yaml']],
    ['*/c.yaml', ['p/c.yaml']],
    ['a.yaml/*.yaml', []],
    ['nothing/*.yaml', []],
    ['.*.yaml', ['.hidden.yaml']],
    ['a.yaml', ['a.yaml']],
    ['absent.yaml', ['absent.yaml']],
  ])('finds %s', (pattern, files) => {
    expect(findFiles(folder(), pattern)).toEqual({ paths: files, faults: [] });
  });

  it('takes an absolute pattern as it is', () => {
    const root = folder();
    const paths = [`${root}/p/c.yaml`, `${root}/p/folder.yaml`];
    expect(findFiles('/elsewhere', `${root}/p/*.yaml`)).toEqual({ paths, faults: [] });
  });

  it('finds links that lead nowhere or in a circle', () => {
    const root = configFolder({ 'p/c.yaml': '' });
    symlinkSync('absent', join(root, 'p', 'dangling.yaml'));
    symlinkSync('circle.yaml', join(root, 'p', 'circle.yaml'));
    const paths = ['p/c.yaml', 'p/circle.yaml', 'p/dangling.yaml'];
    for (const pattern of ['p/*.yaml', 'p/*', '**']) expect(findFiles(root, pattern)).toEqual({ paths, faults: [] });
    expect(findFiles(root, '*/circle.yaml').paths).toEqual(['p/circle.yaml']);
  });

  it('tells of folders that cannot be looked into, unless they are not there', () => {
    const root = configFolder({});
    symlinkSync('absent', join(root, 'dangling'));
    symlinkSync('circle', join(root, 'circle'));
    const faultsOf = (pattern: string) => findFiles(root, pattern).faults;
    expect(faultsOf('dangling/*.yaml')).toEqual([
      { path: 'dangling', fault: 'it is a symbolic link to absent, which does not exist' },
    ]);
    expect(faultsOf('circle/**/*.yaml')).toEqual([{ path: 'circle', fault: 'its symbolic links lead in a circle' }]);
    expect(faultsOf('absent/*.yaml')).toEqual([]);
  });
});
