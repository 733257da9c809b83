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
      'p/dir.yaml/f.txt': '',
    });

  it.each([
    ['*.yaml', ['a.yaml']],
    ['*', ['a.yaml', 'b.yml']],
    ['p/*.yaml', ['p/c.yaml']],
    ['*/*.yaml', ['p/c.yaml']],
    ['**/*.yaml', ['a.yaml', 'p/c.yaml', 'p/q/d.yaml']],
    ['p/**', ['p/c.yaml', 'p/dir.yaml/f.txt', 'p/q/d.yaml']],
    ['**/q/*', ['p/q/d.yaml']],
    ['nothing/*.yaml', []],
    ['.*.yaml', ['.hidden.yaml']],
    ['a.yaml', ['a.yaml']],
    ['absent.yaml', ['absent.yaml']],
  ])('finds %s', (pattern, files) => {
    expect(findFiles(folder(), pattern)).toEqual(files);
  });

  it('takes an absolute pattern as it is', () => {
    const root = folder();
    expect(findFiles('/elsewhere', `${root}/p/*.yaml`)).toEqual([`${root}/p/c.yaml`]);
  });
});
