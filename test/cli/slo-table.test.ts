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
});
