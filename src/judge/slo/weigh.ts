import { MINUTE_MS } from '../../domain/clock.js';
import { groupBy } from '../../domain/group-by.js';
import type { Series } from '../../domain/series.js';
import type { Weighing } from '../../domain/slo-definition.js';
import type { Ratio } from './sli.js';

/** What one series did in the time that is weighed at once. */
export interface SeriesRatio extends Ratio {
  readonly series: Series;
}

/** What is weighed at once comes to. */
export interface Weighed extends Ratio {
  /** With a quorum: on how many resolvers too few vantages voted; absent otherwise. */
  readonly inconclusive?: number;
}

/** RSSAC047v2: vantages measure every five minutes, each at a random delay; what they found is put together by these. */
export const MEASUREMENT_INTERVAL_MS = 5 * MINUTE_MS;

/** How much time is weighed at once: multiples of it since the Unix epoch. */
export function weighedAtOnceMs({ kind }: Weighing): number {
  return kind === 'enough-of-many' ? MEASUREMENT_INTERVAL_MS : MINUTE_MS;
}

/**
 * What one minute (with enough of many, one measurement interval) comes to. With attempts, the sums; with
 * series, one for each that has data, as good as its ratio; with a quorum, one for each resolver that enough
 * vantages asked; with enough of many, k for each vantage, of which as many are good as resolvers answered it.
 *
 * @param asked the series that the SLO counts; those without data may be left out and change nothing
 */
export function weigh(weighing: Weighing, asked: readonly SeriesRatio[]): Weighed {
  const heard = asked.filter(hasData);
  switch (weighing.kind) {
    case 'attempts':
      return sumOf(heard);
    case 'series':
      return sumOf(heard.map(({ good, valid }) => ({ good: good / valid, valid: 1 })));
    case 'quorum':
      return verdicts(groupsOf(heard, addressOf).map((votes) => vote(weighing, votes)));
    case 'enough-of-many':
      return sumOf(groupsOf(heard, askerOf).map(enough));
    default:
      return weighing satisfies never;
  }
}

function verdicts(votes: readonly (Ratio | null)[]): Weighed {
  const concluded = votes.filter((verdict) => verdict !== null);
  return { ...sumOf(concluded), inconclusive: votes.length - concluded.length };
}

/** ICANN Registry Agreement, specification 10, §3.2: down when 51 % of the active probes see it fail. */
function vote(
  { share, fewestVantages }: Weighing & { readonly kind: 'quorum' },
  asked: readonly SeriesRatio[],
): Ratio | null {
  const votes = groupsOf(asked, ({ vantage }) => vantage).map(sumOf);
  if (votes.length < fewestVantages) return null;
  const failing = votes.filter(({ good }) => good === 0).length;
  return { good: failing / votes.length >= share ? 0 : 1, valid: 1 };
}

/**
 * RSSAC047v2 §5.3: the availability of a system in which k of n are enough. n are those of which something
 * is known: no data is never bad.
 */
function enough(asked: readonly SeriesRatio[]): Ratio {
  const resolvers = groupsOf(asked, ({ resolver }) => resolver).map(sumOf);
  const needed = Math.max(1, Math.ceil(((resolvers.length - 1) * 2) / 3));
  const answering = resolvers.filter(({ good }) => good > 0).length;
  return { good: Math.min(needed, answering), valid: needed };
}

function hasData({ valid }: Ratio): boolean {
  return valid > 0;
}

function sumOf(ratios: readonly Ratio[]): Ratio {
  let [good, valid] = [0, 0];
  for (const ratio of ratios) {
    good += ratio.good;
    valid += ratio.valid;
  }
  return { good, valid };
}

function addressOf({ probe, resolver, query }: Series): string {
  return [probe, resolver, query].join(' ');
}

function askerOf({ vantage, probe, query }: Series): string {
  return [vantage, probe, query].join(' ');
}

function groupsOf(
  asked: readonly SeriesRatio[],
  keyOf: (series: Series) => string,
): readonly (readonly SeriesRatio[])[] {
  return [...groupBy(asked, ({ series }) => keyOf(series)).values()];
}
