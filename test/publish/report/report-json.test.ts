import { describe, expect, it } from 'vitest';

import type { MonthReport } from '../../../src/app/report/month-report.js';
import { reportJson } from '../../../src/publish/report/report-json.js';
import { hostileReport } from '../../support/hostile-report.js';
import { memoryReport, octoberHistory } from '../../support/report-samples.js';

/** As a script reads it. */
async function json(report: Promise<MonthReport>) {
  return JSON.parse(JSON.stringify(reportJson(await report))) as {
    readonly slos: readonly Record<string, unknown>[];
    readonly [key: string]: unknown;
  };
}

/** Keys of an element of `slo --json`. */
const STATUS_KEYS = [
  'name',
  'service',
  'displayName',
  'objective',
  'budgetingMethod',
  'window',
  'good',
  'valid',
  'sli',
  'errorBudget',
  'coverage',
  'excluded',
  'burnRates',
  'alerts',
  'status',
  'exhaustsAt',
];

describe('reportJson()', () => {
  it('has of each SLO what `slo --json` has, coverage and days', async () => {
    const report = await json(memoryReport(octoberHistory()));
    expect(report).toMatchObject({
      month: '2026-10',
      public: true,
      generatedAt: '2026-11-02T09:00:00Z',
      incidents: [],
    });
    expect(report['digest']).toMatch(/^[0-9a-f]{64}$/);
    for (const slo of report.slos) expect(Object.keys(slo)).toEqual(expect.arrayContaining(STATUS_KEYS));
    expect(report.slos[0]).toMatchObject({
      name: 'availability',
      good: 5952,
      valid: 6012,
      window: { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' },
      publishedAt: null,
      published: [],
    });
    expect((report.slos[0]!['days'] as unknown[])[8]).toEqual({
      date: '2026-10-09',
      good: 192,
      valid: 252,
      sli: 192 / 252,
    });
  });

  it('has null for no data, never 0 or 1', async () => {
    const { slos } = await json(memoryReport(octoberHistory(), { month: '2020-02' }));
    expect(slos[0]).toMatchObject({ sli: null, errorBudget: { consumed: null, remaining: null }, status: 'no_data' });
    expect((slos[0]!['days'] as unknown[])[0]).toEqual({ date: '2020-02-01', good: 0, valid: 0, sli: null });
  });

  it('has an element for the whole of a composite SLO, and one with an error for what nobody can judge', async () => {
    const { slos, incidents } = await json(hostileReport());
    expect(slos.map(({ name }) => name)).toEqual([
      'availability',
      'latency',
      'slices',
      'empty',
      'all',
      'all',
      'all',
      'mars',
    ]);
    expect(slos[6]).toMatchObject({ digest: null, composite: [{ objectiveName: 'one' }, {}] });
    expect(slos[7]).toMatchObject({ status: 'no_data', days: [], error: expect.stringContaining('Mars') as string });
    expect(JSON.stringify(incidents)).not.toContain('recordedBy');
  });
});
