import { scaleLinear } from 'd3-scale';
import type { VNode } from 'preact';

import type { Chart, DayBarMark } from '../content/chart.js';
import { percent, Plot } from './plot.js';

interface DayBarChartProps {
  readonly chart: Chart & { readonly kind: 'days' };
  readonly summary: string;
}

const HEIGHT = 56;

/** As on the status page: full height is a day that met the objective, the shorter the worse. */
export function DayBarChart({ chart, summary }: DayBarChartProps): VNode {
  return (
    <>
      <Plot height={HEIGHT} axis={chart.axis} summary={summary} yTicks={[]}>
        {chart.bars.map((bar) => (
          <Bar bar={bar} />
        ))}
      </Plot>
      <ul class="legend" role="list">
        {chart.labels.map(({ level, text }) => (
          <li>
            <svg class="key" width="12" height="16" aria-hidden="true">
              <Shape level={level} x="0" width="12" height={1} />
            </svg>
            {text}
          </li>
        ))}
      </ul>
    </>
  );
}

const GAP = 0.12;

function Bar({ bar }: { readonly bar: DayBarMark }): VNode {
  return (
    <g>
      <title>{bar.text}</title>
      <Shape level={bar.level} x={percent(bar.x)} width={percent(bar.width * (1 - GAP))} height={1} />
    </g>
  );
}

/** Heights of the levels, as on the status page. */
const heightOf = { met: 1, below: 0.62, far_below: 0.3, no_data: 1 } as const;
const yScale = scaleLinear([0, 1], [1, 0]);

interface ShapeProps {
  readonly level: DayBarMark['level'];
  readonly x: string;
  readonly width: string;
  readonly height: number;
}

function Shape({ level, x, width, height }: ShapeProps): VNode {
  const share = heightOf[level] * height;
  return (
    <rect
      class={`bar ${level}`}
      x={x}
      width={width}
      y={percent(yScale(share))}
      height={percent(share)}
      rx="1.5"
      {...(level === 'no_data' ? { fill: 'url(#hatched)' } : {})}
    />
  );
}
