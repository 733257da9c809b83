import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { AlertLogEntry, NoDataEvidence } from '../../../../src/domain/alert-evidence.js';
import { DAY_MS } from '../../../../src/domain/clock.js';
import type { SloComposition } from '../../../../src/domain/slo-composition.js';
import { Database } from '../../../../src/record/store/sqlite/driver.js';
import { tempFolder, tempStore } from '../../../support/temp-store.js';

const T0 = Date.parse('2026-10-20T12:00:00Z');
const RETENTION = { minutesMs: DAY_MS, hoursMs: DAY_MS, daysMs: 10 * DAY_MS };
const EVER = { fromMs: 0, toMs: Infinity };

const EVIDENCE: NoDataEvidence = {
  rule: { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: 600_000 },
  from: 'ok',
  to: 'firing',
  atMs: T0,
  heldMs: null,
  lastHeardMs: T0 - 600_000,
  lastHeard: { good: 59.5, valid: 60 },
  proberErrors: null,
};

function change(changes: Partial<AlertLogEntry> = {}): AlertLogEntry {
  const { from, to, atMs } = EVIDENCE;
  const entry = { slo: 'a', alert: 'no-data', severity: 'ticket', from, to, atMs } as const;
  return { ...entry, explanation: 'nothing was heard for 10 min', evidence: EVIDENCE, ...changes };
}

function composition(slo: string, sinceMs: number, digest: string): SloComposition {
  const measured = { vantage: 'tokyo', probe: 'public', resolver: 'ns1', query: 'www', isMeasured: true };
  return { slo, sinceMs, digest, content: { definition: { objective: 0.999 }, series: [measured] } };
}

describe('SqliteStore.chronicle', () => {
  it('alertTransitions() gives what was logged with the states, the newest first, within the time asked for', async () => {
    const store = tempStore();
    const logged = [change(), change({ to: 'ok', from: 'firing', atMs: T0 + 1 }), change({ slo: 'b', atMs: T0 + 2 })];
    await store.alertStates.saveAlertStates([], logged);
    const { chronicle } = store;
    expect(await chronicle.alertTransitions('a', EVER, 100)).toEqual([logged[1], logged[0]]);
    expect(await chronicle.alertTransitions('a', { fromMs: T0, toMs: T0 + 1 }, 100)).toEqual([logged[0]]);
    expect(await chronicle.alertTransitions('a', EVER, 1)).toEqual([logged[1]]);
    expect(await chronicle.alertTransitions('b', EVER, 100)).toEqual([logged[2]]);
  });

  it('keeps neither state nor transition where one of them cannot be written', async () => {
    const file = join(tempFolder(), 'store.db');
    const store = tempStore({ file });
    const database = new Database(file);
    database.exec(`CREATE TRIGGER no BEFORE INSERT ON alert_transitions BEGIN SELECT RAISE(ABORT, 'no'); END`);
    database.close();
    const state = { slo: 'a', alert: 'fast-burn', state: 'firing', sinceMs: T0, quietEvaluations: 0 } as const;
    await expect(store.alertStates.saveAlertStates([state], [change()])).rejects.toThrow('writing alert states');
    expect(await store.alertStates.loadAlertStates()).toEqual([]);
  });

  it('latestCompositions() gives the last one of each SLO, compositionsOf() all of one', async () => {
    const { chronicle } = tempStore();
    const [first, second] = [composition('a', T0, 'x'), composition('a', T0 + 1, 'y')];
    await chronicle.recordCompositions([first, composition('b', T0, 'x')]);
    await chronicle.recordCompositions([second]);
    expect(await chronicle.latestCompositions()).toEqual(
      new Map([
        ['a', 'y'],
        ['b', 'x'],
      ]),
    );
    expect(await chronicle.compositionsOf('a')).toEqual([first, second]);
  });

  it('publishReports() keeps what a figure was made of once, with the time of its first publication', async () => {
    const clock = { ms: T0, nowMs: () => clock.ms };
    const { chronicle } = tempStore({ clock });
    const report = { month: '2026-09', slo: 'a', digest: 'x', inputs: { days: [{ good: 1, valid: 2 }] } };
    await chronicle.publishReports([report]);
    clock.ms += 1;
    await chronicle.publishReports([report, { ...report, digest: 'y' }]);
    expect(await chronicle.publishedReports('2026-09')).toEqual([
      { ...report, publishedAtMs: T0 },
      { ...report, digest: 'y', publishedAtMs: T0 + 1 },
    ]);
    expect(await chronicle.publishedReports('2026-10')).toEqual([]);
  });

  it('is pruned with the days; what an SLO consists of now always stays', async () => {
    const store = tempStore({ clock: { nowMs: () => T0 } });
    await store.alertStates.saveAlertStates([], [change(), change({ atMs: T0 + 2 * DAY_MS })]);
    await store.chronicle.recordCompositions([composition('a', T0, 'x'), composition('a', T0 + DAY_MS, 'y')]);
    await store.chronicle.publishReports([{ month: '2026-09', slo: 'a', digest: 'x', inputs: null }]);
    const prune = async (nowMs: number) => {
      while (await store.pruneStep(RETENTION, nowMs));
      const compositions = await store.chronicle.compositionsOf('a');
      const [log, reports] = [
        await store.chronicle.alertTransitions('a', EVER, 100),
        await store.chronicle.publishedReports('2026-09'),
      ];
      return [log.length, compositions.map(({ digest }) => digest).join(), reports.length];
    };
    expect(await prune(T0 + 10 * DAY_MS)).toEqual([2, 'x,y', 1]);
    expect(await prune(T0 + 11 * DAY_MS)).toEqual([1, 'x,y', 0]);
    expect(await prune(T0 + 12 * DAY_MS)).toEqual([1, 'y', 0]);
    expect(await prune(T0 + 1000 * DAY_MS)).toEqual([0, 'y', 0]);
  });
});
