import { userInfo } from 'node:os';

import { describe, expect, it } from 'vitest';

import { maintenanceCommand } from '../../src/cli/maintenance.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { operatorRig } from '../support/operator-rig.js';
import { slo } from '../support/slo-samples.js';

const SLOS = [
  slo({ name: 'counting' }),
  slo({ name: 'excluding', maintenance: 'exclude' }),
  slo({ name: 'patient', maintenance: 'exclude', maintenanceNoticeMs: 7 * DAY_MS }),
];
/** Two days ahead: in time for 24 h of notice. */
const SOON = ['--title', 'Rack move', '--from', '2026-10-22T12:00:00Z', '--to', '2026-10-22T13:00:00Z'];

function rig(columns?: number) {
  return operatorRig(maintenanceCommand, { slos: SLOS, ...(columns === undefined ? {} : { columns }) });
}

describe('maintenance add', () => {
  it('prints the id alone on standard output, and beside it who leaves the time out and who does not', async () => {
    const { out, err, exitCode } = await rig().run('add', ...SOON, '--by', 'alice');
    expect(out).toBe('1\n');
    expect(err.split('\n')).toEqual([
      'maintenance 1, 2026-10-22T12:00:00Z to 2026-10-22T13:00:00Z, of all SLOs, recorded by alice',
      'left out of excluding',
      'too late to be left out, still counts in patient (wants 7d of notice): recorded 2d before it begins',
      '  to take the time out of patient afterwards: resolver-slo correct add --slo patient --from 2026-10-22T12:00:00Z --to 2026-10-22T13:00:00Z --exclude --reason …',
      'counts in counting, whose policy it is (annotation resolver-slo/maintenance: count)',
      '',
    ]);
    expect(exitCode).toBe(0);
  });

  it('prints the object as JSON, by the user of the system', async () => {
    expect(await rig().json('add', ...SOON, '--slo', 'patient', '--slo', 'excluding', '--slo', 'patient')).toEqual({
      id: 1,
      title: 'Rack move',
      message: null,
      from: '2026-10-22T12:00:00Z',
      to: '2026-10-22T13:00:00Z',
      slos: ['patient', 'excluding'],
      state: 'scheduled',
      recordedAt: '2026-10-20T12:00:00Z',
      recordedBy: userInfo().username,
      cancelledAt: null,
      cancelledBy: null,
      effects: [
        { slo: 'excluding', effect: 'excluded', notice: '1d' },
        { slo: 'patient', effect: 'late', notice: '7d' },
      ],
    });
  });

  it('takes past times, and says that they still count', async () => {
    const past = ['--title', 'Late', '--from', '2026-10-20T10:00:00Z', '--to', '2026-10-20T11:00:00Z'];
    const { out, err, exitCode } = await rig().run('add', ...past, '--slo', 'excluding');
    expect([out, exitCode]).toEqual(['1\n', 0]);
    expect(err).toContain('still counts in excluding (wants 1d of notice): recorded after it began');
    expect(err).toContain(
      'correct add --slo excluding --from 2026-10-20T10:00:00Z --to 2026-10-20T11:00:00Z --exclude',
    );
  });

  it('says to which minutes a time comes that is not made of whole ones', async () => {
    const { err } = await rig().run(
      'add',
      '--title',
      'T',
      '--from',
      '2026-10-22T12:00:30Z',
      '--to',
      '2026-10-22T13:00:59Z',
    );
    expect(err).toContain('only whole minutes count: that is 2026-10-22T12:01:00Z to 2026-10-22T13:00:00Z');
  });

  it.each([
    ['an end before the beginning', ['--to', '2026-10-22T11:00:00Z'], 'to: a time after "from" is required'],
    ['no whole minute', ['--to', '2026-10-22T12:00:59Z'], 'to: at least one whole minute is required'],
    ['an unknown SLO', ['--slo', 'nope'], '(counting, excluding, patient), found "nope"'],
    ['an empty title', ['--title', ' '], 'title: a text is required'],
    ['a title that would move the cursor', ['--title', 'a\u001b[2J'], 'title: one line without control characters'],
    ['a title too long', ['--title', 'x'.repeat(201)], 'title: at most 200 characters are allowed, found 201'],
    ['an empty message', ['--message', ''], 'message: a text is required'],
  ])('refuses %s', async (_, args, message) => {
    const it = rig();
    const { out, err, exitCode } = await it.run('add', ...SOON, ...args);
    expect(err).toContain(message);
    expect(err.startsWith('maintenance: ')).toBe(true);
    expect([out, exitCode]).toEqual(['', 1]);
    expect((await it.store.operatorRecords()).maintenances).toEqual([]);
  });

  it('tells everything that is wrong at once', async () => {
    const { err } = await rig().run('add', ...SOON, '--to', '2026-10-22T11:00:00Z', '--slo', 'x', '--slo', 'y');
    expect(err.trim().split('\n')).toHaveLength(3);
  });

  it.each([
    ['--from yesterday', ['--title', 'T', '--from', 'yesterday', '--to', '2026-10-22'], 'commander.invalidArgument'],
    ['no --to', ['--title', 'T', '--from', '2026-10-22'], 'commander.missingMandatoryOptionValue'],
    ['a time of recording', [...SOON, '--recorded-at', '2026-10-01'], 'commander.unknownOption'],
  ])('is wrongly used with %s', async (_, args, code) => {
    await expect(rig().run('add', ...args)).rejects.toMatchObject({ code });
  });
});

describe('maintenance cancel', () => {
  it('calls off what is to come, once', async () => {
    const it = rig();
    await it.run('add', ...SOON);
    expect(await it.run('cancel', '1', '--by', 'bob')).toEqual({
      out: '1\n',
      err: 'maintenance 1 is called off\n',
      exitCode: 0,
    });
    const again = await it.run('cancel', '1');
    expect(again.exitCode).toBe(1);
    expect(again.err).toBe('maintenance: maintenance 1 was cancelled at 2026-10-20T12:00:00Z by bob\n');
  });

  it('ends what is under way, and refuses what is over', async () => {
    const it = rig();
    await it.run('add', ...SOON);
    await it.run('add', ...SOON);
    it.clock.ms += 2 * DAY_MS + 10 * MINUTE_MS;
    expect((await it.run('cancel', '1')).err).toContain('is over since 2026-10-22T12:10:00Z');
    it.clock.ms += HOUR_MS;
    const late = await it.run('cancel', '2');
    expect(late.err).toContain(
      'was over at 2026-10-22T13:00:00Z; to have its time count after all, use `correct add --restore`',
    );
    expect(late.exitCode).toBe(1);
  });

  it('refuses an id that is not there, and one that is none', async () => {
    const { err, exitCode } = await rig().run('cancel', '7');
    expect(err).toBe('maintenance: id: the id of a maintenance is required (`maintenance list`), found 7\n');
    expect(exitCode).toBe(1);
    await expect(rig().run('cancel', '0')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });
});

describe('maintenance list', () => {
  async function filled(columns?: number) {
    const it = rig(columns);
    const past = ['--title', 'リゾルバの更新', '--from', '2026-10-20T10:00:00Z', '--to', '2026-10-20T11:00:00Z'];
    const now = ['--title', 'Now', '--from', '2026-10-20T11:30:00Z', '--to', '2026-10-20T12:30:00Z'];
    await it.run('add', ...past, '--slo', 'excluding', '--by', 'alice');
    await it.run('add', ...now, '--slo', 'counting', '--by', 'alice');
    await it.run('add', ...SOON, '--by', 'bob');
    await it.run('add', ...SOON, '--slo', 'excluding', '--by', 'bob');
    await it.run('add', ...SOON, '--by', 'bob');
    await it.run('cancel', '5', '--by', 'carol');
    return it;
  }

  it('shows what is under way, to come and over', async () => {
    const { out, err } = await (await filled()).run('list');
    expect(out).toMatchInlineSnapshot(`
      "Under way
      ID  FROM (UTC)        TO                TITLE
      2   2026-10-20 11:30  2026-10-20 12:30  Now
          of counting; counts in counting
          recorded 2026-10-20 12:00 by alice

      To come
      ID  FROM (UTC)        TO                TITLE
      3   2026-10-22 12:00  2026-10-22 13:00  Rack move
          of all SLOs; left out of excluding; counts in counting, patient (late)
          recorded 2026-10-20 12:00 by bob
      4   2026-10-22 12:00  2026-10-22 13:00  Rack move
          of excluding; left out of excluding
          recorded 2026-10-20 12:00 by bob

      Over
      ID  FROM (UTC)        TO                TITLE
      1   2026-10-20 10:00  2026-10-20 11:00  リゾルバの更新
          of excluding; counts in excluding (late)
          recorded 2026-10-20 12:00 by alice
      5   2026-10-22 12:00  2026-10-22 13:00  Rack move
          of all SLOs
          recorded 2026-10-20 12:00 by bob, cancelled 2026-10-20 12:00 by carol
      "
    `);
    expect(err).toBe('');
  });

  it('fits a narrow terminal', async () => {
    const { out } = await (await filled(50)).run('list');
    expect(out).toMatchInlineSnapshot(`
      "Under way
      ID  FROM (UTC)        TO                TITLE
      2   2026-10-20 11:30  2026-10-20 12:30  Now
          of counting; counts in counting
          recorded 2026-10-20 12:00 by alice

      To come
      ID  FROM (UTC)        TO                TITLE
      3   2026-10-22 12:00  2026-10-22 13:00  Rack move
          of all SLOs; left out of excluding; counts in
            counting, patient (late)
          recorded 2026-10-20 12:00 by bob
      4   2026-10-22 12:00  2026-10-22 13:00  Rack move
          of excluding; left out of excluding
          recorded 2026-10-20 12:00 by bob

      Over
      ID  FROM (UTC)        TO                TITLE
      1   2026-10-20 10:00  2026-10-20 11:00  リゾルバ…
          of excluding; counts in excluding (late)
          recorded 2026-10-20 12:00 by alice
      5   2026-10-22 12:00  2026-10-22 13:00  Rack move
          of all SLOs
          recorded 2026-10-20 12:00 by bob, cancelled
            2026-10-20 12:00 by carol
      "
    `);
  });

  it('gives all of them as JSON, with their states, in order of recording', async () => {
    const list = await (await filled()).json<{ id: number; state: string }[]>('list');
    expect(list.map(({ id, state }) => [id, state])).toEqual([
      [1, 'completed'],
      [2, 'in_progress'],
      [3, 'scheduled'],
      [4, 'scheduled'],
      [5, 'cancelled'],
    ]);
  });

  it('says so when there is none', async () => {
    expect((await rig().run('list')).out).toBe('no maintenance is recorded\n');
    expect(await rig().json('list')).toEqual([]);
  });
});
