import { HOUR_MS, MINUTE_MS, DAY_MS, ceilTo, floorTo, isoTime } from '../domain/clock.js';
import { formatDuration } from '../domain/duration.js';
import type { HistoryReader } from '../domain/history-reader.js';
import { type LatencyPoint, type LatencyRange, MAX_LATENCY_POINTS } from '../domain/latency.js';
import type { TimeWindow } from '../domain/window.js';
import { DenseHistogram } from '../histogram/merge-histograms.js';
import { AppError } from './errors.js';
import { type LatencyOf, latencyPoint } from './latency-point.js';

export interface LatencyQuery extends LatencyOf {
  /** Rounded down to a minute. */
  readonly fromMs: number;
  /** Rounded up to a minute. */
  readonly toMs: number;
  /** Whole minutes; `null`: one point for the whole. */
  readonly stepMs: number | null;
}

/** Ranges longer than this are answered from hours: their bounds and step are rounded to hours. */
const HOURLY_ABOVE_MS = 2 * DAY_MS;

/**
 * Percentiles over time (of one phase, where `phase` says so), from merged histograms. The last point is shorter where the step does not
 * divide the range. One histogram is held at a time.
 *
 * @throws `AppError` `LATENCY_RANGE_INVALID` or `LATENCY_TOO_MANY_POINTS`: the asker's fault
 */
export async function latencyRange(history: HistoryReader, query: LatencyQuery): Promise<LatencyRange> {
  refuseInvalid(query);
  const { fromMs, toMs, stepMs } = rounded(query);
  refuseTooMany(Math.ceil((toMs - fromMs) / stepMs));
  const histogram = new DenseHistogram();
  const points: LatencyPoint[] = [];
  for (const window of stepsOf({ fromMs, toMs }, stepMs)) {
    points.push(await latencyPoint(history, query, window, histogram));
  }
  const { phase } = query;
  const range = { from: isoTime(fromMs), to: isoTime(toMs), step: formatDuration(stepMs), points };
  return phase === null ? range : { ...range, phase };
}

/** The consecutive windows of `stepMs` that make up a window; the last may be shorter. */
export function stepsOf({ fromMs, toMs }: TimeWindow, stepMs: number): readonly TimeWindow[] {
  return Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, i) => ({
    fromMs: fromMs + i * stepMs,
    toMs: Math.min(toMs, fromMs + (i + 1) * stepMs),
  }));
}

function rounded({ fromMs, toMs, stepMs }: LatencyQuery): TimeWindow & { readonly stepMs: number } {
  const isHourly = stepMs !== null && toMs - fromMs > HOURLY_ABOVE_MS;
  const unitMs = isHourly ? HOUR_MS : MINUTE_MS;
  const window = { fromMs: floorTo(fromMs, unitMs), toMs: ceilTo(toMs, unitMs) };
  return { ...window, stepMs: stepMs === null ? window.toMs - window.fromMs : ceilTo(stepMs, unitMs) };
}

function refuseInvalid({ fromMs, toMs, stepMs }: LatencyQuery): void {
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs) || fromMs >= toMs) {
    throw new AppError(
      'LATENCY_RANGE_INVALID',
      'reading latency: "from" before "to" is required, found no time between',
    );
  }
  if (stepMs !== null && !(stepMs >= MINUTE_MS && stepMs % MINUTE_MS === 0)) {
    const found = formatDuration(stepMs);
    throw new AppError('LATENCY_RANGE_INVALID', `reading latency: "step" of whole minutes is required, found ${found}`);
  }
}

function refuseTooMany(count: number): void {
  if (count <= MAX_LATENCY_POINTS) return;
  throw new AppError(
    'LATENCY_TOO_MANY_POINTS',
    `reading latency: at most ${String(MAX_LATENCY_POINTS)} points are given, found ${String(count)}: make "step" longer or the range shorter`,
  );
}
