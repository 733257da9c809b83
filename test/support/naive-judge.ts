import { MINUTE_MS } from '../../src/domain/clock.js';
import { isReplied } from '../../src/domain/outcome.js';
import type { Series } from '../../src/domain/series.js';
import { type EventSource, type SloDefinition, selects } from '../../src/domain/slo-definition.js';
import { defaultAlerts } from '../../src/judge/alert/default-alerts.js';
import type { Attempts, MemoryHistory } from './memory-history.js';

/** What an SLO's definition says when read word by word, one group of attempts at a time; slow and obvious. */
export class NaiveJudge {
  readonly #history: MemoryHistory;
  readonly #slo: SloDefinition;

  constructor(history: MemoryHistory, slo: SloDefinition) {
    this.#history = history;
    this.#slo = slo;
  }

  /** Good and valid events in `[fromMs, toMs)`. */
  count(fromMs: number, toMs: number): { good: number; valid: number } {
    const sum = { good: 0, valid: 0 };
    for (const { series, attempts } of this.#attemptsIn(fromMs, toMs)) {
      if (!isEvent(this.#slo.indicator.total, series, attempts)) continue;
      sum.valid += attempts.count;
      if (this.#isGood(series, attempts)) sum.good += attempts.count;
    }
    return sum;
  }

  /** Starts of the minutes in `[fromMs, toMs)` with a valid attempt of the series counted. */
  coveredMinutes(fromMs: number, toMs: number): ReadonlySet<number> {
    const covered = this.#attemptsIn(fromMs, toMs).filter(
      ({ series, attempts }) =>
        selects(this.#slo.indicator.total.selector, series) && attempts.outcome !== 'prober_error',
    );
    return new Set(covered.map(({ startMs }) => startMs));
  }

  /** Names of the burn-rate alerts whose condition holds at `toMs`, by the windows alone. */
  firing(toMs: number): string[] {
    return defaultAlerts(this.#slo, null).flatMap((rule) =>
      rule.kind === 'burn-rate' &&
      this.#exceeds(toMs - rule.longMs, toMs, rule.threshold) &&
      this.#exceeds(toMs - rule.shortMs, toMs, rule.threshold) &&
      this.#hasEnoughFailures(toMs - rule.longMs, toMs)
        ? [rule.name]
        : [],
    );
  }

  #exceeds(fromMs: number, toMs: number, threshold: number): boolean {
    const { good, valid } = this.count(fromMs, toMs);
    // The margin is for the noise of binary fractions: equal is not faster.
    return valid > 0 && (valid - good) / valid / (1 - this.#slo.objective) > threshold + 1e-9;
  }

  #hasEnoughFailures(fromMs: number, toMs: number): boolean {
    let failures = 0;
    let minutes = 0;
    for (const minuteMs of new Set(this.#attemptsIn(fromMs, toMs).map(({ startMs }) => startMs))) {
      const { good, valid } = this.count(minuteMs, minuteMs + MINUTE_MS);
      failures += valid - good;
      minutes += good < valid ? 1 : 0;
    }
    return failures >= this.#slo.minFailures && minutes >= 2;
  }

  #isGood(series: Series, attempts: Attempts): boolean {
    const { good, bad } = this.#slo.indicator;
    return good !== null ? isEvent(good, series, attempts) : bad !== null && !isEvent(bad, series, attempts);
  }

  #attemptsIn(fromMs: number, toMs: number) {
    return this.#history.everything().filter(({ startMs }) => startMs >= fromMs && startMs < toMs);
  }
}

function isEvent(source: EventSource, series: Series, { outcome, rttUs }: Attempts): boolean {
  if (!selects(source.selector, series) || outcome === 'prober_error') return false;
  switch (source.events) {
    case 'valid':
      return true;
    case 'answered':
      return outcome === 'answered';
    case 'replied':
      return isReplied(outcome);
    case 'within':
      return outcome === 'answered' && (rttUs ?? Infinity) <= (source.thresholdUs ?? 0);
  }
}
