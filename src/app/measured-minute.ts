import { type Cell, MEASURED } from '../domain/cell.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { MinuteReport, Percentiles, ResolverMinute, SeriesMinute } from '../domain/minute-report.js';
import { addOutcomes, NO_OUTCOMES, type OutcomeCounts, validCount } from '../domain/outcome.js';
import type { Series } from '../domain/series.js';
import { DenseHistogram } from '../histogram/merge-histograms.js';
import { percentileUs } from '../histogram/percentile.js';
import type { RttCounts } from '../histogram/rtt-counts.js';
import { RttHistogram } from '../histogram/rtt-histogram.js';
import { readable } from './readable.js';

/** What the daemon itself measured in the minute that starts at `minuteMs`; nothing imported. */
export async function measuredMinute(
  history: HistoryReader,
  minuteMs: number,
): Promise<Pick<MinuteReport, 'series' | 'resolvers'>> {
  const names = new Map((await history.series()).map(({ id, series }) => [id, series]));
  const series: SeriesMinute[] = [];
  const sums = new ResolverSums();
  const window = { fromMs: minuteMs, toMs: minuteMs + MINUTE_MS };
  await history.scanCells({ seriesIds: null, resolution: 'minute', ...window }, (cell, tell) => {
    const name = names.get(cell.seriesId);
    if (cell.source !== MEASURED || name === undefined) return;
    const histogram = readableRtts(cell, tell);
    const { answered } = cell.counts;
    series.push({ series: name, valid: validCount(cell.counts), answered, ...percentiles(histogram, cell.counts) });
    sums.add(name, cell.counts, histogram);
  });
  return { series, resolvers: sums.minutes() };
}

/** Queries of one probe to one resolver, added up. */
class ResolverSums {
  readonly #sums = new Map<
    string,
    { series: Series; counts: OutcomeCounts; answered: DenseHistogram | RttHistogram }
  >();

  add(series: Series, counts: OutcomeCounts, histogram: RttHistogram): void {
    const key = JSON.stringify([series.vantage, series.probe, series.resolver]);
    const sum = this.#sums.get(key);
    if (sum === undefined) {
      // Most have one query: the large histogram is made where there are more.
      this.#sums.set(key, { series, counts: addOutcomes(NO_OUTCOMES, counts), answered: histogram });
      return;
    }
    sum.counts = addOutcomes(sum.counts, counts);
    if (!(sum.answered instanceof DenseHistogram)) {
      const dense = new DenseHistogram();
      dense.merge(sum.answered);
      sum.answered = dense;
    }
    sum.answered.merge(histogram);
  }

  minutes(): readonly ResolverMinute[] {
    return [...this.#sums.values()].map(({ series: { probe, resolver }, counts, answered }) => ({
      ...{ probe, resolver, counts },
      ...percentiles(answered, counts),
    }));
  }
}

function percentiles(histogram: RttCounts & { readonly count: number }, counts: OutcomeCounts): Percentiles {
  // Answers whose histogram cannot be read stand in no percentile.
  const known = validCount(counts) - counts.answered + histogram.count;
  return {
    p50Us: percentileUs(histogram, 0.5, known),
    p90Us: percentileUs(histogram, 0.9, known),
    p99Us: percentileUs(histogram, 0.99, known),
    maxUs: histogram.maxUs,
  };
}

function readableRtts({ answered, counts }: Cell, tell: (fault: Error) => void): RttHistogram {
  if (answered === null) return new RttHistogram();
  return readable(() => RttHistogram.fromBytes(answered, counts.answered), new RttHistogram(), tell);
}
