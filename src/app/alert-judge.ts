import type { AlertRule } from '../domain/alert-state.js';
import { ceilTo, floorTo, MINUTE_MS } from '../domain/clock.js';
import type { Verdict } from '../judge/alert/verdict.js';
import type { SeenTransition } from './alert-evidence.js';
import type { AlertKeeper, EvaluatedAt } from './alert-keeper.js';
import type { PlannedTotals } from './live-totals.js';
import { News } from './news.js';

/** What the totals say of one alert. */
export type VerdictOf = (rule: AlertRule, of: Omit<SeenTransition, 'transition'>, nowMs: number) => Verdict;

/**
 * Judges the alerts of all SLOs: at the end of each minute that becomes final, and each second as
 * the running one fills. Burn-rate alerts are judged only where attempts that count have come since
 * the evaluation before: without, windows become shorter at their old end, and what changes by that
 * changes because data is missing.
 */
export class AlertJudge {
  readonly #keeper: AlertKeeper;
  readonly #verdictOf: VerdictOf;
  readonly #runningNews = new News();
  readonly #settledNews = new News();
  #seen: SeenTransition[] = [];
  /** The last minute of a clock that is behind final time. */
  #lateMinuteMs: number | null = null;

  constructor(keeper: AlertKeeper, verdictOf: VerdictOf) {
    this.#keeper = keeper;
    this.#verdictOf = verdictOf;
  }

  /** Judges at the end of a final minute, where the totals end. Silence is a matter of now alone. */
  judgeSettled(planned: PlannedTotals, nowMs: number): void {
    const isNews = this.#settledNews.since(planned.totals.arrived);
    this.#judge(planned, { nowMs, settledMs: planned.totals.endMs }, (rule, slo) =>
      rule.kind === 'no-data' ? 'left out' : isNews(slo),
    );
  }

  judgeRunning(planned: PlannedTotals, nowMs: number): void {
    const isNews = this.#runningNews.since(planned.totals.arrived);
    const settledMs = this.#isLateMinute(planned, nowMs) ? nowMs : null;
    this.#judge(planned, { nowMs, settledMs }, (rule, slo) => rule.kind === 'no-data' || isNews(slo));
  }

  /** The changes since the last call. */
  takeTransitions(): readonly SeenTransition[] {
    return this.#seen.splice(0);
  }

  /** While a clock that was set back is behind final time no minute becomes final: its own minutes stand for them. */
  #isLateMinute({ totals }: PlannedTotals, nowMs: number): boolean {
    const minuteMs = floorTo(nowMs, MINUTE_MS);
    if (totals.endMs <= ceilTo(nowMs, MINUTE_MS) || minuteMs === this.#lateMinuteMs) return false;
    this.#lateMinuteMs = minuteMs;
    return true;
  }

  #judge({ plans, totals }: PlannedTotals, at: EvaluatedAt, isKnown: IsKnown): void {
    const changed = plans.flatMap((plan, slo) =>
      plan.rules.flatMap((rule) => {
        const known = isKnown(rule, slo);
        if (known === 'left out') return [];
        const verdict = known ? this.#verdictOf(rule, { plan, slo, totals }, at.nowMs) : 'unknown';
        const transition = this.#keeper.judge(plan, rule, verdict, at);
        return transition === null ? [] : [{ transition, plan, slo }];
      }),
    );
    if (changed.length === 0) return;
    // The totals move on before it is told why.
    const then = totals.copy();
    this.#seen.push(...changed.map((one) => ({ ...one, totals: then })));
  }
}

type IsKnown = (rule: AlertRule, slo: number) => boolean | 'left out';
