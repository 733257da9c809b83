import { describe, expect, it } from 'vitest';

import { readTotals } from '../../src/app/read-totals.js';
import { SloIndex } from '../../src/app/slo-index.js';
import { sloPlans } from '../../src/app/slo-plan.js';
import { type StateOf, statusesOf } from '../../src/app/statuses.js';
import { initialAlertState } from '../../src/judge/alert/transition.js';
import { MemoryHistory } from '../support/memory-history.js';
import { series, slo } from '../support/slo-samples.js';

const END_MS = Date.parse('2026-10-20T12:00:00Z');

/** Two SLOs, of which the plan of the first cannot be judged by the totals. */
async function judged() {
  const history = new MemoryHistory();
  history.add(series(), END_MS - 60_000, [{ outcome: 'answered', count: 10, rttUs: 9 }]);
  const index = new SloIndex([slo({ name: 'broken' }), slo({ name: 'sound' })], await history.series());
  const totals = await readTotals(history, index, END_MS);
  const [first, second] = sloPlans(index, () => null);
  if (first === undefined || second === undefined) throw new Error('two plans are required');
  // A window that nobody keeps.
  const broken = { ...first, definition: { ...first.definition, periodMs: 77 * 60_000 } };
  return { plans: [broken, second], totals };
}

const FIRING: StateOf = (rule, { definition }) => ({
  ...initialAlertState(definition.key, rule.name),
  state: 'firing',
  sinceMs: END_MS,
});

describe('statusesOf()', () => {
  it('says of an SLO that cannot be judged why, keeps its alerts, and goes on', async () => {
    const { plans, totals } = await judged();
    const errors: (string | null)[] = [];
    const statuses = statusesOf(plans, totals, FIRING, (name) => errors.push(name));
    expect(statuses.map(({ name, status, valid, sli }) => [name, status, valid, sli])).toEqual([
      ['broken', 'no_data', 0, null],
      ['sound', 'at_risk', 10, 1],
    ]);
    expect(statuses[0]?.error).toContain('reading a window');
    expect(statuses[0]?.alerts.map(({ name, state }) => [name, state])).toContainEqual(['fast-burn', 'firing']);
    expect(statuses[0]?.errorBudget).toEqual({ total: 0.001, consumed: null, remaining: null });
    expect(statuses[1]).not.toHaveProperty('error');
    expect(errors).toEqual(['broken']);
  });

  it('shows it without alerts where their states are what fails', async () => {
    const { plans, totals } = await judged();
    const fails: StateOf = (rule, plan, at) => {
      if (at === 1) throw new Error('no state');
      return FIRING(rule, plan, at);
    };
    const statuses = statusesOf(plans, totals, fails, () => undefined);
    expect(statuses.map(({ error, alerts }) => [error, alerts.length])).toEqual([
      [expect.stringContaining('reading a window'), 5],
      ['no state', 0],
    ]);
  });

  it('throws where nobody would be told', async () => {
    const { plans, totals } = await judged();
    expect(() => statusesOf(plans, totals, FIRING)).toThrow('reading a window');
  });
});
