import { MINUTE_MS } from '../../src/domain/clock.js';
import { isReplied } from '../../src/domain/outcome.js';
import type { Series } from '../../src/domain/series.js';
import { type EventSource, type SloDefinition, selects } from '../../src/domain/slo-definition.js';
import { defaultAlerts } from '../../src/judge/alert/default-alerts.js';
import { exclusionsOf } from '../../src/judge/calendar/exclusions.js';
import type { Attempts, MemoryHistory } from './memory-history.js';

/** What an SLO's definition says when read word by word, one group of attempts at a time; slow and obvious. */
export class NaiveJudge {
  readonly #history: MemoryHistory;
  readonly #slo: SloDefinition;

  constructor(history: MemoryHistory, slo: SloDefinition) {
    this.#history = history;
    this.#slo = slo;
  }

  /** What counts in `[fromMs, toMs)`, in the SLO's own units, of which the last may still be growing at `toMs`. */
  units(fromMs: number, toMs: number, isRolling = true): { good: number; valid: number } {
    const { slices, weighing } = this.#slo;
    if (slices === null && weighing.kind === 'attempts') return this.count(fromMs, toMs);
    // RSSAC047: resolvers of a round are asked in different minutes of five.
    const weighedMs = weighing.kind === 'enough-of-many' ? 5 * MINUTE_MS : MINUTE_MS;
    const width = slices?.widthMs ?? weighedMs;
    // A window shorter than a slice holds the one under way.
    const firstMs = isRolling ? Math.min(fromMs, toMs - width) : fromMs;
    const sum = { good: 0, valid: 0 };
    for (const [startMs, minutes] of this.#minutesBySlice(width, toMs)) {
      if (startMs < firstMs) continue;
      const found =
        weighedMs === width && weighedMs > MINUTE_MS
          ? [this.#weighed(minutes)]
          : minutes.map((minuteMs) => this.#weighed([minuteMs]));
      const [good, valid] = [found.reduce((a, m) => a + m.good, 0), found.reduce((a, m) => a + m.valid, 0)];
      if (valid === 0) continue;
      sum.valid += slices === null ? valid : 1;
      if (slices === null) sum.good += good;
      else if (slices.target === null) sum.good += good / valid;
      // The margin is for the noise of binary fractions: equal reaches the target.
      else sum.good += good / valid > slices.target - 1e-9 ? 1 : 0;
    }
    return sum;
  }

  /** Votes of vantages on addresses in the minutes counted in `[fromMs, toMs)`, and those of too few of them. */
  votes(fromMs: number, toMs: number, isRolling = true): { all: number; inconclusive: number } {
    const { slices, weighing } = this.#slo;
    const votes = { all: 0, inconclusive: 0 };
    if (weighing.kind !== 'quorum') return votes;
    const width = slices?.widthMs ?? MINUTE_MS;
    const firstMs = isRolling ? Math.min(fromMs, toMs - width) : fromMs;
    const total = this.#slo.indicator.total.selector;
    for (const [startMs, minutes] of this.#minutesBySlice(width, toMs)) {
      if (startMs < firstMs) continue;
      for (const minuteMs of minutes) {
        const voters = new Map<string, number>();
        for (const series of this.#history.everySeries().filter((one) => selects(total, one))) {
          if (this.count(minuteMs, minuteMs + MINUTE_MS, series).valid === 0) continue;
          const address = `${series.probe}/${series.resolver}/${series.query}`;
          voters.set(address, (voters.get(address) ?? 0) + 1);
        }
        votes.all += voters.size;
        votes.inconclusive += [...voters.values()].filter((some) => some < weighing.fewestVantages).length;
      }
    }
    return votes;
  }

  #minutesBySlice(width: number, toMs: number): ReadonlyMap<number, number[]> {
    const slices = new Map<number, number[]>();
    for (const minuteMs of new Set(this.#attemptsIn(-Infinity, toMs).map(({ startMs }) => startMs))) {
      const startMs = Math.floor(minuteMs / width) * width;
      slices.set(startMs, [...(slices.get(startMs) ?? []), minuteMs]);
    }
    return slices;
  }

  /** What some minutes come to together, as the SLO weighs its series. */
  #weighed(minutes: readonly number[]): { good: number; valid: number } {
    const all = this.#history.everySeries().filter((series) => selects(this.#slo.indicator.total.selector, series));
    const ratios = all.map((series) => {
      // `count` leaves out what was taken out.
      const counts = minutes.map((minuteMs) => this.count(minuteMs, minuteMs + MINUTE_MS, series));
      return {
        series,
        good: counts.reduce((sum, { good }) => sum + good, 0),
        valid: counts.reduce((sum, { valid }) => sum + valid, 0),
      };
    });
    return naiveWeigh(this.#slo.weighing, ratios);
  }

  /** Good and valid events in `[fromMs, toMs)`, of one series if told so. */
  count(fromMs: number, toMs: number, only: Series | null = null): { good: number; valid: number } {
    const sum = { good: 0, valid: 0 };
    const exclusions = exclusionsOf(this.#slo, this.#history.records);
    for (const { series, attempts, startMs } of this.#attemptsIn(fromMs, toMs)) {
      if (only !== null && only !== series) continue;
      if (exclusions.some((out) => out.fromMs <= startMs && startMs < out.toMs)) continue;
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
    const { good, valid } = this.units(fromMs, toMs);
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

interface Weighed {
  readonly series: Series;
  readonly good: number;
  readonly valid: number;
}

function naiveWeigh(weighing: SloDefinition['weighing'], ratios: readonly Weighed[]): { good: number; valid: number } {
  const sum = { good: 0, valid: 0 };
  const add = (good: number, valid: number): void => {
    sum.good += good;
    sum.valid += valid;
  };
  const groups = (keyOf: (series: Series) => string): readonly Weighed[][] =>
    [...new Set(ratios.map(({ series }) => keyOf(series)))].map((key) => ratios.filter((r) => keyOf(r.series) === key));
  if (weighing.kind === 'attempts') for (const { good, valid } of ratios) add(good, valid);
  if (weighing.kind === 'series') for (const { good, valid } of ratios) if (valid > 0) add(good / valid, 1);
  if (weighing.kind === 'quorum')
    for (const group of groups(({ probe, resolver, query }) => `${probe}/${resolver}/${query}`)) {
      const active = group.filter(({ valid }) => valid > 0);
      const failing = active.filter(({ good }) => good === 0);
      if (active.length >= weighing.fewestVantages)
        add(failing.length >= weighing.share * active.length - 1e-9 ? 0 : 1, 1);
    }
  if (weighing.kind === 'enough-of-many')
    for (const group of groups(({ vantage, probe, query }) => `${vantage}/${probe}/${query}`)) {
      const known = new Set(group.filter(({ valid }) => valid > 0).map(({ series }) => series.resolver));
      if (known.size === 0) continue;
      const k = Math.max(1, Math.ceil(((known.size - 1) * 2) / 3));
      add(Math.min(k, group.filter(({ good }) => good > 0).length), k);
    }
  return sum;
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
