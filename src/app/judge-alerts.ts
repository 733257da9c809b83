import type { AlertRule, BurnRateAlert } from '../domain/alert-state.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { TimeWindow } from '../domain/window.js';
import { type Verdict, burnRateVerdict, noDataVerdict } from '../judge/alert/verdict.js';
import type { Ratio } from '../judge/slo/sli.js';
import { rollingWindow } from './kept-window.js';
import type { SlidingTotals } from './sliding-totals.js';
import type { SloPlan } from './slo-plan.js';
import { attemptsOf } from './tally-sums.js';

/** What counts of one SLO over the last `lengthMs`, of a window that is kept. */
export function ratioOver(totals: SlidingTotals, slo: number, lengthMs: number): Ratio {
  return totals.over(rollingWindow(lengthMs)).ratio(slo);
}

export interface JudgedAt {
  readonly nowMs: number;
  /** Since when somebody watches: silence before that is nobody's alarm. `null`: judge the windows alone. */
  readonly watchedSinceMs: number | null;
}

/** What one evaluation says of one alert of the SLO at position `slo`. */
export function verdictOf(rule: AlertRule, plan: SloPlan, slo: number, totals: SlidingTotals, at: JudgedAt): Verdict {
  if (rule.kind === 'no-data') return silenceVerdict(rule.afterMs, slo, totals, at);
  const failedTwice = totals.failing.failedTwiceSince(slo, totals.endMs - rule.longMs);
  return burnVerdict(rule, plan, slo, totals, failedTwice === true);
}

/**
 * The coarse stretches on which an alert hangs: whether they hold one failing minute or more
 * decides whether it opens.
 */
export function doubtfulStretches(plans: readonly SloPlan[], totals: SlidingTotals): readonly TimeWindow[] {
  const stretches = new Map<string, TimeWindow>();
  plans.forEach((plan, slo) => {
    for (const rule of plan.rules) {
      const stretch = rule.kind === 'burn-rate' ? doubtfulStretch(rule, plan, slo, totals) : null;
      if (stretch !== null) stretches.set(`${String(stretch.fromMs)}-${String(stretch.toMs)}`, stretch);
    }
  });
  return [...stretches.values()];
}

function doubtfulStretch(rule: BurnRateAlert, plan: SloPlan, slo: number, totals: SlidingTotals): TimeWindow | null {
  const failedTwice = totals.failing.failedTwiceSince(slo, totals.endMs - rule.longMs);
  if (typeof failedTwice === 'boolean' || plan.definition.minFailures === 0) return null;
  return burnVerdict(rule, plan, slo, totals, true) === 'holds' ? failedTwice : null;
}

function burnVerdict(
  rule: BurnRateAlert,
  { definition }: SloPlan,
  slo: number,
  totals: SlidingTotals,
  failedInTwoMinutes: boolean,
): Verdict {
  const attempts = attemptsOf(totals.over(rollingWindow(rule.longMs)).tallies, slo);
  return burnRateVerdict(rule, {
    objective: definition.objective,
    long: ratioOver(totals, slo, rule.longMs),
    short: ratioOver(totals, slo, rule.shortMs),
    failedAttempts: attempts.valid - attempts.good,
    minFailures: definition.minFailures,
    failedInTwoMinutes,
  });
}

function silenceVerdict(afterMs: number, slo: number, totals: SlidingTotals, at: JudgedAt): Verdict {
  const lastMs = totals.coverage.lastMs(slo);
  const silentMs = lastMs === null ? Infinity : at.nowMs - (lastMs + MINUTE_MS);
  const verdict = noDataVerdict(afterMs, silentMs);
  const isTooEarly = at.watchedSinceMs !== null && at.nowMs - at.watchedSinceMs < afterMs;
  return verdict === 'holds' && isTooEarly ? 'doubtful' : verdict;
}
