import { type Cell, MEASURED } from '../domain/cell.js';
import { MINUTE_MS } from '../domain/clock.js';
import type { HistoryReader } from '../domain/history-reader.js';
import type { SeriesMinute } from '../domain/minute-report.js';
import { validCount } from '../domain/outcome.js';
import type { Series } from '../domain/series.js';
import { percentileUs } from '../histogram/percentile.js';
import { RttHistogram } from '../histogram/rtt-histogram.js';
import { readable } from './readable.js';

/** What the daemon itself measured in the minute that starts at `minuteMs`, by series; nothing imported. */
export async function seriesMinutes(history: HistoryReader, minuteMs: number): Promise<readonly SeriesMinute[]> {
  const names = new Map((await history.series()).map(({ id, series }) => [id, series]));
  const minutes: SeriesMinute[] = [];
  const window = { fromMs: minuteMs, toMs: minuteMs + MINUTE_MS };
  await history.scanCells({ seriesIds: null, resolution: 'minute', ...window }, (cell, tell) => {
    const series = names.get(cell.seriesId);
    if (cell.source === MEASURED && series !== undefined) minutes.push(seriesMinute(series, cell, tell));
  });
  return minutes;
}

function seriesMinute(series: Series, cell: Cell, tell: (fault: Error) => void): SeriesMinute {
  const histogram = readableRtts(cell, tell);
  const valid = validCount(cell.counts);
  const { answered } = cell.counts;
  // Answers whose histogram cannot be read stand in no percentile.
  const known = valid - answered + histogram.count;
  return {
    series,
    valid,
    answered,
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
