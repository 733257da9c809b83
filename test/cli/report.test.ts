import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { reportOn } from '../../src/cli/open-report.js';
import { reportCommand } from '../../src/cli/report.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { encodeMinuteSet } from '../../src/domain/minute-set.js';
import { NO_OUTCOMES } from '../../src/domain/outcome.js';
import { RttHistogram } from '../../src/histogram/rtt-histogram.js';
import { series, slo } from '../support/slo-samples.js';
import { tempFolder, tempStore } from '../support/temp-store.js';

const NOW_MS = Date.parse('2026-11-02T09:00:00Z');
const HOUR_OF_TROUBLE = Date.parse('2026-10-20T14:00:00Z');

afterEach(() => {
  process.exitCode = 0;
});

/** A store with an hour of measurements in October, and the command on it. */
async function rig() {
  const folder = tempFolder();
  const file = join(folder, 'test.db');
  const clock = { ms: NOW_MS, nowMs: () => clock.ms };
  const store = tempStore({ file, clock });
  const seriesId = await store.seriesId(series());
  const answered = new RttHistogram();
  answered.record(900, 59);
  const minutes = Array.from({ length: 60 }, (_, i) => ({
    seriesId,
    startMs: HOUR_OF_TROUBLE + i * MINUTE_MS,
    source: 0,
    counts: { ...NO_OUTCOMES, answered: 59, timeout: 1 },
    answered: answered.toBytes(),
    otherReplies: null,
    coveredMinutes: encodeMinuteSet([0]),
    phases: null,
  }));
  await store.writeMinutes(minutes, HOUR_OF_TROUBLE + HOUR_MS);
  const slos = [slo(), slo({ name: 'secret', visibility: 'internal' })];
  const retention = { minutesMs: 100 * DAY_MS, hoursMs: 400 * DAY_MS, daysMs: 2000 * DAY_MS };
  const opened = reportOn({ store: { kind: 'sqlite', file }, slos, probes: [], retention }, clock);
  const run = async (...args: readonly string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    process.exitCode = 0;
    const command = reportCommand({
      open: () => Promise.resolve(opened),
      clock,
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
    });
    command.exitOverride().configureOutput({ writeErr: (text) => err.push(text) });
    await command.parseAsync(['node', 'report', ...args]);
    return { out: out.join(''), err: err.join(''), exitCode: process.exitCode };
  };
  return { clock, store, folder, run };
}

const MONTH = ['--month', '2026-10'] as const;

describe('reportCommand()', () => {
  it('prints Markdown, or what is asked for', async () => {
    const { run } = await rig();
    expect(await run(...MONTH)).toMatchObject({
      err: '',
      exitCode: 0,
      out: expect.stringMatching(/^# SLO report, October 2026\n/) as string,
    });
    expect((await run(...MONTH, '--lang', 'ja')).out).toMatch(/^# SLO レポート 2026年10月\n/);
    const report = JSON.parse((await run(...MONTH, '--json')).out) as {
      slos: { name: string; good: number; valid: number }[];
    };
    expect(report.slos.map(({ name, good, valid }) => [name, good, valid])).toEqual([['availability', 3540, 3600]]);
    expect((await run(...MONTH, '--format', 'csv')).out.split('\r\n')).toHaveLength(34);
    expect((await run(...MONTH, '--format', 'html')).out).toMatch(/^<!doctype html>/);
  });

  it('writes a file in the format of its name, unless another is asked for', async () => {
    const { run, folder } = await rig();
    const written = async (name: string, ...more: readonly string[]) => {
      const file = join(folder, name);
      expect(await run(...MONTH, '-o', file, ...more)).toMatchObject({ out: '', exitCode: 0 });
      return readFileSync(file, 'utf8').slice(0, 7);
    };
    expect(await written('a.HTML')).toBe('<!docty');
    expect(await written('a.csv')).toBe('month,d');
    expect(await written('a.txt')).toBe('# SLO r');
    expect(await written('a.csv', '--format', 'json')).toBe('{\n  "mo');
    const failed = await run(...MONTH, '-o', join(folder, 'none', 'a.md'));
    expect(failed).toMatchObject({ exitCode: 3, err: expect.stringContaining('report: writing ') as string });
  });

  it('publishes once, says so in the report, and verifies', async () => {
    const { run, clock, store } = await rig();
    expect(await run(...MONTH, '--verify')).toMatchObject({
      exitCode: 1,
      err: 'report: nothing was published of 2026-10\n',
    });
    const first = await run(...MONTH, '--publish');
    expect(first.err).toMatch(/^availability 2026-10: published, digest [0-9a-f]{64}\n$/);
    expect(first.out).toContain('Unchanged: today’s inputs are those published on 2 Nov 2026, 09:00.');
    clock.ms += HOUR_MS;
    expect((await run(...MONTH, '--publish')).err).toContain('published already on 2026-11-02T09:00:00Z');
    await store.operators.addCorrection({
      slo: 'availability',
      fromMs: HOUR_OF_TROUBLE,
      toMs: HOUR_OF_TROUBLE + 10 * MINUTE_MS,
      kind: 'exclude',
      reason: 'ours',
      by: 'ada',
    });
    const changed = (await run(...MONTH)).out;
    expect(changed).toContain('Today’s inputs are not those that were published last:');
    expect(changed).toMatch(
      /Correction \(time taken out\) 1 .*recorded on 2 Nov 2026, 10:00 by ada, was added: 600 queries less\./,
    );
    expect((await run(...MONTH, '--publish')).err).toContain(
      'other figures were published on 2026-11-02T09:00:00Z, and stay',
    );
    expect((await run(...MONTH)).out).toContain('Unchanged: today’s inputs are those published on 2 Nov 2026, 10:00.');
    const verified = await run(...MONTH, '--verify', '--json');
    expect([verified.exitCode, (JSON.parse(verified.out) as { result: string }[]).map(({ result }) => result)]).toEqual(
      [0, ['unchanged', 'unchanged']],
    );
    expect((await run(...MONTH, '--verify', '--slo', 'avail')).exitCode).toBe(1);
    expect((await run(...MONTH, '--verify', '--slo', 'availability')).out).toContain('unchanged');
  });

  it('keeps internal SLOs out unless they are asked for', async () => {
    const { run } = await rig();
    expect((await run(...MONTH)).out).not.toContain('secret');
    expect(await run(...MONTH, '--slo', 'secret')).toMatchObject({
      exitCode: 1,
      out: '',
      err: expect.stringContaining('a public SLO is required, found "secret"') as string,
    });
    const { out } = await run(...MONTH, '--slo', 'secret', '--internal');
    expect(out).toContain('secret');
    expect(out).toContain('For internal use');
    await expect(run(...MONTH, '--internal', '--publish')).rejects.toThrow('cannot be used with');
  });

  it('says what is wrong', async () => {
    const { run } = await rig();
    expect(await run('--month', '2026-12')).toMatchObject({
      exitCode: 1,
      err: 'report: a month that has begun is required, found 2026-12, and it is 2026-11-02T09:00:00Z\n',
    });
    expect(await run('--month', '2026-11', '--publish')).toMatchObject({
      exitCode: 1,
      err: 'report: publishing 2026-11: a month that is over is required, found that it goes on until 2026-12-01T00:00:00Z for "availability"\n',
    });
    expect((await run(...MONTH, '--slo', 'none')).err).toContain(
      'the name of a configured SLO is required (availability, secret), found "none"',
    );
    await expect(run('--month', '2026-13')).rejects.toThrow('A month such as 2026-10 is required.');
    await expect(run(...MONTH, '--lang', 'xx')).rejects.toThrow('Allowed choices are en, ja');
  });
});
