import { rollingWindow } from './kept-window.js';
import type { SlidingTotals } from './sliding-totals.js';
import type { SloPlan } from './slo-plan.js';
import { attemptsOf } from './tally-sums.js';
import type { Ratio } from '../judge/slo/sli.js';

/** Whether what an SLO's alerts look at is not the same in two totals of one end: operators or imports changed it. */
export function haveFiguresChanged(
  { rules }: SloPlan,
  slo: number,
  before: SlidingTotals,
  after: SlidingTotals,
): boolean {
  const windows = rules.flatMap((rule) => (rule.kind === 'burn-rate' ? [rule.longMs, rule.shortMs] : []));
  return windows.some((lengthMs) => {
    const [old, now] = [before.over(rollingWindow(lengthMs)), after.over(rollingWindow(lengthMs))];
    return (
      !isSame(attemptsOf(old.tallies, slo), attemptsOf(now.tallies, slo)) || !isSame(old.ratio(slo), now.ratio(slo))
    );
  });
}

/** But for what sums of fractions lose. */
const NOISE = 1e-6;

function isSame(a: Ratio, b: Ratio): boolean {
  return Math.abs(a.good - b.good) < NOISE && Math.abs(a.valid - b.valid) < NOISE;
}
