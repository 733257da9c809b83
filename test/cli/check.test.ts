import { join } from 'node:path';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { checkCommand } from '../../src/cli/check.js';
import type { Series } from '../../src/domain/series.js';
import { configFolder, PROBE, slo } from '../support/config-folder.js';

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function check(
  args: readonly string[],
  storedSeries: () => Promise<readonly Series[]> = () => Promise.resolve([]),
) {
  const written = { stdout: '', stderr: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => (written.stdout += String(text)).length > 0);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => (written.stderr += String(text)).length > 0);
  await checkCommand({ storedSeries }).parseAsync(['node', 'check', ...args]);
  return { ...written, exitCode: process.exitCode };
}

const MAIN = 'store: { sqlite: slo.db }\nprobes: [p.yaml]\nslos: [s.yaml]\n';

describe('check', () => {
  it('sums up a configuration that is fine in one line', async () => {
    const file = join(configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo() }), 'r.yaml');
    expect(await check(['-c', file])).toEqual({
      stdout: `${file}: fine: 1 probe, 4 series, 1 SLO; at most 0.4 queries a second to one resolver (192.0.2.53:53)\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  it('prints errors and warnings on stderr and exits 1', async () => {
    const folder = configFolder({
      'r.yaml': `${MAIN}x: 1\n`,
      'p.yaml': PROBE,
      's.yaml': slo({ spec: 'query: "m*",', target: 0.9 }),
    });
    const { stdout, stderr, exitCode } = await check(['-c', join(folder, 'r.yaml')]);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr.replaceAll(`${folder}/`, '').split('\n')).toEqual([
      expect.stringMatching(/^r\.yaml:4:1: \/x: unknown key "x"/),
      's.yaml:10:68: /spec/indicator/spec/ratioMetric/good/metricSource/spec/query: warning: no query matches "m*"',
      's.yaml:11:69: /spec/indicator/spec/ratioMetric/total/metricSource/spec/query: warning: no query matches "m*"',
      expect.stringMatching(/^s\.yaml:14:\d+: \/spec\/objectives\/0\/target: warning: /),
      '',
    ]);
  });

  it('exits 0 with warnings only', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo({ target: 0.9 }) });
    const { stderr, exitCode } = await check(['-c', join(folder, 'r.yaml')]);
    expect(stderr).toContain('warning: with this objective');
    expect(exitCode).toBe(0);
  });

  it('knows series that only the store has', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo({ spec: 'resolver: ns9,' }) });
    const series = { vantage: 'v', probe: 'p', resolver: 'ns9', query: 'q' };
    expect((await check(['-c', join(folder, 'r.yaml')])).exitCode).toBe(1);
    expect((await check(['-c', join(folder, 'r.yaml')], () => Promise.resolve([series]))).exitCode).toBe(0);
  });

  it('prints problems and the summary as JSON', async () => {
    const files = { 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo({ target: 0.9 }) };
    const folder = configFolder(files);
    const warned = await check(['--json', '-c', join(folder, 'r.yaml')]);
    expect(JSON.parse(warned.stdout)).toEqual({
      problems: [
        {
          severity: 'warning',
          file: join(folder, 's.yaml'),
          line: 14,
          column: 26,
          pointer: '/spec/objectives/0/target',
          message: expect.stringContaining('with this objective') as string,
        },
      ],
      summary: expect.stringMatching(/^1 probe, \d+ series, 1 SLO; at most /) as string,
      load: [
        { resolver: '192.0.2.53:53', qps: 0.4, maxQps: 200 },
        { resolver: '[2001:db8::53]:5353', qps: 0.4, maxQps: 200 },
      ],
    });
    expect(warned).toMatchObject({ stderr: '', exitCode: 0 });
    const faulty = configFolder({ ...files, 'p.yaml': `${PROBE}nonsense: 1\n` });
    const { stdout, stderr, exitCode } = await check(['--json', '-c', join(faulty, 'r.yaml')]);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ severity: 'error' }, {}], summary: null });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  });

  it('prints JSON when the store cannot be read, and exits 3', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo() });
    const failing = () => Promise.reject(new Error('it is corrupt'));
    const { stdout, stderr, exitCode } = await check(['--json', '-c', join(folder, 'r.yaml')], failing);
    expect(JSON.parse(stdout)).toEqual({ problems: [], summary: null });
    expect({ stderr, exitCode }).toEqual({ stderr: 'cannot read the store: it is corrupt\n', exitCode: 3 });
  });

  it('counts one query a second as one', async () => {
    const probe = PROBE.replace('every: 5s', 'every: 2s');
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': probe, 's.yaml': slo() });
    expect((await check(['-c', join(folder, 'r.yaml')])).stdout).toContain('at most 1 query a second to one resolver');
  });

  it('tells the load with all that is asked: probes, stubs at the worst, controls and canaries', async () => {
    const probe = `${PROBE.replace('qname: www.example.org', 'qname: www.example.org, control: 192.0.2.9')}stub: { attempts: 3 }\n`;
    const main = `${MAIN}canary: [192.0.2.53, 192.0.2.8]\n`;
    const folder = configFolder({ 'r.yaml': main, 'p.yaml': probe, 's.yaml': slo() });
    const { stdout } = await check(['--json', '-c', join(folder, 'r.yaml')]);
    expect(JSON.parse(stdout)).toMatchObject({
      summary: '1 probe, 7 series, 1 SLO; at most 2.6 queries a second to one resolver (192.0.2.53:53)',
      load: [
        { resolver: '192.0.2.53:53', qps: 2.6, maxQps: 200 },
        { resolver: '192.0.2.8:53', qps: 1, maxQps: null },
        { resolver: '[2001:db8::53]:5353', qps: 0.4, maxQps: 200 },
        { resolver: '192.0.2.9:53', qps: 0.2, maxQps: 200 },
      ],
    });
  });

  it('tells with --load how often each is asked, as what, below the summary', async () => {
    const probe = `${PROBE.replace('qname: www.example.org', 'qname: www.example.org, control: 192.0.2.9')}stub: { attempts: 3 }\n`;
    const main = `${MAIN}canary: [192.0.2.53, 192.0.2.8]\n`;
    const folder = configFolder({ 'r.yaml': main, 'p.yaml': probe, 's.yaml': slo() });
    const { stdout, exitCode } = await check(['--load', '-c', join(folder, 'r.yaml')]);
    expect(stdout.split('\n').slice(1)).toEqual([
      '  192.0.2.53:53        2.6 queries a second of at most 200 (resolver, stub, canary)',
      '  192.0.2.8:53           1 query a second (canary)',
      '  [2001:db8::53]:5353  0.4 queries a second of at most 200 (resolver)',
      '  192.0.2.9:53         0.2 queries a second of at most 200 (control)',
      '',
    ]);
    expect(exitCode).toBe(0);
  });

  it('tells with --load of the ten busiest, by name where they are equally busy, and how many more there are', async () => {
    const canaries = Array.from({ length: 12 }, (_, number) => `192.0.2.${String(100 + number)}`);
    const main = `${MAIN}canary: [${canaries.toReversed().join(', ')}]\n`;
    const folder = configFolder({ 'r.yaml': main, 'p.yaml': PROBE, 's.yaml': slo() });
    const lines = (await check(['--load', '-c', join(folder, 'r.yaml')])).stdout.split('\n').slice(1, -1);
    expect(lines.map((line) => line.trim().split(' ')[0])).toEqual([
      ...canaries.slice(0, 10).map((address) => `${address}:53`),
      'and',
    ]);
    expect(lines.at(-1)).toBe('  and 4 more, none asked more often');
  });

  it('tells no load of a configuration that is not fine', async () => {
    const folder = configFolder({ 'r.yaml': `${MAIN}x: 1\n`, 'p.yaml': PROBE, 's.yaml': slo() });
    expect(await check(['--load', '-c', join(folder, 'r.yaml')])).toMatchObject({ stdout: '', exitCode: 1 });
  });

  it('exits 3 when the store cannot be read', async () => {
    const folder = configFolder({ 'r.yaml': MAIN, 'p.yaml': PROBE, 's.yaml': slo() });
    const { stderr, exitCode } = await check(['-c', join(folder, 'r.yaml')], () =>
      Promise.reject(new Error('it is corrupt')),
    );
    expect({ stderr, exitCode }).toEqual({ stderr: 'cannot read the store: it is corrupt\n', exitCode: 3 });
  });

  it('exits 1 when the configuration is not there', async () => {
    const { stderr, exitCode } = await check(['-c', '/nonexistent.yaml']);
    expect({ stderr, exitCode }).toEqual({
      stderr: '/nonexistent.yaml:1:1: /: cannot read the configuration: no such file\n',
      exitCode: 1,
    });
  });
});

describe('check --openslo', () => {
  it('validates documents of any metric source alone', async () => {
    const folder = configFolder({
      's.yaml': slo()
        .replaceAll('resolver-slo', 'prometheus')
        .replace('Occurrences', 'RatioTimeslices')
        .replace('target: 0.999', 'target: 0.999, timeSliceWindow: 5m'),
    });
    expect(await check(['--openslo', join(folder, 's.yaml')])).toEqual({
      stdout: 'fine: 1 OpenSLO document in 1 file\n',
      stderr: '',
      exitCode: 0,
    });
  });

  it('prints JSON with --json', async () => {
    const folder = configFolder({ 'a.yaml': slo(), 'b.yaml': 'kind: Nothing\n' });
    expect(JSON.parse((await check(['--json', '--openslo', join(folder, 'a.yaml')])).stdout)).toEqual({
      problems: [],
      summary: '1 OpenSLO document in 1 file',
    });
    const { stdout, stderr, exitCode } = await check(['--json', '--openslo', join(folder, 'b.yaml')]);
    expect(JSON.parse(stdout)).toMatchObject({ problems: [{ line: 1, column: 7, pointer: '/kind' }], summary: null });
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  });

  it('reports all files at once and exits 1', async () => {
    const folder = configFolder({ 'a.yaml': slo({ target: 2 }), 'b.yaml': 'kind: Nothing\n' });
    const { stderr, exitCode } = await check([
      '--openslo',
      join(folder, 'a.yaml'),
      join(folder, 'b.yaml'),
      join(folder, 'c.yaml'),
    ]);
    expect(exitCode).toBe(1);
    expect(
      stderr
        .replaceAll(`${folder}/`, '')
        .split('\n')
        .map((line) => line.split(': ')[0]),
    ).toEqual(['a.yaml:14:26', 'b.yaml:1:7', 'c.yaml:1:1', '']);
  });
});
