import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';

import { importCommand } from '../../src/cli/import.js';
import { DAY_MS } from '../../src/domain/clock.js';
import { openStore } from '../../src/record/store/sqlite/open-store.js';
import { configFolder, slo } from '../support/config-folder.js';
import { allCells, tempFolder } from '../support/temp-store.js';

const NOW = Date.UTC(2026, 9, 15, 12);
const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 1825 * DAY_MS };
const line = (of: object = {}) =>
  JSON.stringify({ time: '2026-10-15T10:00:00Z', probe: 'p', resolver: 'r', outcome: 'timeout', ...of });

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: unknown;
}

/** Runs the command with files of these texts in a folder of their own; `stdin` is the text of `-`. */
function setUp(files: Readonly<Record<string, string>>, options: { stdin?: string; isTTY?: boolean } = {}) {
  const folder = tempFolder();
  const storeFile = join(folder, 'data', 'store.db');
  const paths = new Map(Object.keys(files).map((name) => [name, join(folder, name)] as const));
  for (const [name, path] of paths) writeFileSync(path, files[name] ?? '');
  const configs: string[] = [];
  const run = async (...args: string[]): Promise<Ran> => {
    const out = { stdout: '', stderr: '' };
    const command = importCommand({
      loadConfig: (file) => {
        configs.push(file);
        return Promise.resolve({ storeFile, vantage: 'here', retention });
      },
      clock: { nowMs: () => NOW },
      stdin: (async function* () {
        yield await Promise.resolve(Buffer.from(options.stdin ?? ''));
      })(),
      stdout: { write: (text) => (out.stdout += text) },
      stderr: { isTTY: options.isTTY ?? false, columns: 100, write: (text) => (out.stderr += text) },
    });
    process.exitCode = 0;
    await command.parseAsync(
      args.map((arg) => paths.get(arg) ?? arg),
      { from: 'user' },
    );
    const clean = (text: string) => text.replaceAll(`${folder}/`, '');
    return { stdout: clean(out.stdout), stderr: clean(out.stderr), exitCode: process.exitCode };
  };
  return { run, storeFile, folder, configs };
}

async function storedTimeouts(file: string): Promise<number> {
  const store = openStore({ file, access: 'read-only' });
  const cells = await allCells(store, 'minute');
  store.close();
  return cells.reduce((sum, { counts }) => sum + counts.timeout, 0);
}

afterEach(() => {
  process.exitCode = undefined;
});

describe('import', () => {
  it('imports files and says how much', async () => {
    const { run, storeFile } = setUp({ 'a.ndjson': `${line()}\n${line({ count: 4 })}\n`, 'b.ndjson': line() });
    expect(await run('a.ndjson', 'b.ndjson')).toEqual({
      stdout: 'a.ndjson: imported 2 lines, 5 attempts\nb.ndjson: imported 1 line\n',
      stderr: '',
      exitCode: 0,
    });
    expect(await storedTimeouts(storeFile)).toBe(6);
  });

  it('changes nothing when a file comes again, under whatever name', async () => {
    const { run, storeFile } = setUp({ 'a.ndjson': line(), 'copy.ndjson': line() }, { stdin: line() });
    await run('a.ndjson');
    expect(await run('a.ndjson', 'copy.ndjson', '-')).toMatchObject({
      stdout: ['a.ndjson', 'copy.ndjson', 'stdin']
        .map((name) => `${name}: already imported, nothing changed\n`)
        .join(''),
      exitCode: 0,
    });
    expect(await storedTimeouts(storeFile)).toBe(1);
  });

  it('reports bad lines as file:line: message, keeps nothing of their file but all of the others, and exits 1', async () => {
    const { run, storeFile } = setUp({
      'bad.ndjson': `${line({ count: 100 })}\n\nnonsense\n${line({ outcome: 'answered' })}\n`,
      'good.ndjson': line(),
    });
    expect(await run('bad.ndjson', 'good.ndjson')).toEqual({
      stdout: 'bad.ndjson: nothing was imported\ngood.ndjson: imported 1 line\n',
      stderr:
        'bad.ndjson:3: a JSON object is required, found nonsense\n' +
        'bad.ndjson:4: /rttUs: a number of microseconds (with outcome answered, for which a reply came) is required, found nothing\n',
      exitCode: 1,
    });
    expect(await storedTimeouts(storeFile)).toBe(1);
  });

  it('reads standard input for -', async () => {
    const { run, storeFile } = setUp({}, { stdin: `${line()}\n${line()}` });
    expect((await run('-')).stdout).toBe('stdin: imported 2 lines\n');
    expect(await storedTimeouts(storeFile)).toBe(2);
  });

  it('prints what was imported as JSON with --json', async () => {
    const { run } = setUp({ 'a.ndjson': line(), 'bad.ndjson': '{}' });
    const { stdout, exitCode } = await run('--json', 'a.ndjson', 'bad.ndjson');
    expect(JSON.parse(stdout)).toEqual([
      {
        file: expect.stringMatching(/a\.ndjson$/) as string,
        status: 'imported',
        lines: 1,
        attempts: 1,
        tooOldLines: 0,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
      {
        file: expect.stringMatching(/bad\.ndjson$/) as string,
        status: 'rejected',
        problems: [{ line: 1, message: expect.stringContaining('/time: ') as string }],
      },
    ]);
    expect(exitCode).toBe(1);
  });

  it('says what is wrong with a file that is not there or is a folder, and exits 1', async () => {
    const { run, folder } = setUp({});
    mkdirSync(join(folder, 'folder'));
    const missing = await run(join(folder, 'missing.ndjson'));
    expect(missing.stderr).toMatch(/^missing\.ndjson: a readable file is required: ENOENT/);
    expect(missing.exitCode).toBe(1);
    expect((await run(join(folder, 'folder'))).stderr).toBe('folder: a file is required, found a folder\n');
  });

  it('draws a progress bar on a terminal and takes it away', async () => {
    const { run } = setUp({ 'a.ndjson': Array<string>(2000).fill(line()).join('\n') }, { isTTY: true });
    const { stderr } = await run('a.ndjson');
    expect(stderr).toContain('reading ');
    expect(stderr).toContain(' MB of ');
    expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
  });

  it('is not refused for an SLO that selects what only the import brings', async () => {
    const folder = configFolder({
      'r.yaml': 'store: { sqlite: slo.db }\nslos: [s.yaml]\n',
      's.yaml': slo({ spec: 'probe: p,' }),
      'a.ndjson': line({ time: new Date(Date.now() - DAY_MS).toISOString() }),
    });
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    onTestFinished(() => write.mockRestore());
    await importCommand().parseAsync(['-c', join(folder, 'r.yaml'), join(folder, 'a.ndjson')], { from: 'user' });
    expect(write.mock.calls.join('')).toContain('a.ndjson: imported 1 line\n');
    expect(await storedTimeouts(join(folder, 'slo.db'))).toBe(1);
  });

  it('says that nothing was imported of a file that is all too old', async () => {
    const { run } = setUp({ 'a.ndjson': line({ time: '1999-12-31T23:59:59Z', count: 5 }) });
    expect((await run('a.ndjson')).stdout).toBe(
      'a.ndjson: 0 lines imported; 1 left out, older than the retention of days\n',
    );
  });

  it('counts lines that are older than anything that is kept', async () => {
    const { run } = setUp({ 'a.ndjson': `${line()}\n${line({ time: '1999-12-31T23:59:59Z' })}` });
    expect((await run('a.ndjson')).stdout).toBe(
      'a.ndjson: imported 1 line; 1 left out, older than the retention of days\n',
    );
  });

  it('passes the configuration on, ./resolver-slo.yaml by default', async () => {
    const { run, configs } = setUp({ 'a.ndjson': line() });
    await run('a.ndjson');
    await run('-c', 'other.yaml', 'a.ndjson');
    expect(configs).toEqual(['./resolver-slo.yaml', 'other.yaml']);
  });

  it('rejects with STORE_CORRUPT where the store is no database, so that the program exits 3', async () => {
    const { run, storeFile, folder } = setUp({ 'a.ndjson': line() });
    mkdirSync(join(folder, 'data'));
    writeFileSync(storeFile, 'x'.repeat(5000));
    await expect(run('a.ndjson')).rejects.toMatchObject({ code: 'STORE_CORRUPT' });
  });
});
