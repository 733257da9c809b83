import { describe, expect, it } from 'vitest';

import { english } from '../../src/publish/text/english.js';
import { IncidentKeeper } from '../../src/app/operator/incident-keeper.js';
import { incidentCommand } from '../../src/cli/incident.js';
import { HOUR_MS, MINUTE_MS } from '../../src/domain/clock.js';
import { AlertWorld } from '../support/alert-world.js';
import { operatorRig } from '../support/operator-rig.js';
import { slo } from '../support/slo-samples.js';

const OPEN = ['open', '--title', 'Timeouts', '--impact', 'major', '--message', 'Some fail.', '--by', 'alice'];
const at = (time: string) => ['--at', `2026-10-20T${time}:00Z`];

function rig(columns?: number) {
  return operatorRig(incidentCommand, columns === undefined ? {} : { columns });
}

/** An incident opened at 10:00, told of anew at 11:00. */
async function opened(columns?: number) {
  const it = rig(columns);
  await it.run(...OPEN, ...at('10:00'), '--slo', 'availability');
  await it.run('update', '1', '--status', 'monitoring', '--message', 'Better.', ...at('11:00'), '--by', 'bob');
  return it;
}

describe('incident', () => {
  it('open prints the id, and the object as JSON', async () => {
    const it = rig();
    expect(await it.run(...OPEN)).toEqual({
      out: '1\n',
      err: 'incident 1 is investigating, open since 2026-10-20T12:00:00Z\n',
      exitCode: 0,
    });
    expect(await it.json(...OPEN, ...at('11:30'), '--slo', 'availability')).toEqual({
      id: 2,
      title: 'Timeouts',
      impact: 'major',
      slos: ['availability'],
      status: 'investigating',
      openedAt: '2026-10-20T11:30:00Z',
      resolvedAt: null,
      updates: [
        {
          status: 'investigating',
          message: 'Some fail.',
          at: '2026-10-20T11:30:00Z',
          recordedAt: '2026-10-20T12:00:00Z',
          recordedBy: 'alice',
        },
      ],
      postMortem: null,
      postMortems: [],
    });
  });

  it('post-mortem links what was learned, also once it is over; another link replaces it, and both are kept', async () => {
    const it = await opened();
    const link = (url: string, by: string) => it.run('post-mortem', '1', '--url', url, '--by', by);
    expect(await link('https://example.org/pm/1', 'alice')).toEqual({
      out: '1\n',
      err: 'the post-mortem of incident 1 is at https://example.org/pm/1\n',
      exitCode: 0,
    });
    await it.run('resolve', '1', '--message', 'Over.');
    it.clock.ms += MINUTE_MS;
    expect((await link('http://example.org/事後', 'bob')).err).toBe(
      'the post-mortem of incident 1 is at http://example.org/%E4%BA%8B%E5%BE%8C\n' +
        'it replaces https://example.org/pm/1, given by alice\n',
    );
    const [incident] = await it.json<Record<string, unknown>[]>('list');
    expect(incident).toMatchObject({
      status: 'resolved',
      postMortem: 'http://example.org/%E4%BA%8B%E5%BE%8C',
      postMortems: [
        { url: 'https://example.org/pm/1', recordedAt: '2026-10-20T12:00:00Z', recordedBy: 'alice' },
        { url: 'http://example.org/%E4%BA%8B%E5%BE%8C', recordedAt: '2026-10-20T12:01:00Z', recordedBy: 'bob' },
      ],
    });
    expect((await it.run('list')).out).toContain(
      'post-mortem: http://example.org/%E4%BA%8B%E5%BE%8C (bob, 2026-10-20 12:01)',
    );
  });

  it.each([
    ['a link that a browser would run', 'javascript:alert(1)', 'an http or https URL is required'],
    ['a file', 'file:///etc/passwd', 'an http or https URL is required'],
    ['no link at all', 'pm/1', 'an http or https URL is required, found "pm/1"'],
    ['a password for all to read', 'https://ada:secret@example.org/', 'without a user name or password is required'],
    ['what cannot be seen', 'https://example.org/\u202e', 'one line without control characters is required'],
    ['a link nobody can read', `https://example.org/${'x'.repeat(2000)}`, 'at most 2000 characters'],
  ])('post-mortem refuses %s', async (_, url, message) => {
    const it = await opened();
    const { out, err, exitCode } = await it.run('post-mortem', '1', '--url', url);
    expect([out, exitCode]).toEqual(['', 1]);
    expect(err).toContain(`incident: url: `);
    expect(err).toContain(message);
    expect(err).not.toContain('secret');
  });

  it('update names SLOs that turned out to be affected, each once, in the order of recording', async () => {
    const it = operatorRig(incidentCommand, { slos: [slo(), slo({ name: 'latency' })] });
    await it.run(...OPEN, '--slo', 'latency');
    const update = ['update', '1', '--status', 'identified', '--message', 'M'];
    const slos = ['--slo', 'availability', '--slo', 'latency', '--slo', 'availability'];
    expect(await it.json(...update, ...slos)).toMatchObject({ slos: ['latency', 'availability'] });
    expect((await it.run(...update, '--slo', 'nope')).err).toContain('found "nope"');
  });

  it('update and resolve tell what became of it', async () => {
    const it = await opened();
    it.clock.ms += MINUTE_MS;
    const { out, err } = await it.run('resolve', '1', '--message', 'Over.');
    expect([out, err]).toEqual([
      '1\n',
      'incident 1 is resolved, open from 2026-10-20T10:00:00Z to 2026-10-20T12:01:00Z\n',
    ]);
    const [incident] = await it.json<{ status: string; updates: { status: string }[] }[]>('list');
    expect(incident?.status).toBe('resolved');
    expect(incident?.updates.map(({ status }) => status)).toEqual(['investigating', 'monitoring', 'resolved']);
  });

  it('takes what was forgotten between, also once it is resolved', async () => {
    const it = await opened();
    await it.run('resolve', '1', '--message', 'Over.', ...at('11:30'));
    const late = await it.run('update', '1', '--status', 'identified', '--message', 'The carrier.', ...at('10:30'));
    expect([late.exitCode, late.err]).toEqual([
      0,
      'incident 1 is resolved, open from 2026-10-20T10:00:00Z to 2026-10-20T11:30:00Z\n',
    ]);
    const [incident] = await it.json<{ updates: { status: string }[] }[]>('list');
    expect(incident?.updates.map(({ status }) => status)).toEqual([
      'investigating',
      'identified',
      'monitoring',
      'resolved',
    ]);
  });

  it('takes nothing of the instant at which it was over: that would be the last that is told', async () => {
    const it = await opened();
    await it.run('resolve', '1', '--message', 'Over.', ...at('11:30'));
    const late = await it.run('update', '1', '--status', 'monitoring', '--message', 'M', ...at('11:30'));
    expect(late.err).toContain('incident 1 was resolved at 2026-10-20T11:30:00Z');
    expect(late.exitCode).toBe(1);
    expect(await it.json<unknown>('list')).toMatchObject([{ status: 'resolved', resolvedAt: '2026-10-20T11:30:00Z' }]);
  });

  it.each([
    ['an unknown id', ['update', '9', '--status', 'identified'], 'id: the id of an incident is required'],
    [
      'a time to come',
      ['update', '1', '--status', 'identified', ...at('12:01')],
      'at: a time that has been is required',
    ],
    [
      'a time before the beginning',
      ['resolve', '1', ...at('09:59')],
      'at: incident 1 was opened at 2026-10-20T10:00:00Z',
    ],
    ['an end before what was told', ['resolve', '1', ...at('10:59')], 'was not over at 2026-10-20T11:00:00Z yet'],
    ['a post-mortem of nothing', ['post-mortem', '9', '--url', 'https://example.org/'], 'id: the id of an incident'],
    [
      'a year with a digit missing',
      ['open', '--title', 'T', '--impact', 'minor', '--at', '0206-10-20T10:00:00Z'],
      'at: a time since 2000-01-01T00:00:00Z is required, found 0206-10-20T10:00:00Z',
    ],
    ['an SLO that nobody knows', ['open', '--title', 'T', '--impact', 'minor', '--slo', 'x'], 'found "x"'],
  ])('refuses %s', async (_, args, message) => {
    const it = await opened();
    const { out, err, exitCode } = await it.run(...args, ...(args[0] === 'post-mortem' ? [] : ['--message', 'M']));
    expect(err).toContain(message);
    expect([out, exitCode]).toEqual(['', 1]);
    expect((await it.store.operators.incidents())[0]?.updates).toHaveLength(2);
  });

  it('is over once it is resolved', async () => {
    const it = await opened();
    await it.run('resolve', '1', '--message', 'Over.', ...at('11:30'));
    for (const args of [
      ['resolve', '1'],
      ['update', '1', '--status', 'monitoring', ...at('11:31')],
    ]) {
      const { err, exitCode } = await it.run(...args, '--message', 'M');
      expect(err).toBe(
        'incident: incident 1 was resolved at 2026-10-20T11:30:00Z; open another one for what came after\n',
      );
      expect(exitCode).toBe(1);
    }
  });

  it.each([
    ['another impact', ['open', '--title', 'T', '--impact', 'huge', '--message', 'M'], 'commander.invalidArgument'],
    ['update to resolved', ['update', '1', '--status', 'resolved', '--message', 'M'], 'commander.invalidArgument'],
    ['no message', ['resolve', '1'], 'commander.missingMandatoryOptionValue'],
  ])('is wrongly used with %s', async (_, args, code) => {
    await expect(rig().run(...args)).rejects.toMatchObject({ code });
  });

  it('list shows open ones with all that was told, then those that are over', async () => {
    const it = await opened(60);
    await it.run(...OPEN, '--title', '全リゾルバの障害', ...at('08:00'));
    await it.run('resolve', '2', '--message', 'Over.', ...at('09:00'));
    await it.run(
      'update',
      '1',
      '--status',
      'identified',
      '--message',
      'The carrier\nlost a line.',
      ...at('11:30'),
      '--by',
      'bob',
    );
    it.clock.ms += HOUR_MS;
    expect((await it.run('list')).out).toMatchInlineSnapshot(`
      "Open
      ID  IMPACT  OPENED (UTC)      RESOLVED  TITLE
      1   major   2026-10-20 10:00  –         Timeouts
          affects availability
          2026-10-20 10:00 investigating: Some fail. (alice)
          2026-10-20 11:00 monitoring: Better. (bob)
          2026-10-20 11:30 identified: The carrier / lost a line.
            (bob)

      Resolved
      ID  IMPACT  OPENED (UTC)      RESOLVED          TITLE
      2   major   2026-10-20 08:00  2026-10-20 09:00  全リゾルバ…
      "
    `);
    expect((await rig().run('list')).out).toBe('no incident is recorded\n');
  });

  it('list shows what alerts propose, with the command to publish it; publish opens it', async () => {
    const it = rig();
    const keeper = new IncidentKeeper({
      store: it.store.operators,
      alertLog: it.store.chronicle,
      watchedSinceMs: it.clock.ms,
    });
    const world = new AlertWorld([slo()]);
    const fire = async (isFiring: boolean) => {
      await world.set(it.store, 'availability', 'fast-burn', isFiring, it.clock.ms);
      it.clock.ms += MINUTE_MS;
      await keeper.work(world.snapshot(it.clock.ms), { mode: 'propose', language: english });
    };
    await fire(true);
    expect((await it.run('list')).out).toMatchInlineSnapshot(`
      "Proposed by alerts
      ID  IMPACT  PROPOSED (UTC)    STATUS    TITLE
      1   minor   2026-10-20 12:01  proposed  Public resolver: Availability below its objective
          2026-10-20 12:00 fast-burn of availability: 52 timeouts at ns2, 11 SERVFAIL at ns1 (192.0.2.53)
          would say: Our measurements show trouble: / - Availability: 6.1 % of 3,600 measurements failed within 1 hour (objective: 99.9 %). / We are looking into it.
          to publish it: resolver-slo incident publish 1; if it is none: resolver-slo incident dismiss 1
      "
    `);
    const [proposed] = await it.json<Record<string, unknown>[]>('list');
    expect(proposed).toMatchObject({ proposal: 1, status: 'proposed', service: 'public-resolver', incident: null });
    expect(await it.run('publish', '1', '--impact', 'critical', '--by', 'ada')).toEqual({
      out: '1\n',
      err: 'incident 1 is investigating, open since 2026-10-20T12:00:00Z\n',
      exitCode: 0,
    });
    const [incident] = await it.json<Record<string, unknown>[]>('list');
    expect(incident).toMatchObject({ id: 1, impact: 'critical', title: proposed?.['title'], slos: ['availability'] });
    expect((await it.run('dismiss', '1', '--by', 'ada')).err).toMatch(
      /^incident: proposal 1 was published as incident 1/,
    );
    await it.run('resolve', '1', '--message', 'Over.');
    await fire(false);
    await fire(true);
    expect(await it.run('dismiss', '2', '--by', 'bob')).toEqual({
      out: '2\n',
      err: 'proposal 2 is dismissed\n',
      exitCode: 0,
    });
    expect((await it.run('list', '--proposals')).out).toMatchInlineSnapshot(`
      "ID  IMPACT  PROPOSED (UTC)    STATUS     TITLE
      1   minor   2026-10-20 12:01  published  Public resolver: Availability below its objective
          2026-10-20 12:00 fast-burn of availability: 52 timeouts at ns2, 11 SERVFAIL at ns1 (192.0.2.53)
          published as incident 1 at 2026-10-20 12:01 (ada)
      2   minor   2026-10-20 12:03  dismissed  Public resolver: Availability below its objective
          2026-10-20 12:02 fast-burn of availability: 52 timeouts at ns2, 11 SERVFAIL at ns1 (192.0.2.53)
          dismissed at 2026-10-20 12:03 (bob)
      "
    `);
    const proposals = await it.json<Record<string, unknown>[]>('list', '--proposals');
    expect(proposals.map(({ proposal, status, endedBy }) => [proposal, status, endedBy])).toEqual([
      [1, 'published', 'ada'],
      [2, 'dismissed', 'bob'],
    ]);
    expect((await rig().run('list', '--proposals')).out).toBe('no incident was proposed\n');
  });
});
