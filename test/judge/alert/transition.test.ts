import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AlertState } from '../../../src/domain/alert-state.js';
import { initialAlertState, nextAlertState } from '../../../src/judge/alert/transition.js';
import type { Verdict } from '../../../src/judge/alert/verdict.js';

/** The state after some verdicts, a second apart, the first at 1000. */
function after(verdicts: readonly Verdict[], alertAfterMs = 0): AlertState {
  return verdicts.reduce(
    (state, verdict, i) => nextAlertState(state, verdict, (i + 1) * 1000, alertAfterMs),
    initialAlertState('availability', 'fast-burn'),
  );
}

describe('nextAlertState()', () => {
  it('fires at the first evaluation that holds', () => {
    expect(after(['quiet', 'holds'])).toMatchObject({ state: 'firing', sinceMs: 2000, quietEvaluations: 0 });
  });

  it('stays ok, since never, while nothing holds', () => {
    expect(after(['quiet', 'unknown', 'doubtful'])).toMatchObject({ state: 'ok', sinceMs: null });
  });

  it('resolves at the second quiet evaluation in a row', () => {
    expect(after(['holds', 'quiet'])).toMatchObject({ state: 'firing', sinceMs: 1000, quietEvaluations: 1 });
    expect(after(['holds', 'quiet', 'quiet'])).toMatchObject({ state: 'ok', sinceMs: 3000, quietEvaluations: 0 });
    expect(after(['holds', 'quiet', 'holds', 'quiet'])).toMatchObject({ state: 'firing', quietEvaluations: 1 });
  });

  it('is neither opened nor resolved by missing data', () => {
    expect(after(['unknown', 'unknown'])).toMatchObject({ state: 'ok' });
    expect(after(['holds', 'unknown', 'unknown', 'unknown'])).toMatchObject({ state: 'firing', quietEvaluations: 0 });
    expect(after(['holds', 'quiet', 'unknown', 'quiet'])).toMatchObject({ state: 'ok' });
  });

  it('stays open when the rate is exceeded by few failures', () => {
    expect(after(['holds', 'doubtful', 'quiet', 'doubtful'])).toMatchObject({ state: 'firing', quietEvaluations: 0 });
  });

  it('is pending for as long as alertAfter says', () => {
    expect(after(['holds', 'holds'], 2000)).toMatchObject({ state: 'pending', sinceMs: 1000 });
    expect(after(['holds', 'holds', 'holds'], 2000)).toMatchObject({ state: 'firing', sinceMs: 3000 });
    expect(after(['holds', 'quiet', 'holds', 'holds'], 2000)).toMatchObject({ state: 'pending', sinceMs: 3000 });
    expect(after(['holds', 'unknown', 'unknown', 'unknown'], 2000)).toMatchObject({ state: 'pending' });
  });

  it('returns the same object when nothing changed', () => {
    const state = initialAlertState('availability', 'fast-burn');
    expect(nextAlertState(state, 'quiet', 1)).toBe(state);
    const firing = nextAlertState(state, 'holds', 1);
    expect(nextAlertState(firing, 'holds', 2)).toBe(firing);
    expect(nextAlertState(firing, 'unknown', 2)).toBe(firing);
  });

  it('never resolves on a single quiet evaluation, whatever came before', () => {
    const verdict = fc.constantFrom<Verdict>('holds', 'doubtful', 'quiet', 'unknown');
    fc.assert(
      fc.property(fc.array(verdict, { maxLength: 30 }), (verdicts) => {
        const before = after([...verdicts, 'holds']);
        expect(before.state).toBe('firing');
        expect(nextAlertState(before, 'quiet', 99_000).state).toBe('firing');
      }),
    );
  });
});
