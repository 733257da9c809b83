import { describe, expect, it } from 'vitest';

import { compositeStatus, type CompositePart } from '../../../src/judge/slo/composite.js';
import { sampleStatus } from '../../support/sample-snapshot.js';
import { slo } from '../../support/slo-samples.js';

const NOW_MS = Date.parse('2026-10-20T12:00:00Z');

function part(weight: number, objective: number, sli: number | null, changes: object = {}): CompositePart {
  const definition = slo({ objective, compositeWeight: weight, objectiveName: `weight ${String(weight)}` });
  const burn = sli === null ? null : (1 - sli) / (1 - objective);
  const burnRates = { '5m': burn, '1h': burn };
  const status = { ...sampleStatus(definition, 'met', NOW_MS), sli, burnRates, objectiveName: 'one', ...changes };
  return { definition, status };
}

function alert(state: string, longWindow: string | null) {
  return { name: 'fast-burn', severity: 'page', state, longWindow, shortWindow: null, threshold: null, since: null };
}

describe('compositeStatus()', () => {
  it('is the mean of its objectives by weight', () => {
    const whole = compositeStatus([part(3, 0.99, 0.98), part(1, 0.9, 0.5)]);
    expect(whole).toMatchObject({
      objective: 0.9675,
      good: 3.44,
      valid: 4,
      sli: 0.86,
      errorBudget: { total: 0.0325, consumed: 4.30769230769 },
      status: 'violated',
      alerts: [],
      composite: [
        { objectiveName: 'weight 3', weight: 3, sli: 0.98 },
        { objectiveName: 'weight 1', weight: 1, sli: 0.5 },
      ],
    });
    expect(whole).not.toHaveProperty('objectiveName');
  });

  it('weighs the shares of bad events, not how fast each budget burns', () => {
    const { burnRates } = compositeStatus([part(3, 0.99, 0.98), part(1, 0.9, 0.5)])!;
    expect(burnRates['1h']).toBeCloseTo((3 * 0.02 + 0.5) / 4 / 0.0325, 9);
  });

  it('adds up votes, and those without a verdict, where vantages vote on an objective', () => {
    const excluded = { prober_error: 1, maintenance: 0, correction: 0 };
    const voted = (votes: number, inconclusive: number) =>
      part(1, 0.99, 0.98, { votes, excluded: { ...excluded, inconclusive } });
    const whole = compositeStatus([voted(100, 7), voted(50, 1), part(1, 0.9, 0.5, { excluded })])!;
    expect(whole).toMatchObject({ votes: 150, excluded: { inconclusive: 8, prober_error: 3 } });
    const plain = compositeStatus([part(1, 0.9, 0.5, { excluded })])!;
    expect(plain).not.toHaveProperty('votes');
    expect(plain.excluded).not.toHaveProperty('inconclusive');
  });

  it('leaves out objectives without data', () => {
    expect(compositeStatus([part(3, 0.99, null), part(1, 0.9, 0.95)])).toMatchObject({
      ...{ sli: 0.95, valid: 1, objective: 0.9 },
      errorBudget: { total: 0.1, consumed: 0.5 },
      burnRates: { '1h': 0.5 },
    });
    const nothing = compositeStatus([part(3, 0.99, null)])!;
    expect(nothing).toMatchObject({
      objective: 0.99,
      sli: null,
      valid: 0,
      status: 'no_data',
      burnRates: { '1h': null },
    });
    expect(nothing.errorBudget).toMatchObject({ consumed: null, remaining: null });
  });

  it('tells as measured what it would be had nobody taken time out of some', () => {
    const measured = { good: 0, valid: 0, sli: 0.7, consumed: null };
    const whole = compositeStatus([part(3, 0.99, 0.98), part(1, 0.9, 0.9, { asMeasured: measured })]);
    expect(whole?.asMeasured).toMatchObject({ good: 3.64, valid: 4, sli: 0.91 });
    expect(whole?.asMeasured?.consumed).toBeCloseTo(0.09 / 0.0325, 9);
    expect(compositeStatus([part(3, 0.99, 0.98)])).not.toHaveProperty('asMeasured');
  });

  it('knows as much as its least known objective', () => {
    const parts = [
      part(1, 0.9, 1, { coverage: 0.9, dataSince: '2026-10-02T00:00:00Z' }),
      part(1, 0.9, 1, { coverage: 0.4, dataSince: '2026-10-01T00:00:00Z' }),
    ];
    expect(compositeStatus(parts)).toMatchObject({ coverage: 0.4, dataSince: '2026-10-01T00:00:00Z' });
  });

  it('is at risk as soon as one of its objectives burns, whatever else it does', () => {
    const [burning, resting] = [alert('firing', '1h'), alert('ok', '6h')];
    const whole = (alerts: readonly object[]) =>
      compositeStatus([part(1, 0.9, 1), part(1, 0.9, 0.99, { alerts })])?.status;
    expect(whole([resting, burning])).toBe('at_risk');
    expect(whole([resting])).toBe('met');
    expect(whole([alert('pending', '1h')])).toBe('met');
    expect(whole([alert('firing', null)])).toBe('met');
    expect(whole([])).toBe('met');
  });

  it('adds up what was left out of its objectives', () => {
    const parts = [
      part(1, 0.9, 1, { excluded: { prober_error: 1, maintenance: 20, correction: 300 } }),
      part(2, 0.9, 1, { excluded: { prober_error: 4, maintenance: 50, correction: 600 } }),
    ];
    expect(compositeStatus(parts)?.excluded).toEqual({ prober_error: 5, maintenance: 70, correction: 900 });
  });

  it('says which SLO it is, and forecasts nothing', () => {
    const [first] = [part(1, 0.9, 1)];
    const { name, service, displayName, budgetingMethod, window } = first.status;
    const whole = compositeStatus([first, part(1, 0.9, null)])!;
    expect(whole).toMatchObject({ name, service, displayName, budgetingMethod, window });
    expect(whole).toMatchObject({ exhaustsAt: null, forecast: { '1h': null, '6h': null, '3d': null } });
    expect(whole.composite).toEqual([
      { objectiveName: 'weight 1', weight: 1, sli: 1 },
      { objectiveName: 'weight 1', weight: 1, sli: null },
    ]);
  });

  it('weighs objectives without a weight as 1, and names those without a name after the SLO', () => {
    const plain = part(1, 0.9, 0.5);
    const definition = { ...plain.definition, compositeWeight: null, objectiveName: null };
    expect(compositeStatus([{ ...plain, definition }, part(3, 0.9, 1)])).toMatchObject({
      sli: 0.875,
      composite: [{ objectiveName: 'availability', weight: 1 }, { weight: 3 }],
    });
  });

  it('has had data since the first of those that have any', () => {
    const since = (dataSince: string | null) => part(1, 0.9, 1, { dataSince });
    expect(compositeStatus([since(null), since('2026-10-03T00:00:00Z')])?.dataSince).toBe('2026-10-03T00:00:00Z');
    expect(compositeStatus([since(null), since(null)])?.dataSince).toBeNull();
  });

  it('has the whole budget of a calendar window from its first minute', () => {
    const window = { from: '2026-10-01T00:00:00Z', to: '2026-10-04T00:00:00Z', until: '2026-10-31T00:00:00Z' };
    const [status] = [compositeStatus([part(1, 0.9, 0.9, { window })])!];
    expect(status.errorBudget.consumed).toBeCloseTo(0.1, 9);
  });

  it('is nothing of no objectives', () => {
    expect(compositeStatus([])).toBeNull();
  });
});
