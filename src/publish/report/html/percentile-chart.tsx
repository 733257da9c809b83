import { line } from 'd3-shape';
import type { VNode } from 'preact';

import { formatRtt } from '../../status-page/format-rtt.js';
import type { Chart, LatencyLine } from '../content/chart.js';
import { type RttScale, rttScale, rttTicks } from '../../status-page/rtt-scale.js';
import { PLOT, Stretched } from '../../status-page/stretched.js';
import { percent, Plot } from './plot.js';

interface PercentileChartProps {
  readonly chart: Chart & { readonly kind: 'latency' };
  readonly summary: string;
}

const HEIGHT = 150;

/** p50, p90 and p99 of each day, on a scale of decades; days beyond the timeout are marked at the top. */
export function PercentileChart({ chart, summary }: PercentileChartProps): VNode {
  const values = chart.lines.flatMap(({ points }) => points.flatMap(({ us }) => us ?? []));
  const scale = rttScale(values, PLOT.height);
  const ticks = rttTicks(scale).map((us) => ({ y: scale(us) / PLOT.height, label: formatRtt(us) }));
  return (
    <>
      <ul class="legend" role="list">
        {chart.lines.map(({ name, value }) => (
          <li>
            <svg width="24" height="10" aria-hidden="true">
              <line class={`line ${name}`} x1="1" y1="5" x2="23" y2="5" />
            </svg>
            {name} <strong>{value}</strong>
          </li>
        ))}
      </ul>
      <Plot height={HEIGHT} axis={chart.axis} summary={summary} yTicks={ticks}>
        <Stretched>
          {chart.lines.toReversed().map((one) => (
            <path class={`line ${one.name}`} d={pathOf(one, scale)} vector-effect="non-scaling-stroke" />
          ))}
        </Stretched>
        {chart.lines.map((one) => (
          <Marks line={one} scale={scale} />
        ))}
      </Plot>
    </>
  );
}

type LatencyMark = LatencyLine['points'][number];

function pathOf({ points }: LatencyLine, scale: RttScale): string {
  const draw = line<LatencyMark>()
    .digits(1)
    .defined(({ us }) => us !== null)
    .x(({ x }) => x * PLOT.width)
    .y(({ us }) => scale(us ?? 1));
  return draw(points) ?? '';
}

/** A day between others without values is no line: it is a dot. Beyond the timeout it is a stroke at the top. */
function Marks({ line: { name, points }, scale }: { readonly line: LatencyLine; readonly scale: RttScale }): VNode {
  return (
    <>
      {points.map(({ x, us, isBeyond }, i) => {
        if (isBeyond)
          return <rect class={`beyond ${name}`} x={percent(x - 0.012)} width={percent(0.024)} y="-4" height="3" />;
        const isAlone = us !== null && (points[i - 1]?.us ?? null) === null && (points[i + 1]?.us ?? null) === null;
        return isAlone ? (
          <circle class={`beyond ${name}`} cx={percent(x)} cy={percent(scale(us) / PLOT.height)} r="2.5" />
        ) : null;
      })}
    </>
  );
}
