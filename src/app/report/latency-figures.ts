import { isoTime } from '../../domain/clock.js';
import type { LatencyPoint } from '../../domain/latency.js';
import { instantOf, localTimeOf } from '../../judge/calendar/local-time.js';
import { DenseHistogram } from '../../histogram/merge-histograms.js';
import { percentileUs } from '../../histogram/percentile.js';
import { RttHistogram } from '../../histogram/rtt-histogram.js';
import type { MonthLatency } from './month-figures.js';
import type { ReportInputs } from './report-inputs.js';

/** Percentiles of the month and of each day over all valid attempts that count, failures lying above every RTT. */
export function latencyFigures({ latency, window }: ReportInputs): MonthLatency | null {
  if (latency === null) return null;
  const whole = new DenseHistogram();
  const days = latency.map((day) => {
    const bytes = Buffer.from(day.answered, 'base64');
    const histogram = bytes.length === 0 ? new RttHistogram() : RttHistogram.fromBytes(bytes);
    if (bytes.length > 0) whole.add(bytes);
    const time = isoTime(Math.max(Date.parse(window.from), startOf(day.date, window.timeZone)));
    return { date: day.date, ...pointOf(time, histogram, day.failed) };
  });
  const failed = latency.reduce((sum, day) => sum + day.failed, 0);
  return { whole: pointOf(window.from, whole.toHistogram(), failed), days };
}

function startOf(date: string, timeZone: string): number {
  return instantOf(`${date} 00:00`, localTimeOf(timeZone));
}

function pointOf(time: string, histogram: RttHistogram, failed: number): LatencyPoint {
  const count = histogram.count + failed;
  return {
    time,
    count,
    p50Us: percentileUs(histogram, 0.5, count),
    p90Us: percentileUs(histogram, 0.9, count),
    p99Us: percentileUs(histogram, 0.99, count),
    maxUs: histogram.maxUs,
  };
}
