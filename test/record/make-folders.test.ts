import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { makeFolders } from '../../src/record/make-folders.js';

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'resolver-slo-folders-'));
});

afterEach(() => rmSync(place, { recursive: true }));

describe('makeFolders()', () => {
  it('makes all that are missing, and none twice', () => {
    const folder = join(place, 'a', 'b', 'c');
    makeFolders(folder);
    makeFolders(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it('follows links', () => {
    symlinkSync(place, join(place, 'link'));
    makeFolders(join(place, 'link', 'a', 'b'));
    expect(statSync(join(place, 'a', 'b')).isDirectory()).toBe(true);
  });

  it('says what is in the way', () => {
    writeFileSync(join(place, 'file'), '');
    expect(() => makeFolders(join(place, 'file', 'a', 'b'))).toThrow('ENOTDIR');
  });

  it.runIf(process.platform === 'linux')('gives up where no folder can be made', () => {
    expect(() => makeFolders('/proc/resolver-slo/a/b')).toThrow('ENOENT');
  });
});
