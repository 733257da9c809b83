import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli, startCli } from '../support/run-cli.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'resolver-slo-lab-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function scenarioFile(text: string): Promise<string> {
  const file = join(folder, `${String(Math.random())}.yaml`);
  await writeFile(file, text);
  return file;
}

describe('resolver-slo lab', () => {
  it('says where each resolver answers and ends with 0 on SIGTERM', async () => {
    const file = await scenarioFile('resolvers: [{ name: ns1 }, { name: ns2, listen: "[::1]:0" }]');
    const lab = startCli('lab', '--listen', '127.0.0.1:0', '--scenario', file);
    const said = await lab.untilStdout('Ctrl-C');
    expect(said).toMatch(
      /^ns1 answers on 127\.0\.0\.1:\d+ \(UDP and TCP\)\nns2 answers on \[::1\]:\d+ \(UDP and TCP\)\n/,
    );
    lab.signal('SIGTERM');
    expect(await lab.done).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('tells all problems of a scenario and ends with 1', async () => {
    const file = await scenarioFile('sede: 1\nresolvers: [{ nam: ns1 }]\n');
    const { exitCode, stderr } = await runCli('lab', '--scenario', file);
    expect(exitCode).toBe(1);
    expect(stderr.split('\n').map((line) => line.replace(file, 'F'))).toEqual([
      'F:1:1: /sede: unknown key; known are seed, records, resolvers, faults, past',
      'F:2:15: /resolvers/0/nam: unknown key; known are name, listen, latency, rhythm, loss',
      'F:2:13: /resolvers/0: must have the key name',
      '',
    ]);
  });

  it.each([
    [['--listen', '0.0.0.0:0'], 2, 'its address must be in 127.0.0.0/8 or be ::1, found 0.0.0.0:0'],
    [['--listen', 'here'], 2, '--listen must be ADDRESS:PORT, found "here"'],
    [['--scenario', '/nowhere.yaml'], 1, '/nowhere.yaml must be a readable file'],
  ])('%j ends with %i', async (flags, exitCode, message) => {
    const run = await runCli('lab', ...flags);
    expect(run.exitCode).toBe(exitCode);
    expect(run.stderr).toContain(message);
  });
});
