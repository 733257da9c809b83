import { stripVTControlCharacters } from 'node:util';

import { afterEach, describe, expect, it } from 'vitest';

import type { OpenedSlos } from '../../src/cli/asked-slos.js';
import { explainCommand } from '../../src/cli/explain.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const NOW_MS = Date.parse('2026-10-20T12:34:00Z');

function history(): MemoryHistory {
  const made = new MemoryHistory();
  for (let ago = 1; ago <= 600; ago++) {
    if (ago >= 100 && ago < 130) continue;
    made.add(series('ns1'), NOW_MS - ago * MINUTE_MS, [
      { outcome: 'answered', count: 99, rttUs: 900 },
      ago <= 20 ? { outcome: 'timeout', count: 7 } : { outcome: 'prober_error', count: 1 },
    ]);
    if (ago < 300)
      made.add(series('ns2', 'miss'), NOW_MS - ago * MINUTE_MS, [{ outcome: 'answered', count: 9, rttUs: 900 }]);
  }
  const none = { cancelledAtMs: null, cancelledBy: null, message: null, slos: [], recordedBy: 'ops' };
  const correction = {
    slo: 'availability',
    reason: 'our own switch failed',
    recordedBy: 'ada',
    revokedAtMs: null,
    revokedBy: null,
  };
  made.records = {
    maintenances: [
      {
        ...none,
        id: 3,
        title: 'new racks',
        fromMs: NOW_MS - HOUR_MS,
        toMs: NOW_MS,
        recordedAtMs: NOW_MS - 2 * HOUR_MS,
      },
    ],
    corrections: [
      { ...correction, id: 1, kind: 'exclude', fromMs: NOW_MS - 5 * MINUTE_MS, toMs: NOW_MS, recordedAtMs: NOW_MS },
    ],
  };
  return made;
}

const FAST = { good: eventSource('within', {}, 50_003), bad: null, total: eventSource('valid') };

/** Runs the command; what it printed and its exit code. */
async function run(args: readonly string[], stdout: { isTTY?: boolean; columns?: number } = {}, env = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const opened: OpenedSlos = {
    history: history(),
    alertStates: new MemoryAlertStates(),
    alertLog: null,
    compositions: null,
    slos: [
      slo({ indicator: FAST, maintenance: 'exclude', periodMs: DAY_MS, periodText: '1d' }),
      slo({ name: 'other' }),
    ],
    roundMsOf: () => null,
    minutesFromMs: () => Promise.resolve(-Infinity),
    atOneInstant: (read) => read(),
    close: () => undefined,
  };
  const command = explainCommand({
    open: () => Promise.resolve(opened),
    clock: { nowMs: () => NOW_MS },
    stdout: { ...stdout, write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env,
  });
  command.exitOverride().configureOutput({ writeErr: (text) => err.push(text) });
  await command.parseAsync(['node', 'explain', ...args]);
  return { out: out.join(''), err: err.join(''), exitCode: process.exitCode };
}

describe('explain', () => {
  afterEach(() => {
    process.exitCode = 0;
  });

  it('leads from the figure back to the counts, in 80 columns without colours where it is piped', async () => {
    const { out, exitCode } = await run(['availability']);
    expect(out.split('\n').slice(0, 8)).toEqual([
      'availability: Availability',
      '99.82 % where 99.9 % is the objective: violated; 105 of 58,416 were not good',
      'from 2026-10-19T12:34:00Z to 2026-10-20T12:34:00Z (1d)',
      '',
      'How it is counted',
      '  Of attempts of all series, those that are valid (all but our own errors)',
      '    count; good are those that are answered as expected within 50003us.',
      '  Round-trips of 49.984 to 50.015 ms are kept as one bucket of the histograms,',
    ]);
    expect(sectionOf(out, 'By outcome')).toEqual([
      '  OUTCOME         GOOD  NOT GOOD  NOT COUNTED',
      '  answered      58,311         0          540',
      '  timeout            0       105           35',
      '  prober_error       0         0          550',
      '  all           58,311       105',
    ]);
    expect(sectionOf(out, 'By resolver')).toContain('  ns1             56,040       105   99.81 %  timeout');
    expect(sectionOf(out, 'Worst hours (UTC)')).toEqual([
      '  HOUR                  NOT GOOD  OF THE BUDGET',
      '  2026-10-20 12:00  105 of 3,237        179.7 %  105 timeouts',
      '  1 hour of 11 with data had attempts that were not good.',
    ]);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).not.toContain('\u001b');
    expect(exitCode ?? 0).toBe(0);
  });

  it('tells what operators took out, with and without it, and what changes nothing', async () => {
    const lines = sectionOf((await run(['availability'])).out, 'Maintenance and corrections');
    expect(lines).toContain('    changes nothing: announced with less notice than 1d');
    expect(lines).toContain('    with it 99.82 %, without it 99.76 % (58,851 of 58,991 good)');
  });

  it('tells what is known and what is not', async () => {
    const { out } = await run(['availability']);
    expect(sectionOf(out, 'What is known')).toEqual([
      '  39.6 % of the window: 570 of 1,440 minutes have a valid attempt.',
      '  Data since 2026-10-20T02:34:00Z.',
      '  No data from 2026-10-19T12:34:00Z to 2026-10-20T02:34:00Z (840 minutes).',
      '  No data from 2026-10-20T10:25:00Z to 2026-10-20T10:55:00Z (30 minutes).',
      '  Time without data counts neither as good nor as bad.',
      '  Left out as our own errors: 550 attempts to ns1.',
    ]);
    expect(sectionOf(out, 'Series')).toContain(
      '    tokyo/public/ns2/miss joined: first in the hour of 2026-10-20T07:00Z',
    );
  });

  it('colours titles on a terminal, and is as wide as that', async () => {
    const { out } = await run(['availability'], { isTTY: true, columns: 60 });
    expect(out).toContain('\u001b[1mBy outcome\u001b[22m');
    const plain = stripVTControlCharacters(out).split('\n').slice(3);
    expect(plain.filter((line) => line.length > 60)).toEqual([]);
    expect((await run(['other'], { isTTY: true }, { NO_COLOR: '1' })).out).not.toContain('\u001b');
  });

  it('prints JSON: every hour, and the figure of `slo --json`', async () => {
    const [explained] = JSON.parse((await run(['availability', '--json'])).out) as Record<string, unknown>[];
    expect(explained).toMatchObject({
      status: { name: 'availability', good: 58_311, valid: 58_416 },
      threshold: { thresholdUs: 50_003, countedUpToUs: 50_015, bucketUs: [49_984, 50_015] },
      attempts: { good: 58_311, valid: 58_416 },
      alertChanges: null,
    });
    expect(explained?.['byHour']).toHaveLength(11);
  });

  it('goes back in time with --at, and names the SLOs there are', async () => {
    const { out } = await run(['other', '--at', '2026-10-20T12:00:00Z']);
    expect(out).toContain('to 2026-10-20T12:00:00Z (28d)');
    const wrong = await run(['availabilty']);
    expect([wrong.exitCode, wrong.err]).toEqual([
      1,
      'explain: the name of a configured SLO is required (availability, other), found "availabilty"\n',
    ]);
  });
});

/** The lines of one section. */
function sectionOf(out: string, title: string): readonly string[] {
  const lines = out.split('\n');
  const start = lines.indexOf(title) + 1;
  return lines.slice(start, lines.indexOf('', start));
}
