import type { ComponentChildren, VNode } from 'preact';

import type { DayAxis } from '../content/chart.js';

const AXIS_HEIGHT = 22;
const TOP = 8;

interface PlotProps {
  readonly height: number;
  readonly axis: DayAxis;
  /** In words; `null`: what it stands in has them. */
  readonly summary: string | null;
  readonly yTicks: readonly { readonly y: number; readonly label: string }[];
  /** Whether what is drawn may be darker than the labels on it. */
  readonly isDark?: boolean;
  readonly children: ComponentChildren;
}

/** A label above the topmost line would stand in what is above the chart. */
export const AT_TOP = 0.06;

/** A month's axes and what is drawn between them. Lengths are percent of the plot, so that nothing need be measured. */
export function Plot({ height, axis, summary, yTicks, isDark = false, children }: PlotProps): VNode {
  return (
    <svg class="chart" width="100%" height={TOP + height + AXIS_HEIGHT} {...told(summary)}>
      <svg y={TOP} width="100%" height={height} overflow="visible">
        {yTicks.map(({ y }) => (
          <line class="grid" x1="0" x2="100%" y1={percent(y)} y2={percent(y)} />
        ))}
        {children}
        {yTicks.map(({ y, label }) => (
          <text class={isDark ? 'tick on-dark' : 'tick'} x="0" y={percent(y)} dy={y < AT_TOP ? 11 : -3}>
            {label}
          </text>
        ))}
      </svg>
      <TimeAxis axis={axis} y={TOP + height} />
    </svg>
  );
}

function told(summary: string | null) {
  return summary === null ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': summary };
}

export function TimeAxis({ axis, y }: { readonly axis: DayAxis; readonly y: number }): VNode {
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
