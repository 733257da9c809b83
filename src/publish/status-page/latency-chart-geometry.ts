import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

import { MINUTE_MS } from '../../domain/clock.js';
import type { LatencyPoint, LatencyRange } from '../../domain/latency.js';
import { formatRtt } from './format-rtt.js';
import type { TimeFormat } from './format-time.js';
import { type RttScale, rttScale, rttTicks } from './rtt-scale.js';
import { PLOT } from './stretched.js';

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
  const axis = timeAxis(range);
  const values = range.points.flatMap((point) => PERCENTILES.flatMap((one) => percentileUs(point, one) ?? []));
  const rtt = rttScale(values, PLOT.height);
  return {
    paths: byPercentile((percentile) => pathOf(range.points, percentile, axis, rtt)),
    beyond: byPercentile((percentile) => spansWhere(range.points, axis, (point) => isBeyond(point, percentile))),
    gaps: spansWhere(range.points, axis, (point) => point.count === 0),
    yTicks: labelledTicks(rtt),
    xTicks: timeTicks(axis, time),
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

interface TimeAxis {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

function timeAxis(range: LatencyRange): TimeAxis {
  const fromMs = Date.parse(range.from);
  const toMs = Math.max(Date.parse(range.to), fromMs + 1);
  const [first, second] = range.points;
  const stepMs = first && second ? Date.parse(second.time) - Date.parse(first.time) : toMs - fromMs;
  return { fromMs, toMs, stepMs };
}

function xOf(timeMs: number, axis: TimeAxis): number {
  const share = (timeMs - axis.fromMs) / (axis.toMs - axis.fromMs);
  return Math.min(1, Math.max(0, share)) * PLOT.width;
}

/** A point stands for its whole step: it is drawn in the middle. */
function middleX(point: LatencyPoint, axis: TimeAxis): number {
  return xOf(Date.parse(point.time) + axis.stepMs / 2, axis);
}

function pathOf(points: readonly LatencyPoint[], percentile: Percentile, axis: TimeAxis, rtt: RttScale): string {
  const draw = line<LatencyPoint>()
    .digits(0)
    .defined((point) => percentileUs(point, percentile) !== null)
    .x((point) => middleX(point, axis))
    .y((point) => rtt(percentileUs(point, percentile) ?? 1));
  return draw(points) ?? '';
}

/** Neighbouring points for which `holds` become one span. */
function spansWhere(
  points: readonly LatencyPoint[],
  axis: TimeAxis,
  holds: (point: LatencyPoint) => boolean,
): readonly Span[] {
  const spans: { from: number; to: number }[] = [];
  let isOpen = false;
  for (const point of points) {
    const startMs = Date.parse(point.time);
    const [from, to] = [xOf(startMs, axis), xOf(startMs + axis.stepMs, axis)];
    const last = spans.at(-1);
    if (holds(point) && isOpen && last !== undefined) last.to = to;
    else if (holds(point)) spans.push({ from, to });
    isOpen = holds(point);
  }
  return spans.map(({ from, to }) => ({ x: percentOf(from), width: percentOf(to - from) }));
}

function labelledTicks(rtt: RttScale): LatencyChartGeometry['yTicks'] {
  return rttTicks(rtt).map((us) => ({ percent: round((rtt(us) / PLOT.height) * 100), label: formatRtt(us) }));
}

/** Round times of the page's zone: the axis is shifted by the zone's offset, so that they fall on its hours. */
function timeTicks(axis: TimeAxis, time: TimeFormat): LatencyChartGeometry['xTicks'] {
  const shiftMs = time.offsetMinutes(axis.toMs) * MINUTE_MS;
  const scale = scaleLinear([axis.fromMs + shiftMs, axis.toMs + shiftMs], [0, 100]);
  return utcTicks(axis.fromMs + shiftMs, axis.toMs + shiftMs).map((tickMs) => ({
    percent: round(scale(tickMs)),
    label: time.timeOfDay(tickMs - shiftMs),
  }));
}

const TICK_STEPS_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440] as const;
/** As many as fit a phone. */
const MAX_TIME_TICKS = 5;

function utcTicks(fromMs: number, toMs: number): readonly number[] {
  const fitting = TICK_STEPS_MINUTES.find((minutes) => (toMs - fromMs) / (minutes * MINUTE_MS) <= MAX_TIME_TICKS);
  const stepMs = (fitting ?? 1_440) * MINUTE_MS;
  const ticks: number[] = [];
  for (let tick = Math.ceil(fromMs / stepMs) * stepMs; tick <= toMs; tick += stepMs) ticks.push(tick);
  return ticks;
}

function byPercentile<T>(make: (percentile: Percentile) => T): Record<Percentile, T> {
  return { p50: make('p50'), p90: make('p90'), p99: make('p99') };
}

function percentOf(x: number): number {
  return Math.round((x / PLOT.width) * 10_000) / 100;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
