import { describe, expect, it } from 'vitest';

import { correctCommand } from '../../src/cli/correct.js';
import { HOUR_MS } from '../../src/domain/clock.js';
import { operatorRig } from '../support/operator-rig.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');

async function offered() {
  const rig = operatorRig(correctCommand);
  const window = { fromMs: T0 - 2 * HOUR_MS, toMs: T0 - HOUR_MS };
  await rig.store.operators.offerCorrections([
    { source: 'alert a1', slo: 'availability', ...window, reason: 'carrier downtime:3m' },
    { source: 'annotation n1', slo: 'gone', ...window, reason: 'Load test' },
  ]);
  return rig;
}

describe('correct offers|accept|dismiss', () => {
  it('shows what is offered, and what became of it', async () => {
    const rig = await offered();
    expect((await rig.run('offers')).out.split('\n')).toEqual([
      'ID  STATUS   FROM (UTC)        TO                SLO',
      '1   offered  2026-10-20 10:00  2026-10-20 11:00  availability',
      '    carrier downtime:3m',
      '    by alert a1 at Mackerel, offered 2026-10-20 12:00',
      '2   offered  2026-10-20 10:00  2026-10-20 11:00  gone',
      '    Load test',
      '    by annotation n1 at Mackerel, offered 2026-10-20 12:00',
      '',
    ]);
    await rig.run('dismiss', '1', '--by', 'ada');
    expect((await rig.run('offers')).out).toContain(
      'by alert a1 at Mackerel, offered 2026-10-20 12:00, dismissed 2026-10-20 12:00 by ada',
    );
    expect(await rig.json('offers')).toMatchObject([
      { offer: 1, status: 'dismissed', endedBy: 'ada', correction: null },
      { offer: 2, status: 'offered', from: '2026-10-20T10:00:00Z', reason: 'Load test', endedAt: null },
    ]);
  });

  it('records what is accepted, once, in the operator’s words where there are any', async () => {
    const rig = await offered();
    const { out, err, exitCode } = await rig.run('accept', '1', '--reason', 'The carrier was down.', '--by', 'ada');
    expect([out, exitCode]).toEqual(['1\n', 0]);
    expect(err).toContain('correction 1: 2026-10-20T10:00:00Z to 2026-10-20T11:00:00Z does not count in availability');
    expect((await rig.store.operatorRecords()).corrections).toMatchObject([
      { slo: 'availability', kind: 'exclude', reason: 'The carrier was down.', recordedBy: 'ada' },
    ]);
    expect(await rig.run('accept', '1')).toMatchObject({
      exitCode: 1,
      err: 'correct: offer 1 was accepted as correction 1 at 2026-10-20T12:00:00Z by ada\n',
    });
    expect((await rig.run('dismiss', '1')).exitCode).toBe(1);
  });

  it('refuses what no correction may be, and leaves it offered', async () => {
    const rig = await offered();
    expect((await rig.run('accept', '2')).err).toContain('slo: the name of a configured SLO is required');
    expect((await rig.run('accept', '9')).err).toContain('id: the id of an offered correction is required');
    expect((await rig.run('dismiss', '9')).exitCode).toBe(1);
    expect((await rig.store.operators.correctionOffers()).map(({ end }) => end)).toEqual([null, null]);
    expect((await rig.store.operatorRecords()).corrections).toEqual([]);
  });

  it('says that nothing is offered', async () => {
    expect((await operatorRig(correctCommand).run('offers')).out).toBe('no correction is offered\n');
  });
});
