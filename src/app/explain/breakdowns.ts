import { groupBy } from '../../domain/group-by.js';
import { OUTCOMES, type Outcome } from '../../domain/outcome.js';
import type { Series } from '../../domain/series.js';
import { addEvents, noEvents, type OutcomeEvents } from '../cell-events.js';
import type { CountedAttempts, ExplainedSeries, NamedCount, OutcomeCount } from './explanation.js';
import { isoTime } from '../../domain/clock.js';
import type { SeriesHour } from './read-hours.js';

/** The sum of hours, by something that series have: none that has no attempt. */
export function sumsBy<K>(hours: readonly SeriesHour[], keyOf: (hour: SeriesHour) => K): ReadonlyMap<K, OutcomeEvents> {
  const sums = new Map<K, OutcomeEvents>();
  for (const hour of hours) {
    const key = keyOf(hour);
    const sum = sums.get(key) ?? noEvents();
    addEvents(sum, hour.events);
    sums.set(key, sum);
  }
  return sums;
}

export function countedIn({ good, valid }: OutcomeEvents): CountedAttempts {
  return { good: sumOf(good), valid: sumOf(valid) };
}

/** What was not good, by outcome; outcomes without any are absent. */
export function badIn({ good, valid }: OutcomeEvents): Readonly<Partial<Record<Outcome, number>>> {
  const entries = OUTCOMES.map((outcome, i) => [outcome, (valid[i] ?? 0) - (good[i] ?? 0)] as const);
  return Object.fromEntries(entries.filter(([, count]) => count > 0));
}

export function byOutcome(hours: readonly SeriesHour[]): readonly OutcomeCount[] {
  const { seen, valid, good } = sumsBy(hours, () => null).get(null) ?? noEvents();
  return OUTCOMES.map((outcome, i) => {
    const [all, counted, isGood] = [seen[i] ?? 0, valid[i] ?? 0, good[i] ?? 0];
    return { outcome, good: isGood, bad: counted - isGood, notCounted: all - counted };
  }).filter(({ good: some, bad, notCounted }) => some + bad + notCounted > 0);
}

/** Which series stands at which slot. */
export interface SeriesBySlot {
  readonly counted: readonly { readonly series: Series }[];
}

/** By resolver or query, the one with the most failures first. */
export function byName(
  hours: readonly SeriesHour[],
  index: SeriesBySlot,
  nameOf: (series: Series) => string,
): readonly NamedCount[] {
  const sums = sumsBy(hours, ({ slot }) => nameOf(index.counted[slot]?.series ?? NOBODY));
  return [...sums]
    .map(([name, events]) => ({ name, ...countedIn(events), bad: badIn(events) }))
    .sort((a, b) => b.valid - b.good - (a.valid - a.good) || (a.name < b.name ? -1 : 1));
}

const PROBER_ERROR = OUTCOMES.indexOf('prober_error');

export function proberErrors(hours: readonly SeriesHour[], index: SeriesBySlot) {
  const sums = sumsBy(hours, ({ slot }) => (index.counted[slot]?.series ?? NOBODY).resolver);
  return [...sums]
    .map(([resolver, { seen }]) => ({ resolver, attempts: seen[PROBER_ERROR] ?? 0 }))
    .filter(({ attempts }) => attempts > 0)
    .sort((a, b) => b.attempts - a.attempts);
}

/** Every series that has attempts, and whether it came or went while others went on. */
export function composition(hours: readonly SeriesHour[], index: SeriesBySlot): readonly ExplainedSeries[] {
  const [firstMs, lastMs] = [hours[0]?.fromMs ?? 0, hours.at(-1)?.fromMs ?? 0];
  const bySlot = groupBy(hours, ({ slot }) => slot);
  return [...bySlot].flatMap(([slot, own]) => {
    const series = index.counted[slot]?.series;
    const [first, last] = [own[0]?.fromMs ?? 0, own.at(-1)?.fromMs ?? 0];
    if (series === undefined) return [];
    const events = sumsBy(own, () => null).get(null) ?? noEvents();
    const change = changeOf(first > firstMs, last < lastMs);
    return [{ series, ...countedIn(events), first: isoTime(first), last: isoTime(last), change }];
  });
}

function changeOf(hasJoined: boolean, hasLeft: boolean): ExplainedSeries['change'] {
  if (hasJoined) return hasLeft ? 'joined and left' : 'joined';
  return hasLeft ? 'left' : null;
}

const NOBODY: Series = { vantage: '', probe: '', resolver: '', query: '' };

function sumOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
