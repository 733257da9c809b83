import type { Series } from '../../domain/series.js';
import type { Weighing } from '../../domain/slo-definition.js';
import type { Ratio } from './sli.js';

/** What one series did in one minute. */
export interface SeriesRatio extends Ratio {
  readonly series: Series;
}

/**
 * What one minute comes to. With attempts, the sums; with series, one for each that has data, as good as
 * its ratio; with a quorum, one for each resolver that enough vantages asked; with enough of many, k for
 * each vantage, of which as many are good as resolvers answered it.
 *
 * @param minute every series that the SLO counts, those without data too
 */
export function weigh(weighing: Weighing, minute: readonly SeriesRatio[]): Ratio {
  switch (weighing.kind) {
    case 'attempts':
      return sumOf(minute);
    case 'series':
      return sumOf(minute.filter(hasData).map(({ good, valid }) => ({ good: good / valid, valid: 1 })));
    case 'quorum':
      return sumOf(groupsOf(minute, addressOf).flatMap((asked) => vote(weighing, asked) ?? []));
    case 'enough-of-many':
      return sumOf(groupsOf(minute, askerOf).flatMap((asked) => enough(asked) ?? []));
    default:
      return weighing satisfies never;
  }
}

/** ICANN Registry Agreement, specification 10, §3.2: down when 51 % of the active probes see it fail. */
function vote(
  { share, fewestVantages }: Weighing & { readonly kind: 'quorum' },
  asked: readonly SeriesRatio[],
): Ratio | null {
  const votes = groupsOf(asked, ({ vantage }) => vantage)
    .map(sumOf)
    .filter(hasData);
  if (votes.length < fewestVantages) return null;
  const failing = votes.filter(({ good }) => good === 0).length;
  return { good: failing / votes.length >= share ? 0 : 1, valid: 1 };
}

/** RSSAC047v2 §5.3: the availability of a system in which k of n are enough. */
function enough(asked: readonly SeriesRatio[]): Ratio | null {
  const resolvers = groupsOf(asked, ({ resolver }) => resolver).map(sumOf);
  if (!resolvers.some(hasData)) return null;
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

function groupsOf(minute: readonly SeriesRatio[], keyOf: (series: Series) => string): readonly SeriesRatio[][] {
  const groups = new Map<string, SeriesRatio[]>();
  for (const one of minute) {
    const key = keyOf(one.series);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
