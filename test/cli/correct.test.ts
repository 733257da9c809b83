import { describe, expect, it } from 'vitest';

import type { CorrectionEffect } from '../../src/app/operator/correction-effect.js';
import { correctCommand } from '../../src/cli/correct.js';
import { DAY_MS, MINUTE_MS } from '../../src/domain/clock.js';
import type { SloDefinition } from '../../src/domain/slo-definition.js';
import { minuteCell, seriesNamed } from '../support/cell-samples.js';
import { operatorRig } from '../support/operator-rig.js';
import { slo } from '../support/slo-samples.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const OUTAGE = ['--from', '2026-10-20T11:00:00Z', '--to', '2026-10-20T11:10:00Z', '--reason', 'the carrier'];
const ADD = ['add', '--slo', 'availability', ...OUTAGE];

/** Two hours of ten attempts a minute, all answered but for ten minutes from 11:00 on. */
async function outage(slos: readonly SloDefinition[] = [slo()]) {
  const rig = operatorRig(correctCommand, { slos });
  const seriesId = await rig.store.seriesId(seriesNamed('ns1'));
  const cells = Array.from({ length: 120 }, (_, i) => {
    const startMs = T0 - (120 - i) * MINUTE_MS;
    const isDown = i >= 60 && i < 70;
    const attempts = isDown ? { others: { timeout: 10 } } : { rttsUs: Array<number>(10).fill(50) };
    return minuteCell({ seriesId, startMs, ...attempts });
  });
  await rig.store.writeMinutes(cells, T0);
  return rig;
}

describe('correct add', () => {
  it('prints the id, and the figures before and after', async () => {
    const { out, err, exitCode } = await (await outage()).run(...ADD, '--exclude', '--by', 'alice');
    expect([out, exitCode]).toEqual(['1\n', 0]);
    expect(err.split('\n')).toEqual([
      'correction 1: 2026-10-20T11:00:00Z to 2026-10-20T11:10:00Z does not count in availability, recorded by alice',
      'availability, 2026-09-22T12:00:00Z to 2026-10-20T12:00:00Z:',
      '  before  good 1100 of 1200, SLI 91.66667 %, budget left -8233.33 %, violated',
      '  after   good 1100 of 1100, SLI 100.00000 %, budget left 100.00 %, met',
      '',
    ]);
  });

  it('prints the object with the effect as JSON', async () => {
    const object = await (await outage()).json(...ADD, '--exclude', '--by', 'alice');
    expect(object).toMatchObject({
      id: 1,
      slo: 'availability',
      from: '2026-10-20T11:00:00Z',
      to: '2026-10-20T11:10:00Z',
      kind: 'exclude',
      reason: 'the carrier',
      recordedAt: '2026-10-20T12:00:00Z',
      recordedBy: 'alice',
      revokedAt: null,
      revokedBy: null,
      effect: [
        { slo: 'availability', before: { good: 1100, valid: 1200 }, after: { good: 1100, valid: 1100, sli: 1 } },
      ],
    });
  });

  it('--restore puts back what maintenance or a correction took out', async () => {
    const rig = await outage();
    await rig.run(...ADD, '--exclude');
    const part = ['--from', '2026-10-20T11:05:00Z', '--to', '2026-10-20T11:10:00Z', '--reason', 'it was ours'];
    const { err } = await rig.run('add', '--slo', 'availability', ...part, '--restore');
    expect(err).toContain('counts again in availability');
    expect(err).toContain('before  good 1100 of 1100');
    expect(err).toContain('after   good 1100 of 1150');
  });

  it('tells the effect on each objective of an SLO', async () => {
    const objectives = [
      slo({ key: 'a', objectiveName: 'strict' }),
      slo({ key: 'b', objectiveName: 'lax', objective: 0.9 }),
    ];
    const { effect } = await (await outage(objectives)).json<{ effect: CorrectionEffect[] }>(...ADD, '--exclude');
    expect(effect.map(({ objectiveName, before }) => [objectiveName, before.status])).toEqual([
      ['strict', 'violated'],
      ['lax', 'met'],
    ]);
  });

  it('tells the effect over the window in which the time lies, if that is not the present one', async () => {
    const rig = await outage();
    rig.clock.ms += 60 * DAY_MS;
    const { effect } = await rig.json<{ effect: CorrectionEffect[] }>(...ADD, '--exclude');
    expect(effect[0]?.window).toMatchObject({ from: '2026-09-22T11:10:00Z', to: '2026-10-20T11:10:00Z' });
    expect([effect[0]?.before.valid, effect[0]?.after.valid]).toEqual([700, 600]);
  });

  it('says so where part of the time is still to come', async () => {
    const ahead = ['--from', '2026-10-20T11:00:00Z', '--to', '2026-10-20T13:00:00Z', '--reason', 'R'];
    const { err } = await (await outage()).run('add', '--slo', 'availability', ...ahead, '--exclude');
    expect(err).toContain('part of it is still to come, until 2026-10-20T13:00:00Z');
  });

  it.each([
    ['an unknown SLO', ['--slo', 'nope'], 'slo: the name of a configured SLO is required (availability), found "nope"'],
    ['an end before the beginning', ['--to', '2026-10-20T10:00:00Z'], 'to: a time after "from" is required'],
    ['no whole minute', ['--to', '2026-10-20T11:00:30Z'], 'to: at least one whole minute is required'],
    ['no reason', ['--reason', ''], 'reason: a text is required'],
    [
      'what is to come',
      ['--from', '2026-10-20T12:00:00Z', '--to', '2026-10-20T13:00:00Z'],
      'announced with `maintenance add`',
    ],
    [
      'minutes of which only hours are kept',
      ['--from', '2026-07-01T10:30:00Z'],
      'from: a whole hour is required, for before 2026-07-12T12:00:00Z only hours are kept; found 2026-07-01T10:30:00Z',
    ],
    [
      'hours of which only days are kept',
      ['--from', '2025-07-01', '--to', '2025-07-02T10:00:00Z'],
      'to: a whole day (UTC) is required, for before 2025-09-15T00:00:00Z only days are kept',
    ],
    ['what is kept no more', ['--from', '2020-01-01'], 'from: nothing is kept of before 2021-10-21T00:00:00Z'],
  ])('refuses %s', async (_, args, message) => {
    const rig = await outage();
    const { out, err, exitCode } = await rig.run(...ADD, '--exclude', ...args);
    expect(err).toContain(message);
    expect([out, exitCode]).toEqual(['', 1]);
    expect((await rig.store.operatorRecords()).corrections).toEqual([]);
  });

  it('takes whole hours and days of what is kept no finer', async () => {
    const rig = await outage();
    const hours = ['--from', '2026-07-01T10:00:00Z', '--to', '2026-07-01T12:00:00Z'];
    const days = ['--from', '2025-07-01', '--to', '2025-07-03'];
    for (const time of [hours, days]) expect((await rig.run(...ADD, '--exclude', ...time)).exitCode).toBe(0);
  });

  it.each([
    ['neither --exclude nor --restore', ADD, 'commander.error'],
    ['both', [...ADD, '--exclude', '--restore'], 'commander.conflictingOption'],
  ])('is wrongly used with %s', async (_, args, code) => {
    await expect((await outage()).run(...args)).rejects.toMatchObject({ code });
  });
});

describe('correct revoke', () => {
  it('has figures be as if it had never been, and keeps both', async () => {
    const rig = await outage();
    await rig.run(...ADD, '--exclude');
    const { out, err } = await rig.run('revoke', '1', '--by', 'bob');
    expect(out).toBe('1\n');
    expect(err).toContain('correction 1 of availability is revoked');
    expect(err).toContain('before  good 1100 of 1100');
    expect(err).toContain('after   good 1100 of 1200');
    const again = await rig.run('revoke', '1');
    expect([again.err, again.exitCode]).toEqual([
      'correct: correction 1 was revoked at 2026-10-20T12:00:00Z by bob\n',
      1,
    ]);
    expect((await rig.run('revoke', '2')).err).toContain('found 2');
  });
});

describe('correct list', () => {
  it('shows what is in force, and what was revoked', async () => {
    const rig = await outage();
    await rig.run(...ADD, '--exclude', '--by', 'alice');
    await rig.run(...ADD, '--restore', '--by', 'alice');
    await rig.run('revoke', '2', '--by', 'bob');
    expect((await rig.run('list')).out).toMatchInlineSnapshot(`
      "In force
      ID  WHAT     FROM (UTC)        TO                SLO
      1   exclude  2026-10-20 11:00  2026-10-20 11:10  availability
          the carrier
          recorded 2026-10-20 12:00 by alice

      Revoked
      ID  WHAT     FROM (UTC)        TO                SLO
      2   restore  2026-10-20 11:00  2026-10-20 11:10  availability
          the carrier
          recorded 2026-10-20 12:00 by alice, revoked 2026-10-20 12:00 by bob
      "
    `);
    const list = await rig.json<{ id: number; revokedBy: string | null }[]>('list');
    expect(list.map(({ id, revokedBy }) => [id, revokedBy])).toEqual([
      [1, null],
      [2, 'bob'],
    ]);
  });

  it('says so when there is none', async () => {
    expect((await (await outage()).run('list')).out).toBe('nothing was corrected\n');
  });
});
