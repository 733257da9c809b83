import { afterEach, describe, expect, it } from 'vitest';

import type { OpenedSlos } from '../../src/cli/asked-slos.js';
import { sloCommand } from '../../src/cli/slo.js';
import { changedDefinition } from '../../src/cli/what-if-changes.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { MemoryAlertStates } from '../support/memory-alert-states.js';
import { MemoryHistory } from '../support/memory-history.js';
import { eventSource, series, slo } from '../support/slo-samples.js';

const NOW_MS = Date.parse('2026-10-20T12:00:00Z');
const FAST = { good: eventSource('within', {}, 100_000), bad: null, total: eventSource('valid') };
const FAST_SLO = slo({ name: 'fast', indicator: FAST, objective: 0.95, periodMs: 6 * HOUR_MS, periodText: '6h' });
const SLICES = slo({ budgetingMethod: 'Timeslices', slices: { widthMs: MINUTE_MS, target: 0.9 } });

async function run(args: readonly string[], made = history()) {
  const out: string[] = [];
  const err: string[] = [];
  const opened: OpenedSlos = {
    history: made,
    alertStates: new MemoryAlertStates(),
    alertLog: null,
    compositions: null,
    slos: [FAST_SLO],
    roundMsOf: () => null,
    minutesFromMs: () => Promise.resolve(-Infinity),
    atOneInstant: (read) => read(),
    close: () => undefined,
  };
  const command = sloCommand({
    open: () => Promise.resolve(opened),
    clock: { nowMs: () => NOW_MS },
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: {},
  });
  command.exitOverride().configureOutput({ writeErr: (text) => err.push(text) });
  await command.parseAsync(['node', 'slo', ...args]);
  return { out: out.join(''), err: err.join(''), exitCode: process.exitCode };
}

/** Twelve hours of ten attempts a minute: all within 100 ms, one in ten not within 20 ms, and ten minutes of timeouts. */
function history(): MemoryHistory {
  const made = new MemoryHistory();
  for (let ago = 1; ago <= 720; ago++) {
    const isOut = ago > 200 && ago <= 210;
    made.add(
      series(),
      NOW_MS - ago * MINUTE_MS,
      isOut
        ? [{ outcome: 'timeout', count: 10 }]
        : [
            { outcome: 'answered', count: 9, rttUs: 5_000 },
            { outcome: 'answered', count: 1, rttUs: 50_000 },
          ],
    );
  }
  return made;
}

describe('slo --what-if', () => {
  afterEach(() => {
    process.exitCode = 0;
  });

  it('shows what would have been beside what is', async () => {
    const { out, exitCode } = await run(['fast', '--what-if', 'objective=99,threshold=20ms']);
    expect(out).toBe(
      [
        'fast: what if objective=99,threshold=20ms',
        '                          today                     what if',
        '  objective               95 %                      99 %',
        '  window                  6h                        6h',
        '  SLI                     97.2 %                    87.5 %',
        '  good of valid           3,500 of 3,600            3,150 of 3,600',
        '  budget spent            55.6 %                    1,250 %',
        '  status                  met                       violated',
        '',
        'Alerts that would have fired from 2026-10-20T00:00:00Z to 2026-10-20T12:00:00Z,',
        '  judged once a minute:',
        '  fast-burn               never                     once, 13 m',
        '  slow-burn               never                     once, 11 h 57 m, still',
        '  no-data                 never                     never',
        '',
        'Suggested objective (today): 95 %, which every window met with 25 % of the',
        '  budget left; the worst of 361 full windows of 6h in 12 h of minutes was 97.222',
        '  % (to 2026-10-20T08:40:00Z).',
        'Suggested objective (what if): none, not even 90 % was met with 25 % of the',
        '  budget left; the worst of 361 full windows of 6h in 12 h of minutes was 87.500',
        '  % (to 2026-10-20T08:40:00Z).',
        '',
      ].join('\n'),
    );
    expect(exitCode ?? 0).toBe(0);
  });

  it('says the same as JSON', async () => {
    const [found] = JSON.parse((await run(['fast', '--what-if', 'threshold=20ms', '--json'])).out) as unknown[];
    expect(found).toMatchObject({
      history: { from: '2026-10-20T00:00:00Z', to: '2026-10-20T12:00:00Z' },
      today: { status: { good: 3500, valid: 3600 }, suggestedObjective: 0.95 },
      whatIf: {
        status: { good: 3150 },
        suggestedObjective: null,
        worstWindow: { good: 3150, valid: 3600, windows: 361 },
      },
    });
  });

  it.each([
    ['objektive=99', 'one of objective, threshold, timeSliceTarget, window, weight is required, found "objektive"'],
    ['__proto__=1', 'one of objective, threshold, timeSliceTarget, window, weight is required, found "__proto__"'],
    ['objective', 'objective: a value is required (objective=…), found none'],
    ['objective=100', 'objective: a percentage below 100 such as 99.95 is required, found "100"'],
    ['objective=high', 'objective: a percentage below 100 such as 99.95 is required, found "high"'],
    ['threshold=20', 'threshold: a duration such as 20ms is required, found "20"'],
    ['window=1x', 'window: a duration such as 7d, 4w or 1M is required, found "1x"'],
    ['weight=heavy', 'weight: `attempts` or `series` is required, found "heavy"'],
    ['timeSliceTarget=0.9', 'timeSliceTarget: an SLO with `budgetingMethod: Timeslices` is required, found "0.9"'],
    ['window=7d,window=8d', 'window: one value is required, found two'],
  ])('refuses %s', async (text, message) => {
    const { err, out, exitCode } = await run(['fast', '--what-if', text]);
    expect([err, out, exitCode]).toEqual([`slo: --what-if: ${message}\n`, '', 1]);
  });

  it('asks for the name of an SLO, and for history', async () => {
    expect(await run(['--what-if', 'objective=99'])).toMatchObject({
      err: 'slo: --what-if: the name of an SLO is required, found none\n',
      exitCode: 2,
    });
    expect((await run(['fast', '--what-if', 'objective=99'], new MemoryHistory())).err).toContain('minutes with data');
  });
});

describe('changedDefinition()', () => {
  const changed = (text: string, definition = FAST_SLO) => {
    const result = changedDefinition(definition, text);
    return 'problem' in result ? result.problem : result.definition;
  };

  it.each([
    ['99.95', 0.9995],
    ['99.95%', 0.9995],
    ['0.9995', 0.9995],
    ['99.999', 0.99999],
    ['0', 0],
    ['0.5%', 0.005],
  ])('reads the objective %s as %d', (text, objective) => {
    expect(changed(`objective=${text}`)).toMatchObject({ objective });
  });

  it('changes only what it is told to, under a key of its own', () => {
    expect(changed('threshold=20ms')).toEqual({
      ...FAST_SLO,
      key: 'fast (what if)',
      indicator: { ...FAST, good: { ...FAST.good, thresholdUs: 20_000 } },
    });
    expect(changed(' window=4w , weight=series')).toMatchObject({
      periodMs: 28 * DAY_MS,
      periodText: '4w',
      weighing: { kind: 'series' },
    });
    expect(changed('timeSliceTarget=95', SLICES)).toMatchObject({ slices: { widthMs: MINUTE_MS, target: 0.95 } });
    expect(changed('timeSliceTarget=1', SLICES)).toMatchObject({ slices: { target: 1 } });
  });

  it('refuses a threshold where time does not matter', () => {
    expect(changed('threshold=20ms', slo())).toContain('this one does not ask how long answers took');
  });
});
