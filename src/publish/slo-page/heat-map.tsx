import type { VNode } from 'preact';

import type { SloHistory } from '../../domain/slo-history.js';
import { percent, Plot } from '../report/html/plot.js';
import { formatRtt } from '../status-page/format-rtt.js';
import { formatShare } from '../status-page/format-share.js';
import type { PageContext } from '../status-page/page-context.js';
import { durationWords } from '../status-page/period-words.js';
import { rttWords } from '../status-page/rtt-words.js';
import { Stretched } from '../status-page/stretched.js';
import { timeTicks } from '../status-page/time-axis.js';
import { BandTable } from './band-table.js';
import { ChartFrame, ChartLegend, Gaps, GapSign } from './chart-frame.js';
import { failedCount, type HeatMapGeometry, heatMapGeometry } from './heat-map-geometry.js';
import { timeOf } from './steps-axis.js';

interface HeatMapProps {
  readonly history: SloHistory;
  /** Times that objectives promise. */
  readonly promisedUs: readonly number[];
  readonly page: PageContext;
}

/** How response times are spread over time, what was not answered on top. */
export function HeatMap({ history, promisedUs, page }: HeatMapProps): VNode {
  const { text } = page;
  const geometry = heatMapGeometry(history);
  return (
    <ChartFrame title={text.sloPage.heat.title} note={text.sloPage.heat.note(durationWords(history.step, text))}>
      {geometry === null ? (
        <p class="nothing">{text.latencyNoData}</p>
      ) : (
        <>
          <Legend geometry={geometry} page={page} />
          <Drawing geometry={geometry} history={history} promisedUs={promisedUs} page={page} />
          <BandTable history={history} page={page} />
        </>
      )}
    </ChartFrame>
  );
}

const HEIGHT = 190;
/** The lane of what was not answered, and the space below it. */
const LANE = 12;
const LANE_SPACE = 16;

interface DrawingProps extends HeatMapProps {
  readonly geometry: HeatMapGeometry;
}

function Drawing({ geometry, history, promisedUs, page }: DrawingProps): VNode {
  const axis = timeOf(history);
  return (
    <div class="heat-map" role="img" aria-label={inWords(history, page)}>
      <svg class="chart" width="100%" height={LANE + LANE_SPACE} aria-hidden="true">
        <rect class="miss-ground" width="100%" height={LANE} />
        <svg width="100%" height={LANE}>
          <Stretched>
            {geometry.failed.map(
              (path, shade) => path !== '' && <path class={`miss miss-${String(shade + 1)}`} d={path} />,
            )}
          </Stretched>
        </svg>
        <text class="tick" x="0" y={LANE + LANE_SPACE - 4}>
          ↑ {page.text.sloPage.heat.failed}
        </text>
      </svg>
      <Plot height={HEIGHT} axis={{ ticks: timeTicks(axis, page.time) }} summary={null} yTicks={geometry.yTicks} isDark>
        <Gaps gaps={geometry.gaps} axis={axis} />
        <Stretched>
          {geometry.shades.map(
            (path, shade) => path !== '' && <path class={`heat heat-${String(shade + 1)}`} d={path} />,
          )}
        </Stretched>
        {promisedUs.map((us) => (
          <Promised y={geometry.yOf(us)} label={page.text.sloPage.heat.promise(formatRtt(us))} />
        ))}
      </Plot>
    </div>
  );
}

function Promised({ y, label }: { readonly y: number | null; readonly label: string }): VNode | null {
  if (y === null) return null;
  return (
    <>
      <line class="promised-ground" x1="0" x2="100%" y1={percent(y)} y2={percent(y)} />
      <line class="promised" x1="0" x2="100%" y1={percent(y)} y2={percent(y)} />
      <text class="tick strong" x="100%" y={percent(y)} dy="-4" text-anchor="end">
        {label}
      </text>
    </>
  );
}

function Legend({ geometry, page }: { readonly geometry: HeatMapGeometry; readonly page: PageContext }): VNode {
  const { heat } = page.text.sloPage;
  return (
    <ChartLegend
      entries={[
        ...(geometry.mostShare === 0 ? [] : [shadesEntry(geometry, page)]),
        { text: heat.misses, ...ramp('miss', geometry.failed.length) },
        ...(geometry.gaps.length === 0 ? [] : [{ text: page.text.noData, sign: <GapSign /> }]),
      ]}
    />
  );
}

function shadesEntry({ mostShare, shades }: HeatMapGeometry, page: PageContext) {
  return { text: page.text.sloPage.heat.shades(formatShare(mostShare, 1)), ...ramp('heat', shades.length) };
}

const SHADE_WIDTH = 12;

/** All shades side by side, faintest first. */
function ramp(kind: 'heat' | 'miss', count: number): { readonly sign: VNode; readonly width: number } {
  const shades = Array.from({ length: count }, (_, i) => (
    <rect class={`${kind} ${kind}-${String(i + 1)}`} x={i * SHADE_WIDTH} width={SHADE_WIDTH} height="12" />
  ));
  return { sign: <>{shades}</>, width: count * SHADE_WIDTH };
}

function inWords({ latency, points }: SloHistory, page: PageContext): string {
  const failed = points.reduce((sum, point) => sum + failedCount(point), 0);
  const point = { time: '', ...latency };
  return page.text.sloPage.heat.summary({
    median: rttWords(point, 'p50', page),
    within: rttWords(point, 'p99', page),
    failed: `${page.formatCount(failed)} (${formatShare(failed / latency.count, 3)})`,
  });
}
