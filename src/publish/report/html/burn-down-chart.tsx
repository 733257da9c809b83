import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { VNode } from 'preact';

import type { Chart, XY } from '../content/chart.js';
import { PLOT, Stretched } from '../../status-page/stretched.js';
import { Plot } from './plot.js';

interface BurnDownChartProps {
  readonly chart: Chart & { readonly kind: 'burn-down' };
  readonly summary: string;
}

const HEIGHT = 150;

/** The share of the budget that was left over the month; below the line of 0 % it is overspent. */
export function BurnDownChart({ chart, summary }: BurnDownChartProps): VNode {
  const { points, axis } = chart;
  const lowest = Math.min(0, ...points.map(({ y }) => y));
  const scale = scaleLinear([lowest, 1], [PLOT.height, 0]).nice(4);
  const share = (value: number): number => scale(value) / PLOT.height;
  const ticks = scale.ticks(4).map((value) => ({ y: share(value), label: label(value) }));
  return (
    <Plot height={HEIGHT} axis={axis} summary={summary} yTicks={ticks}>
      <Stretched>
        <path class="burn-area" d={areaOf(points, scale)} />
        <path class="burn-zero" d={`M0,${String(scale(0))}H${String(PLOT.width)}`} vector-effect="non-scaling-stroke" />
        <path class="burn-line" d={lineOf(points, scale)} vector-effect="non-scaling-stroke" />
      </Stretched>
    </Plot>
  );
}

type Scale = (value: number) => number;

function lineOf(points: readonly XY[], scale: Scale): string {
  const draw = line<XY>()
    .digits(1)
    .x(({ x }) => x * PLOT.width)
    .y(({ y }) => scale(y));
  return draw(points) ?? '';
}

function areaOf(points: readonly XY[], scale: Scale): string {
  const draw = area<XY>()
    .digits(1)
    .x(({ x }) => x * PLOT.width)
    .y0(scale(0))
    .y1(({ y }) => scale(y));
  return draw(points) ?? '';
}

function label(share: number): string {
  return `${share < 0 ? '−' : ''}${String(Math.round(Math.abs(share) * 100))}%`;
}
