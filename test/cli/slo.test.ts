import { afterEach, describe, expect, it } from 'vitest';

import type { OpenedSlos } from '../../src/cli/asked-slos.js';
import { sloCommand } from '../../src/cli/slo.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const NOW_MS = Date.parse('2026-10-20T12:34:00Z');

function opened(): OpenedSlos & { closed: number } {
  const history = new MemoryHistory();
  for (let ago = 1; ago <= 600; ago++) {
    history.add(series(), NOW_MS - ago * MINUTE_MS, [
      { outcome: ago <= 20 ? 'timeout' : 'answered', count: 1, rttUs: 9 },
    ]);
  }
  const none = { good: eventSource('answered'), bad: null, total: eventSource('valid', { probe: ['absent'] }) };
  return {
    closed: 0,
    history,
    alertStates: new MemoryAlertStates(),
    alertLog: null,
    compositions: null,
    slos: [slo(), slo({ name: 'a-name-that-is-far-too-long-for-its-column', indicator: none })],
    roundMsOf: () => null,
    minutesFromMs: () => Promise.resolve(-Infinity),
    atOneInstant: (read) => read(),
    close() {
      this.closed++;
    },
  };
}

/** Runs the command; what it printed and its exit code. */
async function run(
  args: readonly string[],
  changes: { isTTY?: boolean; noColor?: string; slos?: OpenedSlos['slos']; minutesFrom?: string } = {},
) {
  const out: string[] = [];
  const err: string[] = [];
  const files: (string | undefined)[] = [];
  const store = { ...opened(), ...(changes.slos === undefined ? {} : { slos: changes.slos }) };
  const { minutesFrom } = changes;
  if (minutesFrom !== undefined) store.minutesFromMs = () => Promise.resolve(Date.parse(minutesFrom));
  const command = sloCommand({
    open: (file) => {
      files.push(file);
      return Promise.resolve(store);
    },
    clock: { nowMs: () => NOW_MS },
    stdout: { isTTY: changes.isTTY ?? false, write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: { NO_COLOR: changes.noColor },
  });
  command.exitOverride().configureOutput({ writeErr: (text) => err.push(text) });
  await command.parseAsync(['node', 'slo', ...args]);
  return { out: out.join(''), err: err.join(''), exitCode: process.exitCode, files, closed: store.closed };
}

describe('slo', () => {
  afterEach(() => {
    process.exitCode = 0;
  });

  it('prints every SLO as JSON, null for what is not known', async () => {
    const { out, exitCode, closed } = await run(['--json']);
    const statuses = JSON.parse(out) as Record<string, unknown>[];
    expect(statuses).toHaveLength(2);
    expect(statuses[0]).toMatchObject({ name: 'availability', good: 580, valid: 600, status: 'violated' });
    expect(statuses[1]).toMatchObject({ good: 0, valid: 0, sli: null, status: 'no_data', exhaustsAt: null });
    expect(statuses[1]?.['errorBudget']).toEqual({ total: 0.001, consumed: null, remaining: null });
    expect(exitCode ?? 0).toBe(0);
    expect(closed).toBe(1);
  });

  it('prints one SLO, by the configuration named', async () => {
    const { out, files } = await run(['availability', '--json', '-c', 'mine.yaml']);
    expect((JSON.parse(out) as { name: string }[]).map(({ name }) => name)).toEqual(['availability']);
    expect(files).toEqual(['mine.yaml']);
  });

  it('names the SLOs there are when asked for another', async () => {
    const { out, err, exitCode, closed } = await run(['availabilty']);
    expect(out).toBe('');
    expect(err).toContain('(a-name-that-is-far-too-long-for-its-column, availability)');
    expect(err).toContain('found "availabilty"');
    expect([exitCode, closed]).toEqual([1, 1]);
  });

  it('goes back in time with --at', async () => {
    const { out } = await run(['availability', '--json', '--at', '2026-10-20T12:13:30Z']);
    const [status] = JSON.parse(out) as Record<string, unknown>[];
    expect(status).toMatchObject({ good: 580, valid: 580, status: 'met' });
    expect(status?.['window']).toMatchObject({ to: '2026-10-20T12:14:00Z' });
  });

  it('refuses a time that is still to come', async () => {
    const { err, exitCode } = await run(['--at', '2026-10-20T12:34:01Z']);
    expect(err).toContain('2026-10-20T12:34:01Z');
    expect(exitCode).toBe(1);
  });

  it.each(['yesterday', '2026-13-01', '2026-02-30T00:00:00Z', '1792499640', ''])('refuses --at "%s"', async (text) => {
    await expect(run([`--at=${text}`])).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });

  it.each([
    ['2026-10-20T12:34:00Z', '2026-10-20T04:00:00Z', 'beginning (2026-10-20T03:34:00Z)'],
    [
      '2026-10-20T12:30:01Z',
      '2026-10-20T12:32:00Z',
      'beginning (2026-10-20T03:31:00Z) and the end (2026-10-20T12:31:00Z)',
    ],
  ])('warns that figures at %s leave out parts of an hour when minutes are kept since %s', async (at, since, place) => {
    const slos = [slo({ periodMs: 9 * HOUR_MS })];
    const { out, err, exitCode } = await run(['--json', '--at', at], { slos, minutesFrom: since });
    expect(err).toBe(
      `slo: warning: SLO "availability": minutes are kept since ${since}; up to 59 minutes at the ${place} of its window are left out\n`,
    );
    expect(JSON.parse(out)).toHaveLength(1);
    expect(exitCode ?? 0).toBe(0);
  });

  it.each([
    ['minutes are kept for all of the window', '2026-10-20T12:34:00Z', '2026-10-20T03:34:00Z', 9],
    ['the window begins and ends on a whole hour', '2026-10-20T12:00:00Z', '2026-10-20T12:30:00Z', 9],
    [
      'nothing was measured in the hour in which the window begins',
      '2026-10-20T12:34:00Z',
      '2026-10-20T12:00:00Z',
      28 * 24,
    ],
  ])('does not warn when %s', async (_, at, since, hours) => {
    const { err } = await run(['--at', at], { slos: [slo({ periodMs: hours * HOUR_MS })], minutesFrom: since });
    expect(err).toBe('');
  });

  it('warns where an SLO tells minutes apart of which only hours are kept', async () => {
    const slices = { widthMs: 5 * MINUTE_MS, target: 0.9 };
    const [at, minutesFrom] = ['2026-10-20T12:00:00Z', '2026-10-20T06:00:00Z'];
    const apart = await run(['--at', at], { slos: [slo({ periodMs: 9 * HOUR_MS, slices })], minutesFrom });
    expect(apart.err).toBe(
      'slo: warning: SLO "availability": minutes are kept since 2026-10-20T06:00:00Z; it tells minutes apart, and what lies before is left out\n',
    );
    const hours = { ...slices, widthMs: HOUR_MS };
    const whole = await run(['--at', at], { slos: [slo({ periodMs: 9 * HOUR_MS, slices: hours })], minutesFrom });
    expect(whole.err).toBe('');
  });

  it('prints a table of at most 80 columns', async () => {
    const { out } = await run([]);
    expect(out).toBe(
      [
        'SLO                      objective        SLI budget left       burn 1h / 6h',
        'availability                99.9 %    96.66 % ░░░░░░░░ -3234 %  333.3 / 55.5'
          .replace('333.3', '333')
          .replace('55.5', '55.6'),
        '  violated · data since 2026-10-20T02:34:00Z, coverage 1.4 %',
        '  firing: page fast-burn, slow-burn; ticket fast-drain, slow-drain',
        'a-name-that-is-far-too-long-for-its-column',
        '                            99.9 %          – –                 – / –',
        '  no data',
        '  firing: ticket no-data',
        '',
      ].join('\n'),
    );
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('colours on a terminal only, and not against NO_COLOR', async () => {
    expect((await run([], { isTTY: true })).out).toContain('\u001b[31mviolated\u001b[0m');
    expect((await run([], { isTTY: true, noColor: '1' })).out).not.toContain('\u001b');
    expect((await run(['--json'], { isTTY: true })).out).not.toContain('\u001b');
  });

  it('says so when no SLO is configured', async () => {
    expect((await run([], { slos: [] })).out).toBe('No SLO is configured.\n');
    expect(JSON.parse((await run(['--json'], { slos: [] })).out)).toEqual([]);
  });
});
