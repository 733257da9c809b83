import { line } from 'd3-shape';

import type { LatencyPoint, LatencyRange } from '../../domain/latency.js';
import type { TimeWindow } from '../../domain/window.js';
import { formatRtt } from './format-rtt.js';
import type { TimeFormat } from './format-time.js';
import { type RttScale, rttScale, rttTicks } from './rtt-scale.js';
import { PLOT } from './stretched.js';
import { shareAt, timeTicks } from './time-axis.js';

export const PERCENTILES = ['p50', 'p90', 'p99'] as const;
export type Percentile = (typeof PERCENTILES)[number];

/** A stretch of the x axis, in percent of the plot's width. */
export interface Span {
  readonly x: number;
  readonly width: number;
}

/** Everything a drawing of percentiles over time needs; lengths are `PLOT` units or percent of the plot. */
export interface LatencyChartGeometry {
  /** SVG path data per percentile, interrupted where there is no value. */
  readonly paths: Readonly<Record<Percentile, string>>;
  /** Where a percentile lies beyond the timeout. */
  readonly beyond: Readonly<Record<Percentile, readonly Span[]>>;
  /** Where nothing was measured. */
  readonly gaps: readonly Span[];
  readonly yTicks: readonly { readonly percent: number; readonly label: string }[];
  readonly xTicks: readonly { readonly percent: number; readonly label: string }[];
}

/** Lays a range of percentiles out; `null` when no percentile has a value and nothing is beyond the timeout. */
export function latencyChartGeometry(range: LatencyRange, time: TimeFormat): LatencyChartGeometry | null {
  if (range.points.every((point) => point.count === 0)) return null;
  const fromMs = Date.parse(range.from);
  const axis = { fromMs, toMs: Math.max(Date.parse(range.to), fromMs + 1) };
  const steps = stepsOf(range.points, axis.toMs);
  const values = range.points.flatMap((point) => PERCENTILES.flatMap((one) => percentileUs(point, one) ?? []));
  const rtt = rttScale(values, PLOT.height);
  return {
    paths: byPercentile((percentile) => pathOf(steps, percentile, axis, rtt)),
    beyond: byPercentile((percentile) => spansWhere(steps, axis, (point) => isBeyond(point, percentile))),
    gaps: spansWhere(steps, axis, (point) => point.count === 0),
    yTicks: labelledTicks(rtt),
    xTicks: timeTicks(axis, time).map(({ x, label }) => ({ percent: round(x * 100), label })),
  };
}

/** Value of a percentile in microseconds, `null` where there is none. */
export function percentileUs(point: LatencyPoint, percentile: Percentile): number | null {
  return { p50: point.p50Us, p90: point.p90Us, p99: point.p99Us }[percentile];
}

/** Measured, but fewer queries were answered than the percentile needs. */
export function isBeyond(point: LatencyPoint, percentile: Percentile): boolean {
  return point.count > 0 && percentileUs(point, percentile) === null;
}

/** A point, and the time it stands for: up to the next one, or to the end. */
interface Step extends TimeWindow {
  readonly point: LatencyPoint;
}

function stepsOf(points: readonly LatencyPoint[], endMs: number): readonly Step[] {
  const startsMs = points.map(({ time }) => Date.parse(time));
  return points.map((point, i) => ({ point, fromMs: startsMs[i] ?? endMs, toMs: startsMs[i + 1] ?? endMs }));
}

function pathOf(steps: readonly Step[], percentile: Percentile, axis: TimeWindow, rtt: RttScale): string {
  const draw = line<Step>()
    .digits(0)
    .defined(({ point }) => percentileUs(point, percentile) !== null)
    .x(({ fromMs, toMs }) => shareAt((fromMs + toMs) / 2, axis) * PLOT.width)
    .y(({ point }) => rtt(percentileUs(point, percentile) ?? 1));
  return draw(steps) ?? '';
}

/** Neighbouring steps for which `holds` become one span. */
function spansWhere(
  steps: readonly Step[],
  axis: TimeWindow,
  holds: (point: LatencyPoint) => boolean,
): readonly Span[] {
  const spans: { from: number; to: number }[] = [];
  let isOpen = false;
  for (const { point, fromMs, toMs } of steps) {
    const last = spans.at(-1);
    if (holds(point) && isOpen && last !== undefined) last.to = shareAt(toMs, axis);
    else if (holds(point)) spans.push({ from: shareAt(fromMs, axis), to: shareAt(toMs, axis) });
    isOpen = holds(point);
  }
  return spans.map(({ from, to }) => ({ x: percentOf(from), width: percentOf(to - from) }));
}

function labelledTicks(rtt: RttScale): LatencyChartGeometry['yTicks'] {
  return rttTicks(rtt).map((us) => ({ percent: round((rtt(us) / PLOT.height) * 100), label: formatRtt(us) }));
}

function byPercentile<T>(make: (percentile: Percentile) => T): Record<Percentile, T> {
  return { p50: make('p50'), p90: make('p90'), p99: make('p99') };
}

function percentOf(share: number): number {
  return Math.round(share * 10_000) / 100;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
