import { type Cell, MEASURED } from '../domain/cell.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SeriesMinute } from '../domain/minute-report.js';
import { validCount } from '../domain/outcome.js';
import type { Series } from '../domain/series.js';
import { percentileUs } from '../histogram/percentile.js';
import { RttHistogram } from '../histogram/rtt-histogram.js';

/** What the daemon itself measured in the minute that starts at `minuteMs`, by series; nothing imported. */
export async function seriesMinutes(history: HistoryReader, minuteMs: number): Promise<readonly SeriesMinute[]> {
  const names = new Map((await history.series()).map(({ id, series }) => [id, series]));
  const minutes: SeriesMinute[] = [];
  const window = { fromMs: minuteMs, toMs: minuteMs + MINUTE_MS };
  await history.scanCells({ seriesIds: null, resolution: 'minute', ...window }, (cell) => {
    const series = names.get(cell.seriesId);
    if (cell.source === MEASURED && series !== undefined) minutes.push(seriesMinute(series, cell));
  });
  return minutes;
}

function seriesMinute(series: Series, { counts, answered }: Cell): SeriesMinute {
  const histogram = answered === null ? new RttHistogram() : RttHistogram.fromBytes(answered);
  const valid = validCount(counts);
  return {
    series,
    valid,
    answered: counts.answered,
    p50Us: percentileUs(histogram, 0.5, valid),
    p90Us: percentileUs(histogram, 0.9, valid),
    p99Us: percentileUs(histogram, 0.99, valid),
    maxUs: histogram.maxUs,
  };
}
