import type { VNode } from 'preact';

import type { BudgetPoint, SloHistory } from '../../domain/slo-history.js';
import type { SloView } from '../../domain/snapshot.js';
import { thresholdsOf } from '../report/content/method-section.js';
import { LatencyChart } from '../status-page/latency-chart.js';
import type { PageContext } from '../status-page/page-context.js';
import { BurnDown } from './burn-down.js';
import { ChartFrame } from './chart-frame.js';
import type { Drawing } from './drawing.js';
import { FailureStrips } from './failure-strips.js';
import { HeatMap } from './heat-map.js';
import { type MeasuredGroup, measuredGroups } from './measured-groups.js';
import { rangeWords } from './range-words.js';
import type { SloDetail } from './slo-detail.js';
import { StepTable } from './step-table.js';
import { timeOf } from './steps-axis.js';

type BudgetHistory = Pick<SloHistory, 'name' | 'from' | 'to'> & { readonly points: readonly BudgetPoint[] };

/** How a budget went over its window: that of one objective, or of a composite SLO as a whole. */
export function budgetDrawing(history: BudgetHistory, view: SloView, page: PageContext): Drawing {
  const { key, calendar } = view.definition;
  const which = 'bandsUs' in history ? key : `${key} whole`;
  return {
    slot: `burn-down ${which}`,
    of: history,
    draw: () => (
      <BurnDown history={history} window={wholeWindow(history, view)} isRolling={calendar === null} page={page} />
    ),
  };
}

/** Of a calendar's window the time to come too. */
function wholeWindow(history: BudgetHistory, { status }: SloView) {
  const { fromMs, toMs } = timeOf(history);
  return { fromMs, toMs: Math.max(toMs, Date.parse(status.window.until ?? history.to)) };
}

/** What was measured for some objectives, over the last day and over the window. */
export function measuredDrawings(detail: SloDetail, group: MeasuredGroup, page: PageContext): readonly Drawing[] {
  const [place = 0] = group.places;
  return (['recent', 'window'] as const).flatMap((range) => {
    const history = detail[range]?.objectives[place];
    if (history === undefined) return [];
    const slot = `measured ${range} ${group.views[0]?.definition.key ?? history.name}`;
    return [{ slot, of: history, draw: () => <Range history={history} group={group} page={page} /> }];
  });
}

/** All drawings of a page. */
export function drawingsOf(detail: SloDetail, views: readonly SloView[], page: PageContext): readonly Drawing[] {
  const { objectives, whole } = detail.window;
  const [first] = views;
  return [
    ...(whole === null || first === undefined ? [] : [budgetDrawing(whole, first, page)]),
    ...views.flatMap((view, place) => {
      const history = objectives[place];
      return history === undefined ? [] : [budgetDrawing(history, view, page)];
    }),
    ...measuredGroups(views).flatMap((group) => measuredDrawings(detail, group, page)),
  ];
}

interface RangeProps {
  readonly history: SloHistory;
  readonly group: MeasuredGroup;
  readonly page: PageContext;
}

/** All charts of one stretch of time, on one axis. */
function Range({ history, group, page }: RangeProps): VNode {
  const { text } = page;
  return (
    <div class="range slo">
      <p class="range-title">{rangeWords(history, page)}</p>
      {isEmpty(history) ? (
        <p class="nothing">{text.latencyNoData}</p>
      ) : (
        <RangeCharts history={history} group={group} page={page} />
      )}
    </div>
  );
}

/** Nothing but errors of the prober's own is something too. */
function isEmpty({ points }: SloHistory): boolean {
  return points.every(({ latency, outcomes }) => latency.count === 0 && outcomes.prober_error === 0);
}

function RangeCharts({ history, group, page }: RangeProps): VNode {
  const { text } = page;
  const range = { ...history, points: history.points.map(({ time, latency }) => ({ time, ...latency })) };
  const summary = history.latency.count === 0 ? null : { time: history.from, ...history.latency };
  const promisedUs = [...new Set(group.views.flatMap(({ definition }) => thresholdsOf(definition)))];
  return (
    <>
      <ChartFrame title={text.sloPage.latency.title} note={text.percentileNote}>
        <LatencyChart range={range} summary={summary} page={page} />
      </ChartFrame>
      <HeatMap history={history} promisedUs={promisedUs} page={page} />
      <FailureStrips history={history} page={page} />
      <StepTable history={history} page={page} />
    </>
  );
}
