import { extent } from 'd3-array';
import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { VNode } from 'preact';

import { formatRtt } from '../../status-page/format-rtt.js';
import type { Chart, LatencyLine } from '../content/chart.js';
import { percent, Plot, PLOT, Stretched } from './plot.js';

interface PercentileChartProps {
  readonly chart: Chart & { readonly kind: 'latency' };
  readonly summary: string;
}

const HEIGHT = 150;

/** p50, p90 and p99 of each day, on a scale of decades; days beyond the timeout are marked at the top. */
export function PercentileChart({ chart, summary }: PercentileChartProps): VNode {
  const scale = rttScale(chart.lines);
  const ticks = ticksOf(scale).map((us) => ({ y: scale(us) / PLOT.height, label: formatRtt(us) }));
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

type Scale = ReturnType<typeof rttScale>;
type LatencyMark = LatencyLine['points'][number];

/** At least one decade, so that noise looks like noise. */
function rttScale(lines: readonly LatencyLine[]) {
  const values = lines.flatMap(({ points }) => points.flatMap(({ us }) => us ?? []));
  const [low = 1_000, high = 100_000] = extent(values) as [number | undefined, number | undefined];
  const bottom = niceBelow(Math.max(1, low));
  return scaleLog([bottom, Math.max(niceAbove(Math.max(1, high)), bottom * 10)], [PLOT.height, 0]);
}

const NICE_STEPS = [1, 2, 5, 10] as const;

function niceBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (NICE_STEPS.findLast((step) => step * decade <= value) ?? 1);
}

function niceAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * (NICE_STEPS.find((step) => step * decade >= value) ?? 10);
}

/** One a decade; 2 and 5 between them too where little more than one decade is shown. */
function ticksOf(scale: Scale): readonly number[] {
  const [bottom = 1, top = 10] = scale.domain();
  const steps = top / bottom <= 20 ? [1, 2, 5] : [1];
  const decades = Array.from({ length: 9 }, (_, exponent) => 10 ** exponent);
  return decades.flatMap((decade) => steps.map((step) => step * decade)).filter((us) => us >= bottom && us <= top);
}

function pathOf({ points }: LatencyLine, scale: Scale): string {
  const draw = line<LatencyMark>()
    .digits(1)
    .defined(({ us }) => us !== null)
    .x(({ x }) => x * PLOT.width)
    .y(({ us }) => scale(us ?? 1));
  return draw(points) ?? '';
}

/** A day between others without values is no line: it is a dot. Beyond the timeout it is a stroke at the top. */
function Marks({ line: { name, points }, scale }: { readonly line: LatencyLine; readonly scale: Scale }): VNode {
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
