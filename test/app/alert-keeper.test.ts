import { describe, expect, it } from 'vitest';

import { AlertKeeper } from '../../src/app/alert-keeper.js';
import type { AlertRule } from '../../src/domain/alert-state.js';
import type { Verdict } from '../../src/judge/alert/verdict.js';
import { slo } from '../support/slo-samples.js';

const NO_DATA: AlertRule = { kind: 'no-data', name: 'no-data', severity: 'ticket', afterMs: 600_000 };
const BURN = {
  kind: 'burn-rate',
  name: 'burn',
  severity: 'page',
  longMs: 3_600_000,
  shortMs: 60_000,
  threshold: 10,
  orEqual: false,
  afterMs: 0,
} as const;
const SLOW = { ...BURN, afterMs: 180_000 };
const PLAN = { definition: slo(), rules: [NO_DATA, BURN], slotMinutes: 1, asMeasured: 0, exclusions: [], controls: [] };

/** A verdict at a second; or, made at a second, of the minute that ended at an earlier one. */
type Judged =
  readonly [second: number, verdict: Verdict] | readonly [second: number, verdict: Verdict, endSecond: number];

/** The conditions an alert went through. */
function lifeOf(rule: AlertRule, ...judged: readonly Judged[]): string[] {
  const keeper = new AlertKeeper([]);
  return judged.flatMap(([second, verdict, end]) => {
    const at = { nowMs: second * 1000, settledMs: end === undefined ? null : end * 1000 };
    const transition = keeper.judge(PLAN, rule, verdict, at);
    return transition === null ? [] : [`${transition.to} ${String(transition.atMs / 1000)}`];
  });
}

describe('AlertKeeper', () => {
  it('opens an alert as a minute fills, and at the end of one, and resolves it by the ends of two', () => {
    expect(lifeOf(BURN, [62, 'holds'], [125, 'quiet', 120], [185, 'quiet', 180])).toEqual(['firing 62', 'ok 180']);
    expect(lifeOf(BURN, [65, 'holds', 60])).toEqual(['firing 60']);
    expect(lifeOf(BURN, [62, 'holds'], [125, 'quiet', 120], [185, 'holds', 180], [245, 'quiet', 240])).toEqual([
      'firing 62',
    ]);
  });

  it('resolves by minutes that become final at once', () => {
    expect(lifeOf(BURN, [62, 'holds'], [300, 'quiet', 120], [300, 'quiet', 180])).toEqual(['firing 62', 'ok 180']);
  });

  it('does not call quiet what a minute says that has just begun', () => {
    const seconds = Array.from({ length: 60 }, (_, i): Judged => [120 + i, 'quiet']);
    expect(lifeOf(BURN, [62, 'holds'], ...seconds)).toEqual(['firing 62']);
    expect(lifeOf(SLOW, [62, 'holds'], ...seconds, [242, 'holds'])).toEqual(['pending 62', 'firing 242']);
  });

  it('does not count a quiet minute that ended before its rate was last exceeded', () => {
    expect(lifeOf(BURN, [62, 'holds'], [65, 'quiet', 60], [125, 'quiet', 120])).toEqual(['firing 62']);
    const between: readonly Judged[] = [
      [62, 'holds'],
      [125, 'quiet', 120],
      [181, 'doubtful'],
      [185, 'quiet', 180],
      [245, 'quiet', 240],
    ];
    expect(lifeOf(BURN, ...between)).toEqual(['firing 62']);
    expect(lifeOf(BURN, ...between, [305, 'quiet', 300])).toEqual(['firing 62', 'ok 300']);
  });

  it('ends what is pending by one quiet minute, though the next has begun badly, but not by one before it opened', () => {
    expect(lifeOf(SLOW, [62, 'holds'], [65, 'quiet', 60], [242, 'holds'])).toEqual(['pending 62', 'firing 242']);
    expect(lifeOf(SLOW, [62, 'holds'], [122, 'holds'], [125, 'quiet', 120], [125, 'holds'], [242, 'holds'])).toEqual([
      'pending 62',
      'ok 120',
      'pending 125',
    ]);
  });

  it('changes nothing while nothing is known', () => {
    expect(lifeOf(SLOW, [62, 'holds'], [300, 'unknown'], [300, 'unknown', 240])).toEqual(['pending 62']);
    expect(lifeOf(BURN, [62, 'holds'], [125, 'quiet', 120], [185, 'unknown', 180], [245, 'quiet', 240])).toEqual([
      'firing 62',
      'ok 240',
    ]);
  });

  it('is not held up by a clock that was set back', () => {
    expect(lifeOf(BURN, [1000, 'holds'], [60, 'quiet', 60], [120, 'quiet', 120])).toEqual(['firing 1000', 'ok 120']);
    expect(lifeOf(SLOW, [1000, 'holds'], [60, 'quiet', 60])).toEqual(['pending 1000', 'ok 60']);
  });

  it('resolves no-data alerts by any two evaluations', () => {
    expect(lifeOf(NO_DATA, [0, 'holds'], [1, 'quiet'], [2, 'quiet'])).toEqual(['firing 0', 'ok 2']);
  });

  it('keeps what could not be saved for the next time', async () => {
    const keeper = new AlertKeeper([]);
    keeper.judge(PLAN, NO_DATA, 'quiet', { nowMs: 0, settledMs: null });
    await expect(keeper.save(() => Promise.reject(new Error('full')))).rejects.toThrow('full');
    const saved: unknown[] = [];
    await keeper.save((states) => Promise.resolve(void saved.push(...states)));
    expect(saved).toEqual([{ slo: 'availability', alert: 'no-data', state: 'ok', sinceMs: null, quietEvaluations: 0 }]);
    await keeper.save(() => Promise.reject(new Error('nothing is left to save')));
  });
});
