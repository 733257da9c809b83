import { describe, expect, it } from 'vitest';

import { AlertKeeper } from '../../src/app/alert-keeper.js';
import type { AlertRule } from '../../src/domain/alert-state.js';
import type { Verdict } from '../../src/judge/alert/verdict.js';
import { slo } from '../support/slo-samples.js';

const RULE: AlertRule = { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: 600_000 };
const PLAN = { definition: slo(), rules: [RULE], slotMinutes: 1, asMeasured: 0, exclusions: [], controls: [] };

/** The condition after verdicts at the seconds given. */
function after(...verdicts: readonly (readonly [second: number, verdict: Verdict])[]): string {
  const keeper = new AlertKeeper([]);
  for (const [second, verdict] of verdicts) keeper.judge(PLAN, RULE, verdict, second * 1000);
  return keeper.stateOf(PLAN, RULE).state;
}

describe('AlertKeeper', () => {
  it('opens at once and needs two quiet evaluations ten seconds apart to resolve', () => {
    expect(after([0, 'holds'])).toBe('firing');
    expect(after([0, 'holds'], [1, 'quiet'], [2, 'quiet'], [10, 'quiet'])).toBe('firing');
    expect(after([0, 'holds'], [1, 'quiet'], [2, 'quiet'], [11, 'quiet'])).toBe('ok');
  });

  it('does not take two quiet seconds around one without data for two evaluations', () => {
    expect(after([0, 'holds'], [1, 'quiet'], [2, 'unknown'], [3, 'quiet'])).toBe('firing');
    expect(after([0, 'holds'], [1, 'quiet'], [2, 'unknown'], [11, 'quiet'])).toBe('ok');
  });

  it('begins anew when the rate is exceeded in between', () => {
    expect(after([0, 'holds'], [1, 'quiet'], [5, 'holds'], [11, 'quiet'], [20, 'quiet'])).toBe('firing');
    expect(after([0, 'holds'], [1, 'quiet'], [5, 'holds'], [11, 'quiet'], [21, 'quiet'])).toBe('ok');
  });

  it('is not held up by a clock that was set back', () => {
    expect(after([1000, 'holds'], [1001, 'quiet'], [0, 'quiet'])).toBe('ok');
  });

  it('keeps what could not be saved for the next time', async () => {
    const keeper = new AlertKeeper([]);
    keeper.judge(PLAN, RULE, 'quiet', 0);
    await expect(keeper.save(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
    const saved: unknown[] = [];
    await keeper.save((states) => Promise.resolve(void saved.push(...states)));
    expect(saved).toEqual([{ slo: 'availability', alert: 'no-data', state: 'ok', sinceMs: null, quietEvaluations: 0 }]);
    await keeper.save(() => Promise.reject(new Error('nothing is left to save')));
  });
});
