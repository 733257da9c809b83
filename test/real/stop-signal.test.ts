import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createSite, pause, type Site } from '../support/daemon.js';

const PROGRAM = fileURLToPath(new URL('../../bin/resolver-slo.mjs', import.meta.url));

/** Says when SIGTERM is heeded for the first time (the event comes before the listener is there), and how many CommonJS modules were loaded by then. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { createRequire } from 'node:module';
  const loaded = createRequire('file:///').cache;
  process.on('newListener', function told(name) {
    if (name !== 'SIGTERM') return;
    process.removeListener('newListener', told);
    queueMicrotask(() => process.stdout.write('heeds, ' + Object.keys(loaded).length + ' loaded\\n'));
  });
`)}`;

describe('SIGTERM', () => {
  let site: Site;
  const started: ChildProcess[] = [];

  beforeAll(() => {
    site = createSite({ 'resolver-slo.yaml': 'store: { sqlite: data/resolver-slo.db }\n' });
  });
  afterAll(async () => {
    for (const child of started) child.kill('SIGKILL');
    await site.close();
  });

  describe.each([
    ['lab', ['lab', '--listen', '127.0.0.1:0']],
    ['run', ['run']],
  ])('to %s', (_name, args) => {
    it('is heeded before anything of the program is loaded', async () => {
      const child = start(args);
      expect(await firstOutput(child)).toBe('heeds, 0 loaded\n');
      expect(await endOf(child, 'SIGTERM')).toEqual([0, null]);
    });

    // Loading takes some 500 ms, starting as much again.
    it.each([50, 200, 400, 600, 900])('ends it with 0 whatever it was about, as after %i ms', async (afterMs) => {
      const child = start(args);
      await firstOutput(child);
      await pause(afterMs);
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([0, null]);
    });
  });

  it('comes to run after a SIGHUP that came too early to mean anything', async () => {
    const child = start(['run']);
    await firstOutput(child);
    child.kill('SIGHUP');
    await pause(200);
    expect(await endOf(child, 'SIGTERM')).toEqual([0, null]);
  });

  function start(args: readonly string[]): ChildProcess {
    const child = spawn(process.execPath, ['--import', WATCH, PROGRAM, ...args], {
      cwd: site.folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    started.push(child);
    return child;
  }

  /** Exit code and signal, also of one that has ended already. */
  async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown[]> {
    const { exitCode, signalCode } = child;
    if (exitCode !== null || signalCode !== null) return [exitCode, signalCode];
    child.kill(signal);
    return once(child, 'exit');
  }

  async function firstOutput({ stdout }: ChildProcess): Promise<string> {
    return new Promise((resolve) => stdout?.once('data', (bytes: Buffer) => resolve(bytes.toString())));
  }
});
