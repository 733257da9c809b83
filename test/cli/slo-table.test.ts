import { describe, expect, it } from 'vitest';

import { formatSloTable } from '../../src/cli/slo-table.js';
import type { SloStatus } from '../../src/domain/slo-status.js';

function status(changes: Partial<SloStatus>): SloStatus {
  return {
    name: 'availability',
    service: 'public-resolver',
    displayName: 'Availability',
    objective: 0.999,
    budgetingMethod: 'Occurrences',
    window: { from: '', to: '', duration: '28d', isRolling: true },
    good: 1,
    valid: 1,
    sli: 1,
    errorBudget: { total: 0.001, consumed: 0, remaining: 1 },
    coverage: 1,
    dataSince: '2026-10-01T00:00:00Z',
    excluded: { prober_error: 0, maintenance: 0, correction: 0 },
    burnRates: { '1h': 0, '6h': 0 },
    alerts: [],
    status: 'met',
    exhaustsAt: null,
    forecast: { '1h': null, '6h': null, '3d': null },
    ...changes,
  };
}

function figures(changes: Partial<SloStatus>): string {
  return formatSloTable([status(changes)], false).split('\n')[1] ?? '';
}

describe('formatSloTable()', () => {
  it('says how many answers a damaged store has taken out of the figures', () => {
    const excluded = { prober_error: 0, maintenance: 0, correction: 0 };
    const damaged = formatSloTable([status({ excluded: { ...excluded, unreadable: 60 } })], false);
    expect(damaged).toContain('\n  left out: 60 answers whose times the store has lost\n');
    expect(formatSloTable([status({ excluded })], false)).not.toContain('left out');
  });

  it('never rounds an SLI up to its objective or to 100 %', () => {
    expect(figures({ sli: 0.999999 })).toContain('99.99 %');
    expect(figures({ sli: 0.9989999 })).toContain('99.89 %');
    expect(figures({ objective: 0.99999, sli: 0.9999899 })).toContain('99.9989 %');
    expect(figures({ sli: 1 })).toContain('100.00 %');
  });

  it('shows the budget left as a bar, exact near zero', () => {
    const budget = (remaining: number) => figures({ errorBudget: { total: 0.001, consumed: 0, remaining } });
    expect(budget(1)).toContain('████████ 100 %');
    expect(budget(0.5)).toContain('████░░░░ 50 %');
    expect(budget(0.004)).toContain('█░░░░░░░ 0.4 %');
    expect(budget(-0.1)).toContain('░░░░░░░░ -10 %');
  });

  it('tells what the control of a query did', () => {
    const controls = [{ probe: 'public', query: 'www', answered: 9_999, valid: 10_000, sli: 0.9999 }];
    const lines = formatSloTable([status({ controls })], false).split('\n');
    expect(lines).toContain('  control of public/www: 99.99 % of 10000 answered');
  });

  it('tells several objectives apart', () => {
    const both = ['strict', 'mild'].map((objectiveName) => status({ objectiveName }));
    const names = formatSloTable(both, false)
      .split('\n')
      .filter((line) => line.startsWith('availability'));
    expect(names.map((line) => line.slice(0, 24).trimEnd())).toEqual(['availability (strict)', 'availability (mild)']);
  });

  it('tells of a calendar window when it ends, of slices what they are made of, and what was taken out', () => {
    const month = {
      window: { from: '2026-10-01T00:00:00Z', to: '', duration: '1M', isRolling: false, until: '2026-11-01T00:00:00Z' },
      budgetingMethod: 'Timeslices',
      good: 1_435,
      valid: 1_440,
      attempts: { good: 14_390, valid: 14_400 },
      excluded: { prober_error: 0, maintenance: 60, correction: 600 },
      asMeasured: { good: 1_430, valid: 1_450, sli: 1_430 / 1_450, consumed: 13.79 },
    };
    expect(
      formatSloTable([status(month)], false)
        .split('\n')
        .slice(3),
    ).toEqual([
      '  window of 1M from 2026-10-01T00:00:00Z, ends 2026-11-01T00:00:00Z',
      '  slices: 1,435 of 1,440 good, made of 14,390 of 14,400 attempts good',
      '  as measured 98.62 % (1379.0 % of the budget): 660 attempts taken out',
      '',
    ]);
    const weighed = { attempts: { good: 14, valid: 15 }, good: 9.5, valid: 10 };
    expect(formatSloTable([status(weighed)], false)).toContain('  weighed: 9.5 of 10 good, made of');
  });

  it('tells of a composite SLO what it is the mean of', () => {
    const composite = [
      { objectiveName: 'udp', weight: 3, sli: 0.99912 },
      { objectiveName: 'tcp', weight: 1, sli: null },
    ];
    expect(formatSloTable([status({ composite })], false)).toContain(
      '\n  composed of udp 99.91 % (weight 3), tcp – (weight 1)\n',
    );
  });

  it('says when the budget is spent at which rate, within 80 columns', () => {
    const forecast = { '1h': '2026-10-21T10:00:30Z', '6h': '2026-10-25T10:00:00Z', '3d': '2026-10-28T00:00:00Z' };
    const lines = formatSloTable([status({ forecast })], false).split('\n');
    expect(lines.slice(3, 5)).toEqual([
      '  budget spent by 2026-10-21T10:00Z (1h rate), 2026-10-25T10:00Z (6h rate),',
      '    2026-10-28T00:00Z (3d rate)',
    ]);
    expect(formatSloTable([status({ forecast: { ...forecast, '1h': null, '3d': null } })], false)).toContain(
      '\n  budget spent by 2026-10-25T10:00Z (6h rate)\n',
    );
  });

  it('says why an SLO was not evaluated', () => {
    const error = 'Invalid time zone specified: Atlantis/Capital';
    const lines = formatSloTable([status({ status: 'no_data', dataSince: null, error })], false).split('\n');
    expect(lines[2]).toBe(`  not evaluated: ${error}`);
    expect(formatSloTable([status({ error })], true)).toContain('\u001b[31m  not evaluated');
  });
});
