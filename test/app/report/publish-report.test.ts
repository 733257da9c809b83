import { describe, expect, it } from 'vitest';

import { digestOf } from '../../../src/app/canonical-json.js';
import { publishReport } from '../../../src/app/report/publish-report.js';
import type { KeptReport } from '../../../src/app/report/kept-report.js';
import { verifyReport } from '../../../src/app/report/verify-report.js';
import { MINUTE_MS } from '../../../src/domain/clock.js';
import type { MemoryHistory } from '../../support/memory-history.js';
import {
  AFTER_MS,
  correction,
  maintenance,
  memoryReport,
  MONTH,
  octoberHistory,
  reportedIn,
} from '../../support/report-samples.js';
import { series, slo } from '../../support/slo-samples.js';
import { tempStore } from '../../support/temp-store.js';

/** A store, and a report of history that knows what was published in it. */
function rig() {
  const clock = { ms: AFTER_MS, nowMs: () => clock.ms };
  const { chronicle } = tempStore({ clock });
  const made = (history: MemoryHistory, asked: Parameters<typeof memoryReport>[1] = {}) =>
    memoryReport(history, asked, { published: chronicle });
  return {
    clock,
    chronicle,
    made,
    publish: async (history: MemoryHistory) => publishReport(chronicle, await made(history)),
  };
}

describe('publishReport()', () => {
  it('keeps inputs and digest once: the same again changes nothing', async () => {
    const { clock, chronicle, publish, made } = rig();
    const first = await publish(octoberHistory());
    expect(first.map(({ slo: key, wasKnown, others }) => [key, wasKnown, others])).toEqual([
      ['availability', false, []],
      ['latency', false, []],
    ]);
    clock.ms += MINUTE_MS;
    const again = await publish(octoberHistory());
    expect(again.map(({ wasKnown, version }) => [wasKnown, version.publishedAtMs])).toEqual([
      [true, AFTER_MS],
      [true, AFTER_MS],
    ]);
    expect(await chronicle.publishedReports(MONTH)).toHaveLength(2);
    const [slo1] = reportedIn(await made(octoberHistory()));
    expect(slo1!.publication).toMatchObject({ same: { publishedAtMs: AFTER_MS }, differences: [] });
  });

  it('keeps other figures of a month beside those published before', async () => {
    const { clock, chronicle, publish } = rig();
    await publish(octoberHistory());
    clock.ms += MINUTE_MS;
    const history = octoberHistory();
    history.records = {
      maintenances: [],
      corrections: [correction(7, '2026-10-09T14:00:00Z', '2026-10-09T14:30:00Z')],
    };
    const [first, second] = await publish(history);
    expect(first).toMatchObject({ wasKnown: false, others: [{ publishedAtMs: AFTER_MS }] });
    expect(second).toMatchObject({ wasKnown: true, others: [] });
    expect(await chronicle.publishedReports(MONTH)).toHaveLength(3);
  });

  it('refuses what is not over, not final, internal, or of which something is missing', async () => {
    const { chronicle, made } = rig();
    const refusal = async (asked: Parameters<typeof memoryReport>[1]) =>
      publishReport(chronicle, await made(octoberHistory(), asked)).then(
        () => 'published',
        (error: unknown) => (error as Error).message,
      );
    expect(await refusal({ nowMs: Date.parse('2026-10-20T00:00:00Z') })).toContain(
      'it goes on until 2026-11-01T00:00:00Z',
    );
    expect(await refusal({ nowMs: Date.parse('2026-11-01T00:05:00Z') })).toContain('not final yet');
    expect(await refusal({ withInternal: true })).toContain('internal');
    expect(await refusal({ slos: [] })).toContain('at least one SLO is required');
    const mars = slo({ name: 'mars', calendar: { unit: 'month', count: 1, timeZone: 'Mars/Olympus', anchor: null } });
    expect(await refusal({ slos: [mars] })).toContain('"mars"');
    expect(await chronicle.publishedReports(MONTH)).toEqual([]);
  });
});

describe('publicationOf()', () => {
  const differencesAfter = async (
    change: (history: MemoryHistory) => void,
    before?: (history: MemoryHistory) => void,
  ) => {
    const { publish, made } = rig();
    const history = octoberHistory();
    before?.(history);
    await publish(history);
    change(history);
    const [first] = reportedIn(await made(history));
    expect(first!.publication.same).toBeNull();
    return first!.publication.differences;
  };
  const exclude = correction(7, '2026-10-09T14:00:00Z', '2026-10-09T14:30:00Z');

  it('names a correction that was added, and how many attempts count less', async () => {
    const differences = await differencesAfter((history) => {
      history.records = { maintenances: [], corrections: [exclude] };
    });
    expect(differences).toEqual([
      {
        kind: 'record',
        what: 'exclude',
        id: 7,
        change: 'added',
        from: '2026-10-09T14:00:00Z',
        to: '2026-10-09T14:30:00Z',
        recordedAt: '2026-10-09T15:30:00Z',
        recordedBy: 'alice',
        attemptsLess: 34,
      },
    ]);
  });

  it('names one that was revoked: attempts came back', async () => {
    const differences = await differencesAfter(
      (history) => {
        history.records = { maintenances: [], corrections: [{ ...exclude, revokedAtMs: AFTER_MS, revokedBy: 'eve' }] };
      },
      (history) => {
        history.records = { maintenances: [], corrections: [exclude] };
      },
    );
    expect(differences).toMatchObject([{ kind: 'record', change: 'removed', attemptsLess: -34 }]);
  });

  it('names a series with attempts that came late, and between which hours', async () => {
    const differences = await differencesAfter((history) => {
      history.add(series('ns1'), Date.parse('2026-10-12T03:10:00Z'), [{ outcome: 'timeout', count: 5 }], 3);
      history.add(series('ns9'), Date.parse('2026-10-12T03:10:00Z'), [{ outcome: 'timeout', count: 2 }], 3);
    });
    expect(differences).toMatchObject([
      {
        kind: 'attempts',
        series: { resolver: 'ns1' },
        before: { attempts: 2976, good: 2976 },
        after: { attempts: 2981, good: 2976 },
        from: '2026-10-12T03:00:00Z',
        to: '2026-10-12T04:00:00Z',
      },
      { kind: 'series', series: { resolver: 'ns9' }, change: 'added', attempts: 2 },
      { kind: 'coverage' },
    ]);
  });

  it('names what of the definition is another, and that a void maintenance changes nothing', async () => {
    const { publish, made } = rig();
    const history = octoberHistory();
    await publish(history);
    const stricter = slo({ maintenance: 'exclude', description: 'Queries are answered.', objective: 0.9999 });
    const [changed] = reportedIn(await made(history, { slos: [stricter] }));
    expect(changed!.publication.differences).toEqual([
      { kind: 'definition', key: 'objective', before: 0.999, after: 0.9999 },
    ]);
    history.records = {
      maintenances: [maintenance(1, '2026-10-09T14:00:00Z', '2026-10-09T15:00:00Z', { recordedAtMs: AFTER_MS })],
      corrections: [],
    };
    const renamed = slo({ maintenance: 'exclude', displayName: 'Another title' });
    const [same] = reportedIn(await made(history, { slos: [renamed] }));
    expect(same!.publication).toMatchObject({ same: { publishedAtMs: AFTER_MS }, differences: [] });
  });
});

describe('verifyReport()', () => {
  const publishedOne = async () => {
    const { publish, chronicle } = rig();
    const history = octoberHistory();
    history.records = {
      maintenances: [],
      corrections: [correction(7, '2026-10-09T14:00:00Z', '2026-10-09T14:30:00Z')],
    };
    await publish(history);
    return chronicle.publishedReports(MONTH);
  };

  it('comes to the published figures from the kept inputs alone', async () => {
    const published = await publishedOne();
    expect(published.map((one) => verifyReport(one).result)).toEqual([{ kind: 'unchanged' }, { kind: 'unchanged' }]);
  });

  it('notices inputs or figures that were tampered with, and what it cannot read', async () => {
    const [published] = await publishedOne();
    const kept = published!.inputs as KeptReport;
    const rows = kept.inputs.attempts.rows.map((row, i) => (i === 3 ? row.with(5, row[5] - 1) : row));
    const inputs = { ...kept.inputs, attempts: { ...kept.inputs.attempts, rows } };
    expect(verifyReport({ ...published!, inputs: { ...kept, inputs } }).result.kind).toBe('inputs');
    const status = { ...kept.figures.status, good: kept.figures.status.good + 1, sli: 1 };
    const embellished = { ...kept, figures: { ...kept.figures, status } };
    expect(verifyReport({ ...published!, inputs: embellished }).result).toEqual({
      kind: 'figures',
      changed: ['good', 'sli'],
    });
    const both = { ...published!, digest: digestOf(inputs), inputs: { ...kept, inputs } };
    expect(verifyReport(both).result).toMatchObject({ kind: 'figures' });
    const later = { ...kept, inputs: { ...kept.inputs, version: 2 } };
    expect(verifyReport({ ...published!, inputs: later }).result).toEqual({ kind: 'unreadable' });
  });
});
