import type { Cell } from '../../domain/cell.js';
import type { HistoryReader, StoredSeries } from '../../domain/history-reader.js';
import { addOutcomes, NO_OUTCOMES, type OutcomeCounts, totalCount, validCount } from '../../domain/outcome.js';
import type { ResolverFigures } from '../../domain/situation.js';
import type { TimeWindow } from '../../domain/window.js';
import { DenseHistogram } from '../../histogram/merge-histograms.js';
import { percentileUs } from '../../histogram/percentile.js';
import { readable } from '../readable.js';

interface Sum {
  counts: OutcomeCounts;
  readonly answered: DenseHistogram;
}

/** What some series did in a window of whole minutes, by resolver, the one with the most failures first. */
export async function resolverFigures(
  history: HistoryReader,
  series: readonly StoredSeries[],
  window: TimeWindow,
): Promise<readonly ResolverFigures[]> {
  const names = new Map(series.map(({ id, series: { resolver } }) => [id, resolver]));
  const sums = new Map<string, Sum>();
  const query = { seriesIds: [...names.keys()], resolution: 'minute', ...window } as const;
  await history.scanCells(query, (cell, tell) => {
    const resolver = names.get(cell.seriesId) ?? '';
    const sum = sums.get(resolver) ?? { counts: NO_OUTCOMES, answered: new DenseHistogram() };
    sums.set(resolver, sum);
    add(sum, cell, tell);
  });
  return [...sums].map(([resolver, sum]) => figuresOf(resolver, sum)).sort(worstFirst);
}

function add(sum: Sum, { counts, answered }: Cell, tell: (fault: Error) => void): void {
  sum.counts = addOutcomes(sum.counts, counts);
  if (answered !== null) readable(() => sum.answered.add(answered, counts.answered), undefined, tell);
}

function figuresOf(resolver: string, { counts, answered }: Sum): ResolverFigures {
  // Answers whose histogram cannot be read stand in no percentile.
  const known = validCount(counts) - counts.answered + answered.count;
  const percentile = (quantile: number): number | null => percentileUs(answered, quantile, known);
  return { resolver, counts, p50Us: percentile(0.5), p99Us: percentile(0.99) };
}

function worstFirst(a: ResolverFigures, b: ResolverFigures): number {
  const failed = ({ counts }: ResolverFigures): number => totalCount(counts) - counts.answered;
  return failed(b) - failed(a) || (a.resolver < b.resolver ? -1 : 1);
}
