import type { VNode } from 'preact';

import type { LatencyPoint, LatencyRange } from '../../domain/latency.js';
import { formatRtt } from './format-rtt.js';
import { AT_TOP } from '../report/html/plot.js';
import type { LatencyChartGeometry, Percentile } from './latency-chart-geometry.js';
import { isBeyond, latencyChartGeometry, PERCENTILES } from './latency-chart-geometry.js';
import type { PageContext } from './page-context.js';
import { rttWords } from './rtt-words.js';
import { Stretched } from './stretched.js';

interface LatencyChartProps {
  readonly range: LatencyRange;
  /** Over the whole range; `null` without data. */
  readonly summary: LatencyPoint | null;
  readonly page: PageContext;
}

/** p50, p90 and p99 over time, with those of the whole time in a legend. */
export function LatencyChart({ range, summary, page }: LatencyChartProps): VNode {
  const geometry = latencyChartGeometry(range, page.time);
  if (geometry === null) return <p class="nothing">{page.text.latencyNoData}</p>;
  return (
    <>
      <PercentileLegend summary={summary} page={page} hasGaps={geometry.gaps.length > 0} />
      <Plot geometry={geometry} range={range} summary={summary} page={page} />
    </>
  );
}

/** The pattern of stretches without data, shared by all charts of a page. */
export function ChartPatterns(): VNode {
  return (
    <svg class="patterns" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern id={HATCH_ID} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="5" />
        </pattern>
      </defs>
    </svg>
  );
}

export const HATCH_ID = 'no-data-hatch';

interface PercentileLegendProps extends Omit<LatencyChartProps, 'range'> {
  readonly hasGaps: boolean;
}

/** Which line is which, with its value over the whole time. */
function PercentileLegend({ summary, page, hasGaps }: PercentileLegendProps): VNode {
  return (
    <dl class="percentiles">
      {PERCENTILES.map((percentile) => (
        <div>
          <dt>
            <svg class="swatch" width="22" height="10" aria-hidden="true">
              <line class={`line ${percentile}`} x1="1" y1="5" x2="21" y2="5" />
            </svg>
            {percentile}
          </dt>
          <dd>{summary === null ? page.text.noData : rttWords(summary, percentile, page)}</dd>
        </div>
      ))}
      {hasGaps && (
        <div aria-hidden="true">
          <dt>
            <svg class="swatch" width="14" height="12">
              <rect class="gap" width="100%" height="100%" fill={`url(#${HATCH_ID})`} />
            </svg>
          </dt>
          <dd class="note">{page.text.noData}</dd>
        </div>
      )}
    </dl>
  );
}

interface PlotProps extends LatencyChartProps {
  readonly geometry: LatencyChartGeometry;
}

/** Height of the lane above the plot in which values beyond the timeout are marked, in pixels. */
const LANE = 15;
const PLOT_HEIGHT = 120;
const AXIS_HEIGHT = 20;

function Plot({ geometry, range, summary, page }: PlotProps): VNode {
  const hasBeyond = PERCENTILES.some((percentile) => geometry.beyond[percentile].length > 0);
  const top = hasBeyond ? LANE + 6 : 6;
  return (
    <svg
      class="chart"
      width="100%"
      height={top + PLOT_HEIGHT + AXIS_HEIGHT}
      role="img"
      aria-label={inWords(range, summary, page)}
    >
      {hasBeyond && <BeyondLane geometry={geometry} />}
      <svg y={top} width="100%" height={PLOT_HEIGHT} overflow="visible">
        <Gaps geometry={geometry} />
        {geometry.yTicks.map((tick) => (
          <line class="grid" x1="0" x2="100%" y1={percent(tick.percent)} y2={percent(tick.percent)} />
        ))}
        <Lines geometry={geometry} />
        {geometry.yTicks.map((tick) => (
          <text class="tick" x="0" y={percent(tick.percent)} dy={tick.percent < AT_TOP * 100 ? 11 : -3}>
            {tick.label}
          </text>
        ))}
      </svg>
      {hasBeyond && (
        <text class="tick beyond-label" x="0" y={LANE - 4}>
          {page.text.beyondTimeout}
        </text>
      )}
      <TimeAxis geometry={geometry} y={top + PLOT_HEIGHT} />
    </svg>
  );
}

function Lines({ geometry }: { readonly geometry: LatencyChartGeometry }): VNode {
  return (
    <Stretched>
      {PERCENTILES.toReversed().map((percentile) => (
        <path class={`line ${percentile}`} d={geometry.paths[percentile]} vector-effect="non-scaling-stroke" />
      ))}
    </Stretched>
  );
}

function Gaps({ geometry }: { readonly geometry: LatencyChartGeometry }): VNode {
  return (
    <>
      {geometry.gaps.map((gap) => (
        <rect
          class="gap"
          x={percent(gap.x)}
          width={percent(gap.width)}
          y="0"
          height="100%"
          fill={`url(#${HATCH_ID})`}
        />
      ))}
    </>
  );
}

function BeyondLane({ geometry }: { readonly geometry: LatencyChartGeometry }): VNode {
  return (
    <>
      <rect class="lane" width="100%" height={LANE} />
      {PERCENTILES.toReversed().map((percentile, row) =>
        geometry.beyond[percentile].map((span) => (
          <rect
            class={`beyond ${percentile}`}
            x={percent(span.x)}
            width={percent(Math.max(span.width, 0.3))}
            y={row * 5 + 1}
            height="3"
          />
        )),
      )}
    </>
  );
}

function TimeAxis({ geometry, y }: { readonly geometry: LatencyChartGeometry; readonly y: number }): VNode {
  return (
    <>
      <line class="axis" x1="0" x2="100%" y1={y} y2={y} />
      {geometry.xTicks.map((tick) => (
        <>
          <line class="axis" x1={percent(tick.percent)} x2={percent(tick.percent)} y1={y} y2={y + 4} />
          <text class="tick" x={percent(tick.percent)} y={y + 16} text-anchor={anchorAt(tick.percent)}>
            {tick.label}
          </text>
        </>
      ))}
    </>
  );
}

/** Labels at the edges must not be cut off. */
function anchorAt(percent: number): 'start' | 'middle' | 'end' {
  if (percent < 8) return 'start';
  return percent > 92 ? 'end' : 'middle';
}

function percent(value: number): string {
  return `${String(value)}%`;
}

function inWords(range: LatencyRange, summary: LatencyPoint | null, page: PageContext): string {
  if (summary === null) return page.text.latencyNoData;
  const words = (percentile: Percentile): string => rttWords(summary, percentile, page);
  return page.text.latencySummary({ p50: words('p50'), p90: words('p90'), p99: words('p99') }, highestP99(range, page));
}

function highestP99(range: LatencyRange, page: PageContext): string {
  if (range.points.some((point) => isBeyond(point, 'p99'))) return page.text.beyondTimeout;
  return formatRtt(Math.max(...range.points.map((point) => point.p99Us ?? 0)));
}
