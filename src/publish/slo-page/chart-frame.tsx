import type { ComponentChildren, VNode } from 'preact';

import type { TimeWindow } from '../../domain/window.js';
import { percent } from '../report/html/plot.js';
import { HATCH_ID } from '../status-page/latency-chart.js';
import { shareAt } from '../status-page/time-axis.js';

interface ChartFrameProps {
  readonly title: string;
  readonly note: string;
  readonly children: ComponentChildren;
}

/** A chart with its heading, and what must be known to read it. */
export function ChartFrame({ title, note, children }: ChartFrameProps): VNode {
  return (
    <div class="chart-box">
      <h3>
        {title} <span class="note">{note}</span>
      </h3>
      {children}
    </div>
  );
}

interface LegendEntry {
  readonly text: string;
  /** Drawn in a box of 22 × 12, or of another width. */
  readonly sign: VNode;
  readonly width?: number;
}

export function ChartLegend({ entries }: { readonly entries: readonly LegendEntry[] }): VNode {
  return (
    <ul class="chart-legend" role="list">
      {entries.map(({ text, sign, width = 22 }) => (
        <li>
          <svg class="swatch" width={width} height="12" aria-hidden="true">
            {sign}
          </svg>
          {text}
        </li>
      ))}
    </ul>
  );
}

interface GapsProps {
  readonly gaps: readonly TimeWindow[];
  readonly axis: TimeWindow;
}

/** Time without data, hatched over the whole height. */
export function Gaps({ gaps, axis }: GapsProps): VNode {
  return (
    <>
      {gaps.map(({ fromMs, toMs }) => (
        <rect
          class="gap"
          x={percent(shareAt(fromMs, axis))}
          width={percent(shareAt(toMs, axis) - shareAt(fromMs, axis))}
          y="0"
          height="100%"
          fill={`url(#${HATCH_ID})`}
        />
      ))}
    </>
  );
}

/** The sign of a gap in a legend. */
export function GapSign(): VNode {
  return <rect class="gap" width="22" height="12" fill={`url(#${HATCH_ID})`} />;
}
