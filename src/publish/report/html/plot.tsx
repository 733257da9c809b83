import type { ComponentChildren, VNode } from 'preact';

import type { DayAxis } from '../content/chart.js';

const AXIS_HEIGHT = 22;
const TOP = 8;

interface PlotProps {
  readonly height: number;
  readonly axis: DayAxis;
  readonly summary: string;
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  readonly children: ComponentChildren;
}

/** A month's axes and what is drawn between them. Lengths are percent of the plot, so that nothing need be measured. */
export function Plot({ height, axis, summary, yTicks, children }: PlotProps): VNode {
  return (
    <svg class="chart" width="100%" height={TOP + height + AXIS_HEIGHT} role="img" aria-label={summary}>
      <svg y={TOP} width="100%" height={height} overflow="visible">
        {yTicks.map(({ y }) => (
          <line class="grid" x1="0" x2="100%" y1={percent(y)} y2={percent(y)} />
        ))}
        {children}
        {yTicks.map(({ y, label }) => (
          <text class="tick" x="0" y={percent(y)} dy="-3">
            {label}
          </text>
        ))}
      </svg>
      <DayTicks axis={axis} y={TOP + height} />
    </svg>
  );
}

function DayTicks({ axis, y }: { readonly axis: DayAxis; readonly y: number }): VNode {
  return (
    <>
      <line class="axis" x1="0" x2="100%" y1={y} y2={y} />
      {axis.ticks.map(({ x, label }) => (
        <>
          <line class="axis" x1={percent(x)} x2={percent(x)} y1={y} y2={y + 4} />
          <text class="tick" x={percent(x)} y={y + 17} text-anchor={x > 0.9 ? 'end' : x < 0.05 ? 'start' : 'middle'}>
            {label}
          </text>
        </>
      ))}
    </>
  );
}

/** Of a share of the plot. */
export function percent(share: number): string {
  return `${String(Math.round(share * 1e4) / 100)}%`;
}
