import type { ComponentChildren, VNode } from 'preact';

import { DAY_MS, MINUTE_MS } from '../../domain/clock.js';
import type { SloHistories, SloHistory } from '../../domain/slo-history.js';
import type { SloView } from '../../domain/snapshot.js';
import type { TimeWindow } from '../../domain/window.js';
import type { TimeFormat } from '../status-page/format-time.js';
import { thresholdsOf } from '../report/content/method-section.js';
import { LatencyChart } from '../status-page/latency-chart.js';
import type { PageContext } from '../status-page/page-context.js';
import { periodWords } from '../status-page/period-words.js';
import { sloTitle } from '../status-page/slo-title.js';
import { BurnDown } from './burn-down.js';
import { ChartFrame } from './chart-frame.js';
import { FailureStrips } from './failure-strips.js';
import { HeatMap } from './heat-map.js';
import { type MeasuredGroup, measuredGroups } from './measured-groups.js';
import type { SloDetail } from './slo-detail.js';
import { StepTable } from './step-table.js';
import { timeOf } from './steps-axis.js';

interface BudgetChartProps {
  readonly histories: SloHistories;
  readonly place: number;
  readonly view: SloView;
  readonly page: PageContext;
}

/** How the budget of one objective went over its window. */
export function BudgetChart({ histories, place, view, page }: BudgetChartProps): VNode | null {
  const history = histories.objectives[place];
  if (history === undefined) return null;
  const window = wholeWindow(history, view);
  return <BurnDown history={history} window={window} isRolling={view.definition.calendar === null} page={page} />;
}

/** The same of a composite SLO as a whole. */
export function WholeBudgetChart({ histories, view, page }: Omit<BudgetChartProps, 'place'>): VNode | null {
  const { whole } = histories;
  if (whole === null) return null;
  const isRolling = view.definition.calendar === null;
  return <BurnDown history={whole} window={wholeWindow(whole, view)} isRolling={isRolling} page={page} />;
}

/** Of a calendar's window the time to come too. */
function wholeWindow(history: Pick<SloHistory, 'from' | 'to'>, { status }: SloView) {
  const { fromMs, toMs } = timeOf(history);
  return { fromMs, toMs: Math.max(toMs, Date.parse(status.window.until ?? history.to)) };
}

interface MeasuredProps {
  readonly detail: SloDetail;
  readonly views: readonly SloView[];
  readonly page: PageContext;
}

/** What was measured for the objectives, over the last day and over the window, once for those of the same queries. */
export function Measured({ detail, views, page }: MeasuredProps): VNode {
  const words = page.text.sloPage;
  const groups = measuredGroups(views);
  return (
    <>
      {groups.map((group, i) => (
        <section class="measured" aria-labelledby={`measured-${String(i)}`}>
          <h2 id={`measured-${String(i)}`}>
            <bdi>{groups.length === 1 ? words.measured : words.measuredFor(namesOf(group, page))}</bdi>
          </h2>
          <div class="ranges">
            {rangesOf(detail, group).map((history) => (
              <Range history={history} group={group} page={page} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function namesOf({ views }: MeasuredGroup, { text }: PageContext): string {
  return text.list(views.map(({ definition }) => definition.objectiveName ?? sloTitle(definition)));
}

function rangesOf({ recent, window }: SloDetail, { places: [place = 0] }: MeasuredGroup): readonly SloHistory[] {
  return [recent, window].flatMap((histories) => histories?.objectives[place] ?? []);
}

interface RangeProps {
  readonly history: SloHistory;
  readonly group: MeasuredGroup;
  readonly page: PageContext;
}

/** All charts of one stretch of time, on one axis. */
function Range({ history, group, page }: RangeProps): VNode {
  const { text } = page;
  const range = { ...history, points: history.points.map(({ time, latency }) => ({ time, ...latency })) };
  const summary = history.latency.count === 0 ? null : { time: history.from, ...history.latency };
  const promisedUs = [...new Set(group.views.flatMap(({ definition }) => thresholdsOf(definition)))];
  return (
    <RangeFrame title={rangeWords(history, page)}>
      <ChartFrame title={text.sloPage.latency.title} note={text.percentileNote}>
        <LatencyChart range={range} summary={summary} page={page} />
      </ChartFrame>
      <HeatMap history={history} promisedUs={promisedUs} page={page} />
      <FailureStrips history={history} page={page} />
      {history.latency.count > 0 && <StepTable history={history} page={page} />}
    </RangeFrame>
  );
}

function RangeFrame({ title, children }: { readonly title: string; readonly children: ComponentChildren }): VNode {
  return (
    <div class="range slo">
      <p class="range-title">{title}</p>
      {children}
    </div>
  );
}

function rangeWords(history: SloHistory, { text, time }: PageContext): string {
  const { fromMs, toMs } = timeOf(history);
  const isWindow = history.points.some(({ remaining }) => remaining !== undefined);
  if (isWindow) return text.sloPage.wholeWindow(...boundWords({ fromMs, toMs }, time));
  return text.sloPage.last(periodWords(roundedSpan(toMs - fromMs), text));
}

/** Days where it is longer than one. */
function boundWords({ fromMs, toMs }: TimeWindow, time: TimeFormat): [string, string] {
  const isLong = toMs - fromMs > DAY_MS;
  const dayOf = (timeMs: number): string => {
    const localMs = timeMs + time.offsetMinutes(timeMs) * MINUTE_MS;
    return time.shortDay(new Date(localMs).toISOString().slice(0, 10));
  };
  return isLong ? [dayOf(fromMs), dayOf(toMs)] : [time.dateTime(fromMs), time.dateTime(toMs)];
}

const HALF_HOUR_MS = 1_800_000;

/** The last step is not over yet: 23 hours and a half are the last day. */
function roundedSpan(spanMs: number): number {
  return Math.ceil(spanMs / HALF_HOUR_MS / 2) * HALF_HOUR_MS * 2;
}
